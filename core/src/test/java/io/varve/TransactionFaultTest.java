package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.varve.tck.FaultStore;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transactions over a store that fails: at each write, in each way, or so that nobody can tell whether a write was applied
 * until later. Whatever happens, each step is in effect once or not at all, and what was said of it is true.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionFaultTest {

    private static final Path NOWHERE = Path.of("");
    private static final int STEPS = 5;

    static Stream<Arguments> faultsInEveryMode() {
        return Arrays.stream(WriteFault.values())
                .flatMap(fault -> Arrays.stream(Durability.values())
                        .flatMap(mode -> Stream.of(false, true).map(atomic -> Arguments.of(fault, mode, atomic))));
    }

    private static StateManager<Ledger> open(SnapshotStore store, Durability mode) {
        return StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .onBackgroundFailure((tenantId, failure) -> {})
                .open();
    }

    /** Five steps that count; the second and fourth are checkpoints. */
    private static Transaction<Ledger> transaction(Tenant<Ledger> acme, boolean atomic) {
        Transaction<Ledger> transaction = acme.transaction("t");
        for (int i = 1; i <= STEPS; i++) {
            Transition<Ledger> step = state -> state.incremented().with("key " + state.count(), 1);
            transaction = i % 2 == 0 ? transaction.checkpoint("c" + i, step) : transaction.step(step);
        }
        return atomic ? transaction.atomic() : transaction;
    }

    private static void check(Tenant<Ledger> acme, long count, String when) {
        assertThat(acme.state().count()).as("count " + when).isEqualTo(count);
        assertThat(acme.state().entries().size()).as("keys " + when).isEqualTo((int) count);
        for (int i = 2; i <= STEPS; i += 2) {
            int number = i;
            assertThat(acme.find(SnapshotRef.named("t/c" + i)).isDefined())
                    .as("checkpoint c" + i + " " + when)
                    .isEqualTo(number <= count);
            if (i <= count) {
                assertThat(acme.at(SnapshotRef.named("t/c" + i)).state().count())
                        .as("count of c" + i + " " + when)
                        .isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faultsInEveryMode")
    void oneFailedWriteLeavesWhatTheFailureSaysAndTheRestCanBeDone(WriteFault fault, Durability mode, boolean atomic) {
        boolean reached = true;
        for (int at = 0; reached; at++) {
            int failing = at;
            reached = runOver(
                    mode, atomic, store -> store.follow(fault.at(write -> write == failing)), true, "at write " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("faultsInEveryMode")
    void aStoreThatFailsUntilItIsHealedLeavesWhatTheFailureSays(WriteFault fault, Durability mode, boolean atomic) {
        boolean reached = true;
        // Retrying takes a while, so not every write is tried.
        for (int at = 0; reached; at += 2) {
            int failing = at;
            reached = runOver(
                    mode, atomic, store -> store.follow(fault.at(write -> write >= failing)), true, "from write " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("faultsInEveryMode")
    void whatAFailedWriteLeftCanBeUndone(WriteFault fault, Durability mode, boolean atomic) {
        boolean reached = true;
        for (int at = 0; reached; at++) {
            int failing = at;
            reached = runOver(
                    mode, atomic, store -> store.follow(fault.at(write -> write == failing)), false, "at write " + at);
        }
    }

    /** Runs the transaction once and goes on, or back, after each failure; says whether a write failed. */
    private static boolean runOver(
            Durability mode, boolean atomic, Consumer<FaultStore> arm, boolean goesOn, String where) {
        SnapshotStore memory = Backend.MEMORY.open(NOWHERE);
        FaultStore faulty = new FaultStore(ForwardingStore.keptOpen(memory));
        long expected = STEPS;
        List<String> failures = new ArrayList<>();
        try (StateManager<Ledger> states = open(faulty, mode)) {
            Tenant<Ledger> acme = states.createTenant("acme");
            arm.accept(faulty);
            Either<TransactionFailure<Ledger>, TransactionResult<Ledger>> outcome =
                    transaction(acme, atomic).run();
            while (outcome.isLeft()) {
                TransactionFailure<Ledger> failure = outcome.getLeft();
                failures.add(failure.describe());
                assertThat(failure.cause()).isInstanceOf(StoreFailedException.class);
                faulty.heal();
                if (!isUnknown(failure.cause())) {
                    check(acme, failure.stepsInEffect(), "after " + failures);
                }
                if (!goesOn) {
                    failure.rollbackToInitial();
                    assertThat(acme.state()).as("after " + failures).isEqualTo(Ledger.EMPTY);
                    expected = 0;
                    break;
                }
                outcome = failure.resume();
            }
            faulty.heal();
            if (expected > 0) {
                check(acme, expected, "with a fault " + where + ", after " + failures);
            }
        }
        try (StateManager<Ledger> states = open(memory, mode)) {
            assertThat(states.tenant("acme").state().count())
                    .as("after opening again, with a fault " + where + ", after " + failures)
                    .isEqualTo(expected);
            if (expected > 0) {
                check(states.tenant("acme"), expected, "after opening again, with a fault " + where);
            }
        }
        return faulty.counts().faults() > 0;
    }

    private static boolean isUnknown(VarveException cause) {
        return cause instanceof StoreFailedException fault && fault.kind() == StoreException.Kind.OUTCOME_UNKNOWN;
    }

    /** A store that, once it is blinded, can't tell what became of the next write, nor be read, until it sees again. */
    private static final class BlindStore extends ForwardingStore {

        private volatile boolean blind;
        private volatile boolean applies;
        private final AtomicInteger clearWrites = new AtomicInteger();

        BlindStore(SnapshotStore store) {
            super(store);
        }

        void blind(int after, boolean thenApplies) {
            clearWrites.set(after);
            applies = thenApplies;
            blind = true;
        }

        void see() {
            blind = false;
        }

        @Override
        public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
            if (!blind) {
                return super.commit(tenant, stamp, pages, updates);
            }
            if (clearWrites.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return super.commit(tenant, stamp, pages, updates);
            }
            if (applies) {
                super.commit(tenant, stamp, pages, updates);
            }
            throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "the line broke");
        }

        @Override
        public Optional<byte[]> readRef(TenantId tenant, String name) {
            if (blind && clearWrites.get() == 0) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE, "the line is broken");
            }
            return super.readRef(tenant, name);
        }
    }

    /** Applied or not, mode, atomic, number of writes that go well before. */
    static Stream<Arguments> doubts() {
        return Stream.of(true, false)
                .flatMap(applied -> Stream.of(Durability.ON_SNAPSHOT, Durability.EVERY_TRANSITION)
                        .flatMap(mode -> Stream.of(
                                Arguments.of(applied, mode, false, 0),
                                Arguments.of(applied, mode, false, 1),
                                Arguments.of(applied, mode, false, 2),
                                Arguments.of(applied, mode, true, 0))));
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void aStepWhoseFateIsNotKnownIsDoneOnceWhenItIsResumed(
            boolean applied, Durability mode, boolean atomic, int after) {
        inDoubt(applied, mode, atomic, after, (acme, failure) -> {
            assertThat(failure.describe()).contains("not known yet");
            TransactionResult<Ledger> result = failure.resume().get();
            assertThat(result.state().count()).isEqualTo(STEPS);
            return (long) STEPS;
        });
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void aStepWhoseFateIsNotKnownCanBeUndone(boolean applied, Durability mode, boolean atomic, int after) {
        inDoubt(applied, mode, atomic, after, (acme, failure) -> {
            failure.rollbackToInitial();
            assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
            return 0L;
        });
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void aStepWhoseFateIsNotKnownIsNotUndoneIfOthersHaveBuiltOnIt(
            boolean applied, Durability mode, boolean atomic, int after) {
        inDoubt(applied, mode, atomic, after, (acme, failure) -> {
            Ledger head = acme.apply(state -> state.noted("precious"));
            boolean hasChanged = applied || failure.stepsInEffect() > 0;
            if (hasChanged) {
                assertThatThrownBy(failure::rollbackToInitial).isInstanceOf(ConflictException.class);
            } else {
                assertThat(failure.rollbackToInitial()).isEmpty();
            }
            assertThat(acme.state()).isSameAs(head);
            assertThat(failure.resume().get().state().count()).isEqualTo(STEPS);
            assertThat(acme.state().note()).isEqualTo("precious");
            return (long) STEPS;
        });
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void aRollbackWhoseFateIsNotKnownCanBeRepeated(boolean applied, Durability mode, boolean atomic, int after) {
        SnapshotStore memory = Backend.MEMORY.open(NOWHERE);
        BlindStore blind = new BlindStore(ForwardingStore.keptOpen(memory));
        try (StateManager<Ledger> states = open(blind, mode)) {
            Tenant<Ledger> acme = states.createTenant("acme");
            TransactionFailure<Ledger> failure =
                    transaction(acme, false).step(state -> null).run().getLeft();
            blind.blind(0, applied);

            assertThatThrownBy(failure::rollbackToInitial).isInstanceOf(StoreFailedException.class);
            assertThat(failure.resume().getLeft().cause())
                    .as("what can't be found out yet")
                    .isInstanceOf(StoreFailedException.class);
            blind.see();
            assertThat(failure.rollbackToInitial().isDefined()).isNotEqualTo(applied);
            assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
            assertThat(acme.snapshots().count(info -> info.kind() == SnapshotKind.SAFETY))
                    .isEqualTo(1);
            assertThat(failure.rollbackTo("c2").get().state().count()).isEqualTo(2);
        }
    }

    private static void inDoubt(
            boolean applied,
            Durability mode,
            boolean atomic,
            int after,
            BiFunction<Tenant<Ledger>, TransactionFailure<Ledger>, Long> recover) {
        SnapshotStore memory = Backend.MEMORY.open(NOWHERE);
        BlindStore blind = new BlindStore(ForwardingStore.keptOpen(memory));
        long expected;
        try (StateManager<Ledger> states = open(blind, mode)) {
            Tenant<Ledger> acme = states.createTenant("acme");
            blind.blind(after, applied);
            TransactionFailure<Ledger> failure = transaction(acme, atomic).run().getLeft();
            assertThat(isUnknown(failure.cause())).as(failure.describe()).isTrue();
            blind.see();
            expected = recover.apply(acme, failure);
        }
        try (StateManager<Ledger> states = open(memory, mode)) {
            assertThat(states.tenant("acme").state().count()).isEqualTo(expected);
            if (expected > 0) {
                check(states.tenant("acme"), expected, "after opening again");
            }
        }
    }
}
