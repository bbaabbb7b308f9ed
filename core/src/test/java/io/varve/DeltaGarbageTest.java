package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.StoreCheck;
import io.varve.internal.page.PageFormat;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pages that others are deltas of. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeltaGarbageTest extends BackendTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final int KEYS = 150;

    private SnapshotStore raw;
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;

    /** Done once, before pages are deleted. */
    private @Nullable Runnable beforeDeleting;

    private void openAgain() {
        closeAll();
        states = open(
                store -> {
                    raw = store;
                    return new ForwardingStore(store) {
                        @Override
                        public int deletePages(
                                TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
                            Runnable action = beforeDeleting;
                            beforeDeleting = null;
                            if (action != null) {
                                action.run();
                            }
                            return super.deletePages(tenant, guard, ids, stampBelow);
                        }
                    };
                },
                builder -> builder.durability(Durability.ON_SNAPSHOT));
        acme = states.tenantOrCreate("acme");
    }

    /** Entries that don't compress, so that their leaves can be bases. */
    private static Ledger full() {
        Random random = new Random(1);
        return new Ledger(
                0,
                "",
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, KEYS)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(text(random.nextLong()), 0)))));
    }

    private static String text(long number) {
        return Long.toHexString(number) + Long.toHexString(number * 0x9E3779B97F4A7C15L);
    }

    private static Ledger changed(Ledger state, int key, long number) {
        Ledger.Entry before = state.entries().get("key " + key).get();
        return new Ledger(
                state.count(),
                state.note(),
                state.entries().put("key " + key, new Ledger.Entry(before.text(), number)));
    }

    private void snapshotOf(String name, int key, long number) {
        acme.apply(state -> changed(state, key, number));
        acme.snapshot(SnapshotRequest.named(name));
    }

    private Map<PageId, PageId> basesByDelta() {
        Map<PageId, PageId> bases = new TreeMap<>();
        for (PageId id : StoreCheck.of(raw, "acme").stored()) {
            PageFormat.baseOf(raw.getPages(ACME, List.of(id)).get(id)).ifPresent(base -> bases.put(id, base));
        }
        return bases;
    }

    private void collectAfterReopening() {
        openAgain();
        acme.collectGarbage();
    }

    @Test
    void aBaseStaysForAsLongAsADeltaOfItIsNeeded() {
        openAgain();
        acme.apply(state -> full());
        acme.snapshot(SnapshotRequest.named("v1"));
        snapshotOf("v2", 7, 70);
        acme.delete(SnapshotRef.named("v1"));
        collectAfterReopening();

        assertThat(basesByDelta()).isNotEmpty();
        StoreCheck.of(raw, "acme").requireNothingMissing("with v2").requireNoGarbage("with v2");
        assertThat(acme.at(SnapshotRef.named("v2")).state()).isEqualTo(changed(full(), 7, 70));
        assertThat(states.verify("acme").isSound()).isTrue();

        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot(SnapshotRequest.named("v3"));
        acme.delete(SnapshotRef.named("v2"));
        collectAfterReopening();

        assertThat(basesByDelta()).isEmpty();
        StoreCheck.of(raw, "acme").requireNothingMissing("with v3").requireNoGarbage("with v3");
    }

    /** It is there as it was written first: as what differs from a page that nobody has marked. */
    @Test
    void aGarbageDeltaThatIsPutAgainWhileGarbageIsDeletedKeepsItsBase() {
        openAgain();
        acme.apply(state -> full());
        acme.snapshot(SnapshotRequest.named("v1"));
        snapshotOf("v2", 7, 70);
        assertThat(basesByDelta()).isNotEmpty();
        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot(SnapshotRequest.named("v3"));
        acme.delete(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.named("v2"));
        openAgain();
        Ledger again = changed(full(), 7, 70);
        beforeDeleting = () -> {
            acme.apply(state -> again);
            acme.snapshot(SnapshotRequest.named("v4"));
        };

        acme.collectGarbage();

        assertThat(beforeDeleting).isNull();
        StoreCheck.of(raw, "acme").requireNothingMissing("after v4");
        openAgain();
        assertThat(acme.at(SnapshotRef.named("v4")).state()).isEqualTo(again);
        assertThat(states.verify("acme").isSound()).isTrue();
        collectAfterReopening();
        StoreCheck.of(raw, "acme").requireNothingMissing("at the end").requireNoGarbage("at the end");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void contentsThatComeAndGoLoseNothing(long seed) {
        Random random = new Random(seed);
        openAgain();
        Ledger expected = full();
        acme.apply(state -> full());
        for (int i = 0; i < 60; i++) {
            String when = "seed " + seed + ", step " + i;
            int key = random.nextInt(3);
            long number = random.nextInt(3);
            expected = changed(expected, key, number);
            snapshotOf("s" + i, key, number);
            if (acme.snapshotCount() > 3) {
                acme.delete(SnapshotRef.index(random.nextInt(acme.snapshotCount())));
            }
            if (random.nextInt(6) == 0) {
                openAgain();
            }
            if (random.nextInt(3) == 0) {
                acme.collectGarbage();
                StoreCheck.of(raw, "acme").requireNothingMissing(when);
            }
            assertThat(acme.state()).as(when).isEqualTo(expected);
        }
        collectAfterReopening();
        StoreCheck.of(raw, "acme").requireNothingMissing("at the end").requireNoGarbage("at the end");
        assertThat(acme.state()).isEqualTo(expected);
    }

    @Test
    void verificationTellsOfABaseThatIsMissing() {
        openAgain();
        acme.apply(state -> full());
        acme.snapshot(SnapshotRequest.named("v1"));
        snapshotOf("v2", 7, 70);
        acme.delete(SnapshotRef.named("v1"));
        collectAfterReopening();
        Map.Entry<PageId, PageId> lost = basesByDelta().entrySet().iterator().next();
        Ref mark = raw.scanRefs(ACME, "g", null, 1).get(0);
        assertThat(raw.deletePages(ACME, RefUpdate.check("g", mark.value()), List.of(lost.getValue()), Long.MAX_VALUE))
                .isOne();

        VerificationReport.Result found = states.verify("acme").tenants().get();

        assertThat(found.problems().map(Object::toString))
                .anyMatch(problem -> problem.contains(lost.getKey().toString())
                        && problem.contains("is stored as what differs from page " + lost.getValue())
                        && problem.contains("missing"));
    }

    @Test
    void erasingATenantLeavesNoDelta() {
        openAgain();
        acme.apply(state -> full());
        acme.snapshot(SnapshotRequest.named("v1"));
        snapshotOf("v2", 7, 70);
        assertThat(basesByDelta()).isNotEmpty();

        states.removeTenant("acme");

        assertThat(raw.scanPages(ACME, null, 10)).isEmpty();
    }
}
