package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.varve.tck.FaultPolicy;
import io.varve.tck.FaultStore;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Counts the writes of a scenario, then lets the process end at each of them: before it, after it, or half-way through its
 * pages. Nothing works any more from there on; the manager is abandoned, and another one opened over the same store.
 *
 * <p>Some of the points are tried, and with {@code -Dvarve.soak=true} all.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashPointTest {

    private static final List<WriteFault> ENDS =
            List.of(WriteFault.UNAVAILABLE, WriteFault.UNKNOWN_APPLIED, WriteFault.HALF_OF_THE_PAGES);

    /** Every which point is tried in the short run. Three, the number of ends, divides neither. */
    private static final int SAMPLED_IN_MEMORY = 2;

    private static final int SAMPLED_ON_DISK = 11;

    private final CrashScenario scenario = new CrashScenario();

    @TempDir
    Path folder;

    static Stream<Arguments> everywhere() {
        return Arrays.stream(Backend.values())
                .flatMap(backend -> Arrays.stream(Durability.values()).map(mode -> Arguments.of(backend, mode)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void afterACrashAtAnyWriteAllThatWasAcknowledgedIsThereAndNothingByHalf(Backend backend, Durability mode) {
        int tried = 0;
        try (SnapshotStore store = backend.open(folder)) {
            FaultStore counting = new FaultStore(ForwardingStore.keptOpen(store));
            List<Option<CrashScenario.View>> views;
            try (StateManager<Ledger> states = open(counting, mode)) {
                views = scenario.run(states, "counted");
            }
            long writes = counting.counts().writes();
            boolean isSlow = backend.isDurable() || mode == Durability.ASYNC; // which tries for a while at the end
            int step = Boolean.getBoolean("varve.soak") ? 1 : isSlow ? SAMPLED_ON_DISK : SAMPLED_IN_MEMORY;
            for (int point = 0; point < writes * ENDS.size(); point += step) {
                crash(store, mode, point / ENDS.size(), ENDS.get(point % ENDS.size()), views);
                tried++;
            }
            System.out.println("varve: " + tried + " crash points of " + backend + " in mode " + mode + ", among "
                    + writes + " writes");
        }
        assertThat(tried).as("crash points").isPositive();
    }

    private void crash(
            SnapshotStore store, Durability mode, long write, WriteFault end, List<Option<CrashScenario.View>> views) {
        String id = "tenant-" + write + "-" + end;
        String where = "after a crash at write " + write + " (" + end + ") of " + id + " in mode " + mode;
        FaultStore dying =
                new FaultStore(ForwardingStore.keptOpen(store), FaultPolicy.crashAtWrite(write, end.fault()));
        StateManager<Ledger> abandoned = open(dying, mode);
        try {
            int returned = scenario.runUntilCrash(abandoned, id);
            if (mode == Durability.ASYNC) {
                closeQuietly(abandoned); // It is there that the rest is written, and fails.
            }
            try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store), mode)) {
                requireOneOf(
                        views,
                        scenario.durable(returned, mode),
                        Math.min(returned + 1, scenario.size()),
                        CrashScenario.View.of(states, id),
                        where + ", in " + scenario.stepAfter(returned));
                StoreCheck.of(store, id).requireNothingMissing(where);
                requireUsable(states, id, where);
            }
            try (StateManager<Ledger> states = open(ForwardingStore.keptOpen(store), mode)) {
                states.tenant(id).collectGarbage(); // by one that holds no states
                StoreCheck.of(store, id).requireNothingMissing(where).requireNoGarbage("collected " + where);
            }
        } finally {
            closeQuietly(abandoned);
        }
    }

    /** What a tenant is that was cut off: as after one of the steps, none of them before the last that had to be kept. */
    private static void requireOneOf(
            List<Option<CrashScenario.View>> views, int from, int to, Option<CrashScenario.View> found, String where) {
        if (!views.subList(from, to + 1).contains(found)) {
            fail("%s, the tenant is what it was after none of the steps %d to %d:%n  %s%nbut should be one of%n  %s"
                    .formatted(where, from, to, found, views.subList(from, to + 1)));
        }
    }

    private static void requireUsable(StateManager<Ledger> states, String id, String where) {
        Tenant<Ledger> tenant = states.tenantOrCreate(id);
        Ledger head = tenant.apply(Ledger::incremented);
        tenant.snapshot(SnapshotRequest.named("afterwards"));
        tenant.apply(Ledger::incremented);
        tenant.rollback(SnapshotRef.named("afterwards"));
        assertThat(tenant.state()).as("head afterwards, " + where).isEqualTo(head);
    }

    private static void closeQuietly(StateManager<Ledger> abandoned) {
        try {
            abandoned.close();
        } catch (StoreFailedException | ClosedException e) {
            // Its store does nothing any more.
        }
    }

    private static StateManager<Ledger> open(SnapshotStore store, Durability mode) {
        return StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .undoLimit(6)
                .onBackgroundFailure((tenantId, failure) -> {})
                .takeOver()
                .open();
    }
}
