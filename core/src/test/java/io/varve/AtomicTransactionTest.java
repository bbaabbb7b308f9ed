package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AtomicTransactionTest extends BackendTest {

    private static final int STEPS = 4;

    private Tenant<Ledger> tenant(Durability mode) {
        return open(builder -> builder.durability(mode)).createTenant("acme");
    }

    private static Transaction<Ledger> transaction(Tenant<Ledger> acme, int failing) {
        Transaction<Ledger> transaction = acme.transaction("t");
        for (int i = 0; i < STEPS; i++) {
            int index = i;
            Transition<Ledger> step = state -> {
                if (index == failing) {
                    throw new IllegalArgumentException("bad row");
                }
                return state.incremented().with("key " + index, index);
            };
            transaction = i % 2 == 1 ? transaction.checkpoint("after " + i, step) : transaction.step(step);
        }
        return transaction.atomic();
    }

    private static Ledger counted(int count) {
        Ledger state = Ledger.EMPTY;
        for (int i = 0; i < count; i++) {
            state = state.incremented().with("key " + i, i);
        }
        return state;
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void itIsOneChangeWithAllItsCheckpoints(Durability mode) {
        Tenant<Ledger> acme = tenant(mode);

        TransactionResult<Ledger> result = transaction(acme, -1).run().get();

        assertThat(result.state()).isSameAs(acme.state()).isEqualTo(counted(4));
        assertThat(result.stateVersion()).isEqualTo(1);
        assertThat(result.checkpoints().keySet()).containsExactly("after 1", "after 3");
        assertThat(acme.snapshots())
                .containsExactlyElementsOf(result.initial()
                        .toVector()
                        .appendAll(result.checkpoints().values()));
        assertThat(acme.snapshots().map(SnapshotInfo::sequence)).containsExactly(0L, 1L, 2L);
        assertThat(acme.snapshots().map(SnapshotInfo::stateVersion)).containsExactly(0L, 1L, 1L);
        assertThat(acme.snapshots().map(SnapshotInfo::createdAt).asJava()).isSorted();
        acme.snapshot(SnapshotRequest.named("next"));
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(counted(4));
        assertThat(reopened.at(SnapshotRef.index(0)).state()).isEqualTo(Ledger.EMPTY);
        assertThat(reopened.at(SnapshotRef.named("t/after 1")).state()).isEqualTo(counted(2));
        assertThat(reopened.at(SnapshotRef.named("t/after 3")).state()).isEqualTo(counted(4));
        assertThat(reopened.at(SnapshotRef.named("next")).info().sequence()).isEqualTo(3);
    }

    static Stream<Arguments> everyStepInEveryMode() {
        return Arrays.stream(Durability.values())
                .flatMap(mode -> IntStream.range(0, STEPS).mapToObj(step -> Arguments.of(mode, step)));
    }

    @ParameterizedTest
    @MethodSource("everyStepInEveryMode")
    void aFailureLeavesNothingAtAll(Durability mode, int failed) {
        Tenant<Ledger> acme = tenant(mode);
        Ledger head = acme.apply(state -> state.noted("before"));

        TransactionFailure<Ledger> failure = transaction(acme, failed).run().getLeft();

        assertThat(failure.failedStep()).isEqualTo(failed);
        assertThat(failure.cause()).hasRootCauseMessage("bad row");
        assertThat(failure.stepsInEffect()).isZero();
        assertThat(failure.stateVersion()).isEqualTo(1);
        assertThat(failure.initial()).isEmpty();
        assertThat(failure.checkpoints()).isEmpty();
        assertThat(failure.describe()).contains("No step is in effect");
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).isEmpty();
        assertThat(failure.rollbackToInitial()).as("nothing to undo").isEmpty();
        assertThatThrownBy(() -> failure.rollbackTo("after 1"))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("it has taken none");
        assertThat(acme.snapshot().stateVersion()).isEqualTo(1);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(head);
        assertThat(reopened.snapshots()).hasSize(1);
    }

    @Test
    void aFailedOneCanBeTriedAgainFromTheStart() {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        AtomicBoolean broken = new AtomicBoolean(true);
        TransactionFailure<Ledger> failure = acme.transaction("t")
                .checkpoint("a", Ledger::incremented)
                .step(state -> {
                    if (broken.get()) {
                        throw new IllegalStateException("broken");
                    }
                    return state.incremented();
                })
                .atomic()
                .run()
                .getLeft();
        acme.apply(state -> state.noted("somebody else"));
        broken.set(false);

        TransactionResult<Ledger> result = failure.resume().get();

        assertThat(result.state()).isEqualTo(new Ledger(2, "somebody else", Ledger.EMPTY.entries()));
        assertThat(acme.at(SnapshotRef.named("t/a")).state().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void noReaderSeesAStateInBetween(Durability mode) throws Exception {
        Tenant<Ledger> acme = tenant(mode);
        AtomicBoolean done = new AtomicBoolean();
        Workers readers = new Workers();
        for (int t = 0; t < 2; t++) {
            readers.start(() -> {
                while (!done.get()) {
                    assertThat(acme.state().count() % STEPS).isZero();
                    assertThat(acme.snapshots().count(info -> info.name().isDefined()) % 2)
                            .isZero();
                }
            });
        }
        for (int i = 0; i < 20; i++) {
            Transaction<Ledger> transaction = acme.transaction("t" + i)
                    .step(Ledger::incremented)
                    .checkpoint("a", Ledger::incremented)
                    .checkpoint("b", Ledger::incremented)
                    .step(Ledger::incremented)
                    .atomic();
            assertThat(transaction.run().get().state().count()).isEqualTo((i + 1L) * STEPS);
        }
        done.set(true);
        readers.join();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void asManyCheckpointsAsAreAllowedFitIntoOneCommit(Durability mode) {
        Tenant<Ledger> acme = tenant(mode);
        acme.apply(Ledger::incremented);
        Transaction<Ledger> transaction = acme.transaction("t").atomic();
        for (int i = 0; i < Transaction.MAX_ATOMIC_CHECKPOINTS; i++) {
            int number = i;
            transaction = transaction.checkpoint("c" + i, state -> state.with("key " + number, number));
        }
        Transaction<Ledger> full = transaction;
        assertThatThrownBy(() -> full.checkpoint("one more", Ledger::incremented))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24")
                .hasMessageContaining("25")
                .hasMessageContaining("commit");

        full.run().get();

        Tenant<Ledger> reopened = reopen().tenant("acme");
        for (int i = 0; i < Transaction.MAX_ATOMIC_CHECKPOINTS; i++) {
            assertThat(reopened.at(SnapshotRef.named("t/c" + i))
                            .state()
                            .entries()
                            .size())
                    .isEqualTo(i + 1);
        }
    }

    @Test
    void moreCheckpointsThanFitCanBeTakenIfItIsNotAtomic() {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        Transaction<Ledger> transaction = acme.transaction("t");
        for (int i = 0; i < 60; i++) {
            transaction = transaction.checkpoint("c" + i, Ledger::incremented);
        }
        Transaction<Ledger> many = transaction;
        assertThatThrownBy(many::atomic)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60");

        TransactionFailure<Ledger> failure = many.step(state -> null).run().getLeft();
        assertThat(failure.checkpoints()).hasSize(60);
        TransactionFailure<Ledger> again = failure.resumeFrom("c1").getLeft();

        assertThat(again.checkpoints()).hasSize(60);
        assertThat(acme.state().count()).isEqualTo(60);
        assertThat(acme.snapshots().filter(info -> info.name().isDefined())).hasSize(60);
        assertThat(acme.at(SnapshotRef.named("t/c59")).state().count()).isEqualTo(60);
    }

    @Test
    void thereIsNoGoingOnFromHalfOfOne() {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        transaction(acme, -1).run().get();

        assertThatThrownBy(() -> transaction(acme, -1).resumeFrom("after 1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("atomic");
        assertThat(acme.state().count()).isEqualTo(4);
    }

    @Test
    void aStateThatCantBeStoredFailsAllOfIt() {
        for (Durability mode : Vector.of(Durability.ON_SNAPSHOT, Durability.EVERY_TRANSITION)) {
            StateManager<Ledger> states = reopen(builder -> builder.durability(mode));
            Tenant<Ledger> acme = states.createTenant("tenant-" + mode);

            TransactionFailure<Ledger> failure = acme.transaction("t")
                    .checkpoint("a", Ledger::incremented)
                    .checkpoint("b", state -> new Ledger(2, null, state.entries()))
                    .atomic()
                    .run()
                    .getLeft();

            assertThat(failure.cause()).isInstanceOf(InvalidStateException.class);
            assertThat(failure.failedStep()).isEqualTo(1);
            assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
            assertThat(acme.snapshots()).isEmpty();
        }
    }
}
