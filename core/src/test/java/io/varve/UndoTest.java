package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.Operation.Status;
import io.varve.UndoRefusedException.Reason;
import io.varve.diff.MergeRules;
import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What undo and redo do; {@link RandomUndoTest} has the law, {@link UndoGarbageTest} what is kept. */
@ParameterizedClass
@EnumSource(Backend.class)
class UndoTest extends LoggedTest {

    @ParameterizedTest
    @EnumSource(Durability.class)
    void undoGoesBackOneOperationAtATimeAndRedoForthAgain(Durability mode) {
        Tenant<Ledger> acme = acme(mode, 10);
        count(acme, 3);

        UndoResult<Ledger> undone = acme.undo();
        assertThat(undone.state().count()).isEqualTo(2);
        assertThat(undone.operation().number()).isEqualTo(3);
        assertThat(undone.operation().status()).isEqualTo(Status.UNDONE);
        assertThat(undone.undoable()).isEqualTo(2);
        assertThat(undone.redoable()).isEqualTo(1);
        assertThat(acme.undo().state().count()).isEqualTo(1);
        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(statuses(acme)).containsExactly(Status.DONE, Status.UNDONE, Status.UNDONE);

        UndoResult<Ledger> redone = acme.redo();
        assertThat(redone.state().count()).isEqualTo(2);
        assertThat(redone.operation().number()).isEqualTo(2);
        assertThat(redone.operation().status()).isEqualTo(Status.DONE);
        assertThat(acme.redo().redoable()).isZero();
        assertThat(acme.state().count()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void itOutlivesTheProcess(Durability mode) {
        Tenant<Ledger> acme = acme(mode, 10);
        for (int i = 0; i < 4; i++) {
            String key = "key " + i;
            acme.apply(state -> state.incremented().with(key, state.count()));
        }
        acme.undo();
        Seq<Operation> before = acme.operations();

        acme = reopened(10);
        assertThat(acme.operations()).isEqualTo(before);
        assertThat(acme.redo().state().count()).isEqualTo(4);
        for (int left = 3; left >= 0; left--) {
            acme = reopened(10);
            UndoResult<Ledger> undone = acme.undo();
            assertThat(undone.undoable()).isEqualTo(left);
            assertThat(undone.state().count()).isEqualTo(left);
            assertThat(undone.state().entries()).hasSize(left);
        }
        requireRefused(acme::undo, Reason.NOTHING_LEFT, "undo", "acme");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void onlyTheNewestOperationsAreKept(Durability mode) {
        Tenant<Ledger> acme = acme(mode, 5);
        for (int i = 1; i <= 30; i++) {
            count(acme, 1);
            if (i % 7 == 0) {
                acme.snapshot();
            }
            assertThat(acme.operations().map(Operation::number))
                    .containsExactlyElementsOf(io.vavr.collection.List.rangeClosed((long) Math.max(1, i - 4), i));
        }
        acme = reopened(5);
        for (int left = 4; left >= 0; left--) {
            assertThat(acme.undo().undoable()).isEqualTo(left);
        }
        assertThat(acme.state().count()).isEqualTo(25);
        requireRefused(acme::undo, Reason.NOTHING_LEFT, "goes back to operation 26 of 30", "keeps 5 at most");
        Tenant<Ledger> tenant = acme;
        requireRefused(() -> tenant.returnTo(CONTEXT, 25), Reason.NOT_IN_LOG, "25", "operation 26 of 30");
        requireRefused(() -> tenant.returnTo(CONTEXT, 31), Reason.NOT_IN_LOG, "31");
        requireRefused(() -> tenant.returnTo(CONTEXT, -1), Reason.NOT_IN_LOG, "-1");
        for (int i = 0; i < 5; i++) {
            tenant.redo();
        }
        assertThat(tenant.state().count()).isEqualTo(30);
    }

    @Test
    void aRollbackAndARevertAreUndoneWithoutAnySnapshot() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.with("a", 1));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(state -> state.noted("head"));
        Ledger head = acme.state();

        acme.rollback(SnapshotRef.named("v1"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        assertThat(acme.undo().state()).isEqualTo(head);
        acme.revert(SnapshotRef.named("v1"), SnapshotRef.named("v2"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        assertThat(acme.state().entries()).isEmpty();
        assertThat(acme.undo().state()).isEqualTo(head);
        acme.planRollback(SnapshotRef.named("v1"))
                .only(StatePath.root().component("note"))
                .execute(RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.incremented().with("a", 1));
        UndoResult<Ledger> undone = acme.undo();
        assertThat(undone.state()).isEqualTo(head);
        assertThat(undone.operation().kind()).isEqualTo(OperationKind.SELECTIVE_ROLLBACK);
        assertThat(acme.snapshotCount()).as("none was taken").isEqualTo(2);
    }

    @Test
    void aMergeIsUndoneAndCanThenBeMergedAnew() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        Tenant<Ledger> branch = acme.branch("trial", SnapshotRef.head());
        branch.apply(state -> state.with("a", 1));
        acme.apply(state -> state.noted("main"));
        Ledger before = acme.state();
        acme.merge("trial", MergeRules.strict());
        Ledger merged = acme.state();
        assertThat(merged.entries()).hasSize(1);

        acme = reopened(100);
        assertThat(acme.undo().operation().kind()).isEqualTo(OperationKind.MERGE);
        assertThat(acme.state()).isEqualTo(before);
        acme.merge("trial", MergeRules.strict());
        assertThat(acme.state()).as("it is not part of the head any more").isEqualTo(merged);
        acme.undo();
        acme.redo();
        assertThat(acme.merge("trial", MergeRules.strict()).get().state())
                .as("there is nothing left to merge")
                .isEqualTo(merged);
        assertThat(acme.undo().operation().kind()).isEqualTo(OperationKind.MERGE);
        assertThat(acme.state()).isEqualTo(before);
    }

    @Test
    void aTimelineHasALogOfItsOwn() {
        Tenant<Ledger> acme = acme();
        count(acme, 2);
        Tenant<Ledger> trial = acme.branch("trial", SnapshotRef.head());
        requireRefused(trial::undo, Reason.NOTHING_LEFT, "trial");
        count(trial, 3);
        acme.renameTimeline("trial", "better");
        trial.undo();

        acme = reopened(100);
        trial = acme.timeline("better");
        assertThat(trial.operations()).hasSize(3);
        assertThat(trial.redo().state().count()).isEqualTo(5);
        assertThat(acme.undo().state().count()).isEqualTo(1);
        acme.deleteTimeline("better");
        assertThat(acme.redo().state().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aDeletedSnapshotComesBackAsItWas(Durability mode) {
        Tenant<Ledger> acme = acme(mode, 10);
        count(acme, 1);
        acme.snapshot(
                SnapshotRequest.named("v1").tagged("release").describedAs("one").by("me"));
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v2"));
        count(acme, 1);
        Seq<SnapshotInfo> before = acme.snapshots();
        TransitionContext admin = TransitionContext.by("admin").because("a mistake");
        acme.delete(admin, SnapshotRef.named("v1"));
        assertThat(acme.operations().last().kind()).isEqualTo(OperationKind.DELETE);
        assertThat(acme.operations().last().snapshotName()).containsExactly("v1");
        assertThat(acme.operations().last().context()).isEqualTo(admin);
        assertThat(acme.audit().last().kind()).isEqualTo(AuditKind.DELETE);

        acme = mode == Durability.ASYNC ? acme : reopened(10);
        acme.collectGarbage();
        assertThat(acme.undo().operation().kind()).isEqualTo(OperationKind.DELETE);
        assertThat(acme.snapshots()).isEqualTo(before);
        assertThat(acme.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
        assertThat(acme.state().count()).isEqualTo(3);
        acme = reopened(10);
        assertThat(acme.snapshots()).isEqualTo(before);
        assertThat(acme.rollback(SnapshotRef.index(0)).state().count()).isEqualTo(1);
        acme.undo();

        acme.redo();
        acme.undo();
        acme.undo();
        assertThat(acme.state().count()).isEqualTo(2);
        acme.redo();
        assertThat(acme.snapshots().map(SnapshotInfo::name)).contains(Option.some("v1"));
    }
}
