package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.SnapshotStore;
import io.varve.tck.FaultStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a fixed scenario again and again, failing at write 0, 1, 2 … until none is left to fail, and looks after each run
 * that what was acknowledged is there and nothing else: at once, and after opening again.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultSweepTest {

    private static final Path NOWHERE = Path.of("");

    static Stream<Arguments> faultsInEveryMode() {
        return Arrays.stream(WriteFault.values())
                .flatMap(fault -> Arrays.stream(Durability.values()).map(mode -> Arguments.of(fault, mode)));
    }

    @ParameterizedTest
    @MethodSource("faultsInEveryMode")
    void oneFailedWriteHarmsNothing(WriteFault fault, Durability mode) {
        int writes = 0;
        boolean reached = true;
        for (int at = 0; reached; at++) {
            int failing = at;
            reached = runWith(mode, store -> store.follow(fault.at(write -> write == failing)), "at write " + at);
            writes = at;
        }
        assertThat(writes).as("writes of the scenario").isPositive();
    }

    @ParameterizedTest
    @MethodSource("faultsInEveryMode")
    void aStoreThatFailsUntilSomebodyNoticesHarmsNothing(WriteFault fault, Durability mode) {
        boolean reached = true;
        // Retrying takes a while, so not every write is tried.
        for (int at = 0; reached; at += 3) {
            int failing = at;
            reached = runWith(
                    mode, store -> store.follow(fault.at(write -> write >= failing)), "from write " + at + " on");
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void twoFailedWritesInARowHarmNothing(Durability mode) {
        boolean reached = true;
        for (int at = 0; reached; at++) {
            int failing = at;
            reached = runWith(
                    mode,
                    store -> store.follow(
                            WriteFault.UNKNOWN_APPLIED.at(write -> write == failing || write == failing + 1)),
                    "at writes " + at + " and " + (at + 1));
        }
    }

    /** Runs the scenario once; says whether a write failed. */
    private static boolean runWith(Durability mode, Consumer<FaultStore> arm, String where) {
        SnapshotStore memory = Backend.MEMORY.open(NOWHERE);
        FaultStore faulty = new FaultStore(ForwardingStore.keptOpen(memory));
        FaultScenario scenario;
        try (StateManager<Ledger> states = open(faulty, mode)) {
            scenario = new FaultScenario(states, faulty::heal);
            arm.accept(faulty);
            scenario.run();
            faulty.heal();
        }
        try (StateManager<Ledger> states = open(memory, mode)) {
            scenario.check(states.tenant("acme"), "after opening again, with a fault " + where);
        }
        return faulty.counts().faults() > 0;
    }

    private static StateManager<Ledger> open(SnapshotStore store, Durability mode) {
        return StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .onBackgroundFailure((tenantId, failure) -> {})
                .open();
    }

    @ParameterizedTest
    @EnumSource(WriteFault.class)
    void aRemovalThatIsCutOffLeavesTheTenantWholeOrGone(WriteFault fault) {
        boolean reached = true;
        for (int at = 0; reached; at++) {
            int failing = at;
            SnapshotStore memory = Backend.MEMORY.open(NOWHERE);
            FaultStore faulty = new FaultStore(ForwardingStore.keptOpen(memory));
            boolean removed = false;
            try (StateManager<Ledger> states = open(faulty, Durability.ON_SNAPSHOT)) {
                Tenant<Ledger> acme = states.createTenant("acme");
                for (int i = 0; i < 5; i++) {
                    acme.apply(Ledger::incremented);
                    acme.snapshot(SnapshotRequest.named("v" + i));
                }
                faulty.follow(fault.at(write -> write >= failing));
                try {
                    states.removeTenant("acme");
                    removed = true;
                } catch (StoreFailedException e) {
                    faulty.heal();
                }
                faulty.heal();
                reached = faulty.counts().faults() > 0;
                checkWholeOrGone(states, removed);
            }
            try (StateManager<Ledger> states = open(memory, Durability.ON_SNAPSHOT)) {
                checkWholeOrGone(states, removed);
                if (states.findTenant("acme").isDefined()) {
                    states.removeTenant("acme");
                }
                Tenant<Ledger> again = states.createTenant("acme");
                assertThat(again.state()).isEqualTo(Ledger.EMPTY);
                assertThat(again.snapshots()).isEmpty();
            }
        }
    }

    private static void checkWholeOrGone(StateManager<Ledger> states, boolean acknowledged) {
        if (states.findTenant("acme").isDefined()) {
            assertThat(acknowledged).as("an acknowledged removal").isFalse();
            Tenant<Ledger> acme = states.tenant("acme");
            assertThat(states.tenants()).containsExactly("acme");
            assertThat(acme.state().count()).isEqualTo(5);
            assertThat(acme.snapshots()).hasSize(5);
            assertThat(acme.at(SnapshotRef.named("v0")).state().count()).isEqualTo(1);
        } else {
            assertThat(states.tenants()).isEmpty();
        }
    }

    @Test
    void theScenarioRunsWithoutFaults() {
        for (Durability mode : Durability.values()) {
            assertThat(runWith(mode, store -> store.follow(WriteFault.UNAVAILABLE.at(write -> false)), "nowhere"))
                    .isFalse();
        }
    }
}
