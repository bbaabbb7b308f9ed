package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.Capabilities;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a collection must not be, or can't go on. */
class GarbageRefusalTest {

    private final SnapshotStore memory = Backend.MEMORY.open(Path.of(""));

    private static StateManager<Ledger> open(SnapshotStore store, Consumer<StateManagerBuilder<Ledger>> settings) {
        StateManagerBuilder<Ledger> builder =
                StateManager.builder(Ledger.class).store(store).initialState(Ledger.EMPTY);
        settings.accept(builder);
        return builder.open();
    }

    private SnapshotStore kept() {
        return ForwardingStore.keptOpen(memory);
    }

    /** The store as one that several processes may have open. */
    private SnapshotStore shared() {
        return new ForwardingStore(kept()) {
            @Override
            public Capabilities capabilities() {
                Capabilities below = super.capabilities();
                return new Capabilities(true, true, below.maxPageBytes(), below.maxRefBytes());
            }
        };
    }

    private static void fill(Tenant<Ledger> tenant, String version) {
        tenant.apply(state -> new Ledger(
                1,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, 1_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(version + i, i))))));
        tenant.snapshot(SnapshotRequest.named(version));
    }

    @Test
    void aTenantThatAnotherManagerHasOpenIsSkippedAndTheOthersAreCollected() {
        try (StateManager<Ledger> one = open(shared(), builder -> {});
                StateManager<Ledger> other = open(shared(), builder -> {})) {
            fill(one.createTenant("acme"), "v1");
            fill(other.createTenant("globex"), "v1");

            GarbageReport report = one.collectGarbage();

            assertThat(report.tenants().map(GarbageReport.Collected::tenant)).containsExactly("acme");
            assertThat(report.skipped().map(GarbageReport.Skipped::tenant)).containsExactly("globex");
            assertThat(report.skipped().head().reason()).contains("is open for writing");
            assertThat(report.summary()).contains("globex: skipped: ");
        }
    }

    @Test
    void aTenantIsNotTakenOverForItsGarbageEvenByAManagerThatMay() {
        try (StateManager<Ledger> owner = open(shared(), builder -> {});
                StateManager<Ledger> taker = open(shared(), StateManagerBuilder::takeOver)) {
            Tenant<Ledger> acme = owner.createTenant("acme");
            fill(acme, "v1");

            assertThat(taker.collectGarbage().skipped().map(GarbageReport.Skipped::tenant))
                    .containsExactly("acme");

            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v2"));
            assertThat(acme.snapshotCount()).isEqualTo(2);
        }
    }

    @Test
    void whoLostATenantDeletesNothingAndIsToldWhyWhatItHeldCannotBeRead() {
        try (StateManager<Ledger> one = open(shared(), builder -> builder.memoryBudget(0));
                StateManager<Ledger> other = open(shared(), StateManagerBuilder::takeOver)) {
            fill(one.createTenant("acme"), "v1");
            Tenant<Ledger> lost = one.tenant("acme");
            lost.apply(state -> Ledger.EMPTY);
            lost.snapshot(SnapshotRequest.named("v2"));
            Ledger held = lost.at(SnapshotRef.named("v1")).state();
            other.tenant("acme").delete(SnapshotRef.named("v1"));

            assertThatThrownBy(lost::collectGarbage).isInstanceOf(TenantOwnedException.class);
            long deleted = 0;
            // The other manager has opened v1 with all else, and has let go of it once the JVM has noticed.
            for (int tries = 0; deleted == 0 && tries < 60; tries++) {
                System.gc();
                deleted = other.tenant("acme").collectGarbage().pagesDeleted();
            }
            assertThat(deleted).isPositive();

            assertThatThrownBy(() -> held.entries().iterator().length())
                    .isInstanceOf(TenantOwnedException.class)
                    .hasMessageContaining("taken over");
        }
    }

    @Test
    void aTenantWithAMissingPageKeepsAllOthersAndIsSkipped() {
        Set<PageId> ofTheHead;
        try (StateManager<Ledger> states = open(kept(), builder -> {})) {
            fill(states.createTenant("acme"), "v1");
            fill(states.tenant("acme"), "v2");
            states.tenant("acme").delete(SnapshotRef.named("v1"));
            fill(states.createTenant("globex"), "v1");
            ofTheHead = new HashSet<>(StoreCheck.of(memory, "acme").reachable());
        }
        int before = StoreCheck.of(memory, "acme").stored().size();
        SpoiledStore spoiled = new SpoiledStore(kept(), SpoiledStore.Damage.ONE_BIT_FLIPPED);
        ofTheHead.forEach(spoiled::spoil);
        try (StateManager<Ledger> states = open(spoiled, builder -> {})) {
            GarbageReport report = states.collectGarbage();

            assertThat(report.tenants().map(GarbageReport.Collected::tenant)).containsExactly("globex");
            assertThat(report.skipped().map(GarbageReport.Skipped::tenant)).containsExactly("acme");
            assertThat(report.skipped().head().reason()).contains("snapshots that need it: 'v2'");
            assertThatThrownBy(() -> states.tenant("acme").collectGarbage()).isInstanceOf(CorruptDataException.class);
            assertThat(StoreCheck.of(memory, "acme").stored()).hasSize(before);

            spoiled.repair();
            assertThat(states.tenant("acme").collectGarbage().pagesDeleted()).isPositive();
            StoreCheck.of(memory, "acme").requireNothingMissing("after").requireNoGarbage("after");
        }
    }

    @ParameterizedTest
    @EnumSource(FaultyStore.Fault.class)
    void aStoreThatFailsOnTheWayLosesNothingAndTheNextCollectionFinishes(FaultyStore.Fault fault) {
        boolean reached = true;
        for (int at = 0; reached; at++) {
            int failing = at;
            String id = "tenant-" + fault.name() + "-" + at;
            try (StateManager<Ledger> states = open(kept(), builder -> {})) {
                Tenant<Ledger> tenant = states.createTenant(id);
                for (int v = 0; v < 4; v++) {
                    fill(tenant, "v" + v);
                }
                for (int v = 0; v < 3; v++) {
                    tenant.delete(SnapshotRef.named("v" + v));
                }
            }
            FaultyStore faulty = new FaultyStore(kept());
            try (StateManager<Ledger> states = open(faulty, builder -> {})) {
                Tenant<Ledger> tenant = states.tenant(id);
                faulty.arm(fault, write -> write >= failing);
                try {
                    tenant.collectGarbage();
                } catch (StoreFailedException e) {
                    assertThat(e).hasMessageContaining(id);
                }
                reached = faulty.faults() > 0;
                faulty.heal();
                StoreCheck.of(memory, id).requireNothingMissing("after a fault at write " + failing);

                tenant.collectGarbage();

                StoreCheck.of(memory, id).requireNothingMissing("after").requireNoGarbage("after");
                assertThat(tenant.state().entries().iterator().length()).isEqualTo(1_000);
            }
        }
    }
}
