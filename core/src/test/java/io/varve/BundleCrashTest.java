package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.varve.tck.FaultPolicy;
import io.varve.tck.FaultStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lets the process end at each write of an import: before it, after it, or half-way through its pages. A new tenant is then not
 * there, or there whole; one that a bundle goes on top of has its head of before, or the new one; and importing again finishes
 * it. On the heap, since what is written does not depend on the store.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BundleCrashTest {

    private static final List<WriteFault> ENDS =
            List.of(WriteFault.UNAVAILABLE, WriteFault.UNKNOWN_APPLIED, WriteFault.HALF_OF_THE_PAGES);

    private final SnapshotStore store = Backend.MEMORY.open(Path.of(""));
    private byte[] full;
    private byte[] since;
    private byte[] all;

    @BeforeEach
    void export() {
        try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(Backend.MEMORY.open(Path.of(""))))) {
            Tenant<Ledger> acme = states.createTenant("acme");
            acme.apply(BundleTest::filled);
            acme.snapshot(SnapshotRequest.named("v1"));
            for (int i = 0; i < 40; i++) {
                int number = i;
                acme.apply(state -> state.with("key " + number, -1));
                acme.snapshot();
            }
            acme.apply(state -> state.noted("head"));
            full = BundleTest.exported(acme.exportBundle());
            for (int i = 0; i < 35; i++) {
                int number = i;
                acme.apply(state -> state.with("key " + number, -2));
                acme.snapshot(SnapshotRequest.named("v1").replaceName());
            }
            acme.apply(state -> state.noted("last"));
            since = BundleTest.exported(acme.exportBundle()
                    .since(SnapshotRef.id(acme.snapshots().get(40).id())));
            all = BundleTest.exported(acme.exportBundle());
        }
    }

    private static StateManager<Ledger> open(SnapshotStore store) {
        return StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(Durability.ON_SNAPSHOT)
                .takeOver()
                .open();
    }

    private long writesOf(Runnable before, byte[] bundle, String id) {
        before.run();
        FaultStore counting = new FaultStore(ForwardingStore.keptOpen(store));
        try (StateManager<Ledger> states = open(counting)) {
            long first = counting.counts().writes();
            BundleTest.imported(states, bundle, id);
            return counting.counts().writes() - first;
        }
    }

    /** Whether the import was cut off. */
    private boolean crash(byte[] bundle, String id, long write, WriteFault end) {
        FaultStore dying =
                new FaultStore(ForwardingStore.keptOpen(store), FaultPolicy.crashAtWrite(write, end.fault()));
        StateManager<Ledger> abandoned = open(dying);
        try {
            BundleTest.imported(abandoned, bundle, id);
            return false;
        } catch (VarveException e) {
            return true;
        } finally {
            try {
                abandoned.close();
            } catch (StoreFailedException | ClosedException e) {
                // Its store does nothing any more.
            }
        }
    }

    private void assertWhole(StateManager<Ledger> states, String id, byte[] bundle, String where) {
        Tenant<Ledger> tenant = states.tenant(id);
        var expected = BundleTest.manifest(bundle);
        var found = BundleTest.manifest(BundleTest.exported(tenant.exportBundle()));
        assertThat(found.fingerprint()).as(where).isEqualTo(expected.fingerprint());
        assertThat(found.snapshots()).as(where).isEqualTo(expected.snapshots());
        assertThat(found.pages()).as(where).isEqualTo(expected.pages());
        assertThat(states.verify(id).isSound()).as(where).isTrue();
    }

    private void assertWithoutGarbage(String id, String where) {
        try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store))) {
            var unused = states.tenant(id).collectGarbage(); // by one that holds no states
            StoreCheck.of(store, id).requireNothingMissing(where).requireNoGarbage(where);
        }
    }

    @Test
    void aNewTenantIsThereWholeOrNotAtAll() {
        long writes = writesOf(() -> {}, full, "counted");
        int cutOff = 0;
        for (long write = 0; write < writes; write++) {
            for (WriteFault end : ENDS) {
                String id = "tenant-" + write + "-" + end;
                String where = "after a crash at write " + write + " (" + end + ")";
                boolean wasCutOff = crash(full, id, write, end);
                cutOff += wasCutOff ? 1 : 0;
                try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store))) {
                    if (states.findTenant(id).isEmpty()) {
                        BundleTest.imported(states, full, id);
                    }
                    assertWhole(states, id, full, where);
                    assertThat(states.importBundle().unfinished()).as(where).isEmpty();
                }
                assertWithoutGarbage(id, where);
            }
        }
        System.out.println("BundleCrashTest: " + cutOff + " imports of new tenants cut off at " + writes + " writes");
        assertThat(cutOff).isGreaterThan((int) writes);
    }

    @Test
    void whatAnImportHasWrittenIsNotWrittenAgain() {
        long writes = writesOf(() -> {}, full, "counted");
        boolean wasCutOff = crash(full, "acme", writes - 4, WriteFault.UNAVAILABLE);

        try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store))) {
            var result = BundleTest.imported(states, full, "acme");

            assertThat(wasCutOff).isTrue();
            assertThat(result.pagesWritten()).isZero();
            assertThat(result.pagesPresent())
                    .isGreaterThanOrEqualTo(result.manifest().pages());
        }
    }

    @Test
    void whatAnImportHasLeftIsRemovedAsATenantIs() {
        long writes = writesOf(() -> {}, full, "counted");
        crash(full, "acme", writes - 2, WriteFault.UNAVAILABLE);

        try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store))) {
            assertThat(states.importBundle().unfinished()).containsExactly("acme");
            assertThat(states.tenants()).doesNotContain("acme");
            var unused = states.collectGarbage();
            assertThat(states.importBundle().unfinished()).containsExactly("acme");
            assertThatThrownBy(() -> states.tenantOrCreate("acme"))
                    .isInstanceOf(TenantExistsException.class)
                    .hasMessageContaining("import the bundle again")
                    .hasMessageContaining("remove the tenant");

            states.removeTenant("acme");

            assertThat(states.importBundle().unfinished()).isEmpty();
            assertThat(StoreCheck.of(store, "acme").stored()).isEmpty();
            states.createTenant("acme");
        }
    }

    @Test
    void aTenantThatABundleGoesOnTopOfHasItsHeadOrTheNewOne() {
        long writes = writesOf(() -> importFull("counted"), since, "counted");
        int cutOff = 0;
        String before = BundleTest.manifest(full).fingerprint();
        for (long write = 0; write < writes + 2; write++) { // and what it takes to open the tenant
            for (WriteFault end : ENDS) {
                String id = "tenant-" + write + "-" + end;
                String where = "after a crash at write " + write + " (" + end + ")";
                importFull(id);
                boolean wasCutOff = crash(since, id, write, end);
                cutOff += wasCutOff ? 1 : 0;
                try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store))) {
                    var found = BundleTest.manifest(
                            BundleTest.exported(states.tenant(id).exportBundle()));
                    assertThat(found.fingerprint())
                            .as(where)
                            .isIn(before, BundleTest.manifest(all).fingerprint());
                    assertThat(states.verify(id).isSound()).as(where).isTrue();
                    BundleTest.imported(states, since, id);
                    assertWhole(states, id, all, where);
                }
                assertWithoutGarbage(id, where);
            }
        }
        System.out.println("BundleCrashTest: " + cutOff + " imports on top cut off at " + writes + " writes");
        assertThat(cutOff).isGreaterThan((int) writes);
    }

    private void importFull(String id) {
        try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store))) {
            BundleTest.imported(states, full, id);
        }
    }
}
