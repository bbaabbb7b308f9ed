package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Seq;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be done once a step has failed, beside others who change the tenant before, between and after. The transaction has
 * six steps, each of which counts one up and leaves a key; the second and the fourth are checkpoints.
 */
@ParameterizedClass
@MethodSource("backendsAndModes")
class TransactionRecoveryTest extends BackendTest {

    @Parameter(1)
    Durability mode;

    private final Set<Integer> broken = new HashSet<>();
    private Tenant<Ledger> acme;

    static List<Arguments> backendsAndModes() {
        return List.of(
                Arguments.of(Backend.MEMORY, Durability.ASYNC),
                Arguments.of(Backend.MEMORY, Durability.ON_SNAPSHOT),
                Arguments.of(Backend.MEMORY, Durability.EVERY_TRANSITION),
                Arguments.of(Backend.ROCKSDB, Durability.ON_SNAPSHOT),
                Arguments.of(Backend.ROCKSDB, Durability.EVERY_TRANSITION),
                Arguments.of(Backend.H2, Durability.ASYNC),
                Arguments.of(Backend.H2, Durability.ON_SNAPSHOT),
                Arguments.of(Backend.POSTGRES, Durability.EVERY_TRANSITION));
    }

    @BeforeEach
    void createTenant() {
        acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.apply(state -> state.noted("before"));
    }

    private Transition<Ledger> step(int number) {
        return state -> {
            if (broken.contains(number)) {
                throw new IllegalStateException("step " + number + " is broken");
            }
            return state.incremented().with("step " + number, state.count());
        };
    }

    private Transaction<Ledger> transaction(Tenant<Ledger> tenant) {
        return tenant.transaction("t")
                .step(step(1))
                .checkpoint("a", step(2))
                .step(step(3))
                .checkpoint("b", step(4))
                .step(step(5))
                .step(step(6));
    }

    private TransactionFailure<Ledger> failAt(int number) {
        broken.add(number);
        TransactionFailure<Ledger> failure = transaction(acme).run().getLeft();
        assertThat(failure.failedStep()).isEqualTo(number - 1);
        return failure;
    }

    /** The state after so many steps, if nobody has interfered. */
    private static Ledger after(int steps) {
        Ledger state = Ledger.EMPTY.noted("before");
        for (int i = 1; i <= steps; i++) {
            state = state.incremented().with("step " + i, i - 1);
        }
        return state;
    }

    private void somebodyElse(String note) {
        acme.apply(state -> state.noted(note));
    }

    private Tenant<Ledger> reopened() {
        return reopen(builder -> builder.durability(mode)).tenant("acme");
    }

