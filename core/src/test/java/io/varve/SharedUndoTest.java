package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.Operation.Status;
import io.varve.UndoRefusedException.Reason;
import io.varve.internal.engine.StoreCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Undo and redo in a tenant that two managers share, as in two processes: the log is the tenant's, not one's own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedUndoTest {

    /** So that nothing is seen unless it is looked for. */
    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));

    private static final Sharing OFTEN = SELDOM.withPolling(Duration.ofMillis(10));

    private final SharedStores stores = SharedStores.inMemory();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        stores.close();
    }

    private Tenant<Ledger> tenant(int limit) {
        return tenant(SELDOM, limit);
    }

    private Tenant<Ledger> tenant(Sharing sharing, int limit) {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .memoryBudget(0)
                .undoLimit(limit)
                .shared(sharing)
                .open();
        opened.add(states);
        return states.tenantOrCreate("acme");
    }

    @Test
    void oneUndoesWhatTheOtherDid() {
        Tenant<Ledger> one = tenant(10);
        Tenant<Ledger> other = tenant(10);
        one.apply(Ledger::incremented);
        other.apply(state -> state.with("a", 1));
        assertThat(one.undo().state()).isEqualTo(Ledger.EMPTY.incremented());
        assertThat(other.undo().operation().number()).isEqualTo(1);
        assertThat(other.state()).isEqualTo(Ledger.EMPTY);
        one.refresh();
        assertThat(one.operations().map(Operation::status)).containsExactly(Status.UNDONE, Status.UNDONE);
        assertThat(one.redo().redoable()).isEqualTo(1);
        assertThat(other.redo().redoable()).isZero();
        assertThatThrownBy(one::redo)
                .isInstanceOfSatisfying(
                        UndoRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOTHING_LEFT));
        assertThat(one.state().entries()).hasSize(1);
    }

    @Test
    void aSnapshotThatOneDeletesAgainAndAgainComesBackForBoth() {
        Tenant<Ledger> one = tenant(OFTEN, 10);
        Tenant<Ledger> other = tenant(OFTEN, 10);
        one.apply(Ledger::incremented);
        SnapshotInfo v1 = one.snapshot(SnapshotRequest.named("v1").tagged("release"));
        one.apply(Ledger::incremented);
        one.snapshot(SnapshotRequest.named("v2"));
        one.delete(SnapshotRef.named("v1"));
        for (int i = 0; i < 3; i++) {
            other.undo();
            one.refresh();
            assertThat(one.snapshots().head()).isEqualTo(v1);
            assertThat(one.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
            one.redo();
            other.refresh();
            assertThat(other.snapshots().map(SnapshotInfo::label)).containsExactly("'v2'");
        }
        one.collectGarbage();
        assertThat(other.undo().operation().kind()).isEqualTo(OperationKind.DELETE);
        assertThat(other.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
    }

    @Test
    void whatOneWithoutALogChangesIsNotUndoneByTheOther() {
        Tenant<Ledger> one = tenant(10);
        Tenant<Ledger> other = tenant(0);
        one.apply(Ledger::incremented);
        other.apply(state -> state.noted("not logged"));
        assertThatThrownBy(one::undo)
                .isInstanceOfSatisfying(
                        UndoRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOTHING_LEFT));
        one.apply(Ledger::incremented);
        assertThat(one.undo().state().note()).isEqualTo("not logged");
        assertThat(one.state().count()).isEqualTo(1);
    }

    @Test
    void theLimitMayDiffer() {
        Tenant<Ledger> one = tenant(OFTEN, 10);
        Tenant<Ledger> other = tenant(OFTEN, 2);
        for (int i = 0; i < 8; i++) {
            (i % 2 == 0 ? one : other).apply(Ledger::incremented);
        }
        other.collectGarbage();
        one.refresh();
        one.undo();
        other.undo();
        assertThatThrownBy(other::undo).isInstanceOf(UndoRefusedException.class);
        assertThat(one.operations().map(Operation::number).last()).isEqualTo(8);
        one.refresh();
        int undone = 2;
        while (one.operations().exists(operation -> operation.status() == Status.DONE)) {
            one.undo();
            undone++;
        }
        assertThat(one.state().count()).isEqualTo(8 - undone);
    }

    @Test
    void nothingIsLostOrDoneTwiceIfBothUndoAndChangeAtOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SharedUndoTest seed " + seed);
        List<Tenant<Ledger>> tenants = List.of(tenant(1_000), tenant(1_000));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                Tenant<Ledger> tenant = tenants.get(thread);
                Random random = new Random(seed + thread);
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 60; i++) {
                        try {
                            switch (random.nextInt(4)) {
                                case 0 -> tenant.undo();
                                case 1 -> tenant.redo();
                                default -> tenant.apply(Ledger::incremented);
                            }
                        } catch (UndoRefusedException e) {
                            // The other was faster.
                        }
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Tenant<Ledger> one = tenants.get(0);
        one.refresh();
        int done = one.operations().count(operation -> operation.status() == Status.DONE);
        assertThat(one.state().count()).isEqualTo(done);
        for (int i = done - 1; i >= 0; i--) {
            assertThat(one.undo().state().count()).isEqualTo(i);
        }
        StoreCheck.of(stores.data(), "acme").requireNothingMissing("seed " + seed);
    }
}