    private static Seq<String> names(Tenant<Ledger> tenant) {
        return tenant.snapshots().flatMap(SnapshotInfo::name);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void theInitialStateCanBeGoneBackTo(int failed) {
        TransactionFailure<Ledger> failure = failAt(failed);

        RollbackResult<Ledger> result = failure.rollbackToInitial().get();

        assertThat(result.restored()).isEqualTo(failure.initial().get());
        assertThat(result.state()).isEqualTo(after(0));
        assertThat(acme.state()).isEqualTo(after(0));
        boolean headWasCheckpoint = failed == 3 || failed == 5;
        assertThat(result.safety().isEmpty()).isEqualTo(headWasCheckpoint);
        for (SnapshotInfo safety : result.safety()) {
            assertThat(safety.kind()).isEqualTo(SnapshotKind.SAFETY);
            assertThat(acme.at(SnapshotRef.id(safety.id())).state()).isEqualTo(after(failed - 1));
        }
        assertThat(names(acme).size()).isEqualTo(failure.checkpoints().size());
        assertThat(reopened().state()).isEqualTo(after(0));
    }

    @Test
    void nothingIsGoneBackToIfNothingWasDone() {
        TransactionFailure<Ledger> failure = failAt(1);

        assertThat(failure.rollbackToInitial()).isEmpty();
        assertThat(acme.state()).isEqualTo(after(0));
        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void everyCheckpointCanBeGoneBackToAndForth() {
        TransactionFailure<Ledger> failure = failAt(6);

        assertThat(failure.rollbackTo("b").get().state()).isEqualTo(after(4));
        assertThat(failure.rollbackTo("a").get().state()).isEqualTo(after(2));
        assertThat(failure.rollbackTo("a")).as("once more").isEmpty();
        assertThat(failure.rollbackTo("b").get().state()).isEqualTo(after(4));
        assertThat(failure.rollbackToInitial().get().state()).isEqualTo(after(0));
        assertThat(failure.rollbackToInitial()).as("once more").isEmpty();
        assertThat(failure.rollbackTo("a").get().state()).isEqualTo(after(2));
        assertThat(acme.state()).isEqualTo(after(2));
        assertThat(reopened().state()).isEqualTo(after(2));
    }

    @Test
    void noSafetySnapshotIsTakenIfNoneIsWanted() {
        TransactionFailure<Ledger> failure = failAt(6);
        int before = acme.snapshots().size();

        assertThat(failure.rollbackTo("b", RollbackOption.WITHOUT_SAFETY_SNAPSHOT)
                        .get()
                        .safety())
                .isEmpty();
        assertThat(acme.snapshots()).hasSize(before);
    }

    @Test
    void aCheckpointThatWasNotReachedCantBeGoneBackTo() {
        TransactionFailure<Ledger> failure = failAt(4);

        for (String missing : List.of("b", "nonsense")) {
            assertThatThrownBy(() -> failure.rollbackTo(missing))
                    .isInstanceOf(SnapshotNotFoundException.class)
                    .hasMessageContaining("'" + missing + "'")
                    .hasMessageContaining("it has taken: a");
            assertThatThrownBy(() -> failure.resumeFrom(missing)).isInstanceOf(SnapshotNotFoundException.class);
        }
        assertThat(acme.state()).isEqualTo(after(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aRunGoesOnWithTheStepThatFailed(int failed) {
        TransactionFailure<Ledger> failure = failAt(failed);
        broken.clear();

        TransactionResult<Ledger> result = failure.resume().get();

        assertThat(result.state()).isEqualTo(after(6));
        assertThat(result.checkpoints().keySet()).containsExactly("a", "b");
        assertThatCheckpointsAreRight(acme);
        assertThat(acme.at(SnapshotRef.id(result.initial().get().id())).state()).isEqualTo(after(0));
        Tenant<Ledger> reopened = reopened();
        assertThat(reopened.state()).isEqualTo(after(6));
        assertThatCheckpointsAreRight(reopened);
    }

    private static void assertThatCheckpointsAreRight(Tenant<Ledger> tenant) {
        assertThat(names(tenant)).containsExactly("t/a", "t/b");
        assertThat(tenant.at(SnapshotRef.named("t/a")).state()).isEqualTo(after(2));
        assertThat(tenant.at(SnapshotRef.named("t/b")).state()).isEqualTo(after(4));
    }

    @Test
    void aRunThatFailsAgainCanGoOnAgain() {
        TransactionFailure<Ledger> failure = failAt(2);
        for (int next : List.of(3, 5, 6)) {
            broken.clear();
            broken.add(next);
            failure = failure.resume().getLeft();
            assertThat(failure.failedStep()).isEqualTo(next - 1);
            assertThat(failure.stepsInEffect()).isEqualTo(next - 1);
        }
        broken.clear();

        assertThat(failure.resume().get().state()).isEqualTo(after(6));
        assertThat(failure.resume().get().state()).as("nothing is left to do").isEqualTo(after(6));
        assertThat(acme.state()).isEqualTo(after(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void aRunGoesOnFromACheckpointWithoutWhatCameAfterIt(String checkpoint) {
        TransactionFailure<Ledger> failure = failAt(6);
        broken.clear();

        TransactionResult<Ledger> result = failure.resumeFrom(checkpoint).get();

        assertThat(result.state()).isEqualTo(after(6));
        assertThatCheckpointsAreRight(acme);
        assertThat(acme.snapshots().filter(info -> info.kind() == SnapshotKind.SAFETY))
                .as("what was undone")
                .hasSize(1)
                .allSatisfy(info ->
                        assertThat(acme.at(SnapshotRef.id(info.id())).state()).isEqualTo(after(5)));
        assertThatCheckpointsAreRight(reopened());
    }

    @Test
    void aRunGoesOnFromWhereItWasGoneBackTo() {
        TransactionFailure<Ledger> failure = failAt(6);
        broken.clear();
        failure.rollbackTo("a");

        assertThat(failure.resume().get().state()).isEqualTo(after(6));
        assertThatCheckpointsAreRight(acme);
        failure.rollbackToInitial();
        assertThat(failure.resume().get().state()).isEqualTo(after(6));
        assertThatCheckpointsAreRight(acme);
        assertThat(reopened().state()).isEqualTo(after(6));
    }

    @Test
    void goingBackIsRefusedOnceSomebodyElseHasChangedTheHead() {
        TransactionFailure<Ledger> failure = failAt(5);
        somebodyElse("precious");
        Ledger head = acme.state();
        Seq<SnapshotInfo> before = acme.snapshots();

        for (Runnable back : List.<Runnable>of(
                failure::rollbackToInitial, () -> failure.rollbackTo("a"), () -> failure.rollbackTo("b"))) {
            assertThatThrownBy(back::run)
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("left the head at version 5")
                    .hasMessageContaining("found it at version 6")
                    .hasMessageContaining("1 are not its own")
                    .hasMessageContaining("rollback(");
        }
        assertThatThrownBy(() -> failure.resumeFrom("a")).isInstanceOf(ConflictException.class);
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).isEqualTo(before);
    }

    @Test
    void goingBackIsRefusedIfSomebodyElseCameBetweenTwoSteps() {
        TransactionFailure<Ledger> failure = failAt(4);
        somebodyElse("precious");
        broken.clear();
        broken.add(6);
        TransactionFailure<Ledger> second = failure.resume().getLeft();

        assertThat(second.failedStep()).isEqualTo(5);
        assertThatThrownBy(second::rollbackToInitial).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> second.rollbackTo("a")).isInstanceOf(ConflictException.class);
        assertThat(acme.state().note()).isEqualTo("precious");
        assertThat(second.rollbackTo("b").get().state().note())
                .as("a checkpoint that has what the other did")
                .isEqualTo("precious");
        broken.clear();
        assertThat(second.resume().get().state().note()).isEqualTo("precious");
    }

    @Test
    void whatOthersDidBeforeTheTransactionIsNotUndone() {
        somebodyElse("precious");
        TransactionFailure<Ledger> failure = failAt(4);

        assertThat(failure.rollbackToInitial().get().state().note()).isEqualTo("precious");
    }

    @Test
    void whatOthersDoBeforeTheFirstStepThatChangesSomethingIsNotUndone() {
        broken.add(2);
        TransactionFailure<Ledger> failure = acme.transaction("late")
                .checkpoint("idle", state -> state)
                .step(step(2))
                .step(step(3))
                .run()
                .getLeft();
        somebodyElse("precious");
        broken.clear();
        broken.add(3);
        TransactionFailure<Ledger> second = failure.resume().getLeft();

        assertThatThrownBy(() -> second.rollbackTo("idle")).isInstanceOf(ConflictException.class);
        assertThat(second.rollbackToInitial().get().state().note()).isEqualTo("precious");
    }

    @Test
    void goingOnKeepsWhatOthersDid() {
        TransactionFailure<Ledger> failure = failAt(3);
        somebodyElse("precious");
        broken.clear();
        broken.add(4);

        TransactionFailure<Ledger> second = failure.resumeFrom("a").getLeft();
        assertThat(second.failedStep()).isEqualTo(3);
        broken.clear();

        assertThat(second.resume().get().state()).isEqualTo(after(6).noted("precious"));
        assertThat(acme.at(SnapshotRef.named("t/b")).state().note()).isEqualTo("precious");
    }

    @Test
    void theHeadMayBeBroughtBackByHand() {
        TransactionFailure<Ledger> failure = failAt(6);
        somebodyElse("not precious");
        acme.rollback(SnapshotRef.named("t/a"));
        broken.clear();

        assertThat(failure.resumeFrom("a").get().state()).isEqualTo(after(6));
        assertThatCheckpointsAreRight(acme);
    }

    @Test
    void statesCanBeGoneBackToAfterTheirSnapshotsAreGone() {
        TransactionFailure<Ledger> failure = failAt(6);
        acme.snapshots().forEach(info -> acme.delete(SnapshotRef.id(info.id())));

        assertThat(failure.rollbackTo("a").get().state()).isEqualTo(after(2));
        assertThat(failure.rollbackToInitial().get().state()).isEqualTo(after(0));
        assertThat(failure.rollbackToInitial()).isEmpty();
        assertThat(reopened().state()).isEqualTo(after(0));
    }

    @Test
    void aNameThatIsTakenMeanwhileFailsTheStepThatNeedsIt() {
        TransactionFailure<Ledger> failure = failAt(3);
        SnapshotInfo taken = acme.snapshot(SnapshotRequest.named("t/b"));
        broken.clear();

        TransactionFailure<Ledger> second = failure.resume().getLeft();

        assertThat(second.failedStepName()).isEqualTo("b");
        assertThat(second.cause()).isInstanceOf(DuplicateNameException.class).hasMessageContaining("'t/b'");
        assertThat(acme.state()).isEqualTo(after(3));
        assertThat(acme.find(SnapshotRef.named("t/b"))).containsExactly(taken);
        acme.delete(SnapshotRef.named("t/b"));
        assertThat(second.resume().get().state()).isEqualTo(after(6));
    }

    @Test
    void anotherManagerGoesOnFromACheckpoint() {
        failAt(3);
        broken.clear();
        Tenant<Ledger> reopened = reopened();

        TransactionResult<Ledger> result = transaction(reopened).resumeFrom("a").get();

        assertThat(result.state()).isEqualTo(after(6));
        assertThat(result.checkpoints().keySet()).containsExactly("a", "b");
        assertThat(reopened.at(SnapshotRef.id(result.initial().get().id())).state())
                .isEqualTo(after(0));
        assertThatCheckpointsAreRight(reopened);
    }

    @Test
    void anotherManagerKnowsWhatCanBeGoneBackTo() {
        failAt(5);
        broken.clear();
        broken.add(6);
        Tenant<Ledger> reopened = reopened();

        TransactionFailure<Ledger> failure =
                transaction(reopened).resumeFrom("b").getLeft();

        assertThat(failure.failedStep()).isEqualTo(5);
        assertThat(failure.checkpoints().keySet()).containsExactly("a", "b");
        assertThat(failure.rollbackTo("a").get().state()).isEqualTo(after(2));
        assertThat(failure.rollbackToInitial().get().state()).isEqualTo(after(0));
        assertThat(reopened.state()).isEqualTo(after(0));
    }

    @Test
    void anotherManagerDoesNotUndoWhatOthersDidBetweenTheCheckpoints() {
        TransactionFailure<Ledger> failure = failAt(3);
        somebodyElse("precious");
        broken.clear();
        broken.add(5);
        assertThat(failure.resume().getLeft().failedStep()).isEqualTo(4);
        broken.add(6);
        Tenant<Ledger> reopened = reopened();

        TransactionFailure<Ledger> second =
                transaction(reopened).resumeFrom("b").getLeft();

        assertThatThrownBy(() -> second.rollbackTo("a")).isInstanceOf(ConflictException.class);
        assertThatThrownBy(second::rollbackToInitial).isInstanceOf(ConflictException.class);
        assertThat(reopened.state().note()).isEqualTo("precious");
    }

    @Test
    void anotherManagerDoesNotGoBackToAnInitialStateThatIsGone() {
        TransactionFailure<Ledger> failure = failAt(3);
        acme.delete(SnapshotRef.id(failure.initial().get().id()));
        broken.clear();
        broken.add(5);
        Tenant<Ledger> reopened = reopened();

        TransactionFailure<Ledger> second =
                transaction(reopened).resumeFrom("a").getLeft();

        assertThat(second.initial()).isEmpty();
        assertThatThrownBy(second::rollbackToInitial).isInstanceOf(SnapshotNotFoundException.class);
        assertThat(second.rollbackTo("a").get().state()).isEqualTo(after(2));
    }

    @Test
    void anotherManagerGoesOnOnlyIfTheHeadIsStillTheCheckpoint() {
        failAt(6);
        broken.clear();
        Tenant<Ledger> reopened = reopened();

        assertThatThrownBy(() -> transaction(reopened).resumeFrom("b"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("version 6")
                .hasMessageContaining("version 5")
                .hasMessageContaining("rollback(SnapshotRef.named(\"t/b\"))");
        assertThat(reopened.state()).isEqualTo(after(5));

        reopened.rollback(SnapshotRef.named("t/a"));
        assertThat(transaction(reopened).resumeFrom("a").get().state()).isEqualTo(after(6));
        assertThatCheckpointsAreRight(reopened);
    }

    @Test
    void anotherManagerGoesOnOnlyFromWhatTheTransactionTook() {
        failAt(3);
        Tenant<Ledger> reopened = reopened();

        assertThatThrownBy(() -> transaction(reopened).resumeFrom("b"))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("'t/b'")
                .hasMessageContaining("'t/a'");
        assertThatThrownBy(() -> transaction(reopened).resumeFrom("nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a, b");
        assertThatThrownBy(() -> reopened.transaction().checkpoint("a", step(1)).resumeFrom("a"))
                .isInstanceOf(IllegalStateException.class);
        reopened.snapshot(SnapshotRequest.named("t/b"));
        assertThatThrownBy(() -> transaction(reopened).resumeFrom("b"))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("not taken by transaction 't'");
        assertThatThrownBy(() -> transaction(reopened).resumeFrom("a"))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("'t/b'");
        assertThat(reopened.state()).isEqualTo(after(2));
    }

    @Test
    void theRetentionPolicyLeavesAloneWhatATransactionNeeds() {
        RetentionPolicy none = RetentionPolicy.keepOnly(
                RetentionRule.every().of(SnapshotFilter.all().tagged("none has it")));
        Tenant<Ledger> tenant =
                reopen(builder -> builder.durability(mode).retention(none)).tenant("acme");
        tenant.prune();
        broken.add(6);

        TransactionFailure<Ledger> failure = transaction(tenant).run().getLeft();

        for (SnapshotInfo info : failure.checkpoints().values().appendAll(failure.initial())) {
            assertThat(tenant.find(SnapshotRef.id(info.id()))).as(info.label()).containsExactly(info);
        }
        tenant.prune();
        assertThat(tenant.snapshots()).isEmpty();
        assertThat(failure.rollbackTo("a").get().state()).isEqualTo(after(2));
        broken.clear();
        TransactionResult<Ledger> result = failure.resume().get();
        assertThat(result.state()).isEqualTo(after(6));
        assertThat(names(tenant)).containsExactly("t/b");
    }

    @Test
    void aPruningMeanwhileLeavesAloneWhatATransactionNeeds() throws Exception {
        RetentionPolicy none = RetentionPolicy.keepOnly(
                RetentionRule.every().of(SnapshotFilter.all().tagged("none has it")));
        Tenant<Ledger> tenant =
                reopen(builder -> builder.durability(mode).retention(none)).tenant("acme");
        Workers pruning = new Workers();
        AtomicBoolean done = new AtomicBoolean();
        pruning.start(() -> {
            while (!done.get()) {
                tenant.prune();
                tenant.planRetention();
            }
        });
        for (int i = 0; i < 10; i++) {
            TransactionResult<Ledger> result = tenant.transaction("t" + i)
                    .checkpoint("a", Ledger::incremented)
                    .checkpoint("b", state -> {
                        assertThat(tenant.snapshots())
                                .as("the initial state and the first checkpoint")
                                .hasSizeGreaterThanOrEqualTo(2);
                        return state.incremented();
                    })
                    .run()
                    .get();
            assertThat(result.checkpoints()).hasSize(2);
        }
        done.set(true);
        pruning.join();
        tenant.prune();

        assertThat(tenant.snapshots()).isEmpty();
        assertThat(tenant.state().count()).isEqualTo(20);
    }
}
