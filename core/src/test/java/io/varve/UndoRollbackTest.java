package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A snapshot v1 and a head that is in no snapshot. */
@ParameterizedClass
@EnumSource(Backend.class)
class UndoRollbackTest extends BackendTest {

    private static final Ledger ONE = Ledger.EMPTY.noted("one");
    private static final Ledger HEAD = ONE.noted("head").with("a", 1);

    private Tenant<Ledger> acme;

    @BeforeEach
    void takeASnapshot() {
        acme = open().createTenant("acme");
        acme.apply(state -> ONE);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> HEAD);
    }

    @Test
    void theReplacedHeadComesBack() {
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();

        RollbackResult<Ledger> undone = acme.undoRollback();

        assertThat(undone.restored()).isEqualTo(safety);
        assertThat(undone.state()).isEqualTo(HEAD);
        assertThat(undone.safety()).isEmpty();
        assertThat(acme.state()).isEqualTo(HEAD);
        assertThat(acme.snapshots()).hasSize(2);
    }

    @Test
    void undoingOutlivesTheProcess() {
        acme.rollback(SnapshotRef.named("v1"));
        acme = reopen().tenant("acme");
        assertThat(acme.undoRollback().state()).isEqualTo(HEAD);
        acme = reopen().tenant("acme");
        assertThat(acme.state()).isEqualTo(HEAD);
        assertThat(acme.undoRollback().state()).isEqualTo(ONE);
    }

    @Test
    void undoingTwiceLeadsBack() {
        acme.rollback(SnapshotRef.named("v1"));

        for (int i = 0; i < 3; i++) {
            assertThat(acme.undoRollback().state()).isEqualTo(HEAD);
            assertThat(acme.undoRollback().state()).isEqualTo(ONE);
        }
        assertThat(acme.snapshots()).hasSize(2);
    }

    @Test
    void whatWasDoneSinceTheRollbackIsKeptInASafetySnapshot() {
        acme.rollback(SnapshotRef.named("v1"));
        acme.apply(state -> state.noted("since"));

        SnapshotInfo safety = acme.undoRollback().safety().get();

        assertThat(acme.state()).isEqualTo(HEAD);
        assertThat(acme.at(SnapshotRef.id(safety.id())).state().note()).isEqualTo("since");
        assertThat(acme.undoRollback().state().note()).isEqualTo("since");
    }

    @Test
    void aRollbackThatFoundASnapshotOfTheHeadIsUndoneToThatOne() {
        SnapshotInfo v2 = acme.snapshot(SnapshotRequest.named("v2"));
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.undoRollback().restored()).isEqualTo(v2);
        assertThat(acme.state()).isEqualTo(HEAD);
    }

    @Test
    void aRollbackToWhatTheHeadIsAlreadyIsNoneThatCouldBeUndone() {
        acme.rollback(SnapshotRef.named("v1"));
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.undoRollback().state()).isEqualTo(HEAD);
    }

    @Test
    void thereMustHaveBeenARollback() {
        assertThatThrownBy(() -> acme.undoRollback())
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("acme")
                .hasMessageContaining("never rolled back");
        assertThat(acme.state()).isEqualTo(HEAD);
    }

    @Test
    void whatWasNotKeptCannotComeBack() {
        acme.rollback(SnapshotRef.named("v1"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);

        assertThatThrownBy(() -> acme.undoRollback())
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("WITHOUT_SAFETY_SNAPSHOT");
        acme = reopen().tenant("acme");
        assertThatThrownBy(() -> acme.undoRollback()).isInstanceOf(SnapshotNotFoundException.class);
        assertThat(acme.state()).isEqualTo(ONE);
    }

    @Test
    void aSafetySnapshotThatWasRemovedSinceCannotComeBack() {
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();
        acme.delete(SnapshotRef.id(safety.id()));

        assertThatThrownBy(() -> acme.undoRollback())
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("#" + safety.sequence())
                .hasMessageContaining("'v1'");
        assertThat(acme.state()).isEqualTo(ONE);
    }

    @Test
    void undoingWithoutASafetySnapshotTakesNone() {
        acme.rollback(SnapshotRef.named("v1"));
        acme.apply(state -> state.noted("since"));

        assertThat(acme.undoRollback(RollbackOption.WITHOUT_SAFETY_SNAPSHOT).safety())
                .isEmpty();
        assertThat(acme.snapshots()).hasSize(2);
    }

    @Test
    void theSafetySnapshotSurvivesAPolicyThatKeepsNone() {
        acme = reopen(builder -> builder.retention(RetentionPolicy.keepAutomatic(0)))
                .tenant("acme");
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.undoRollback().state()).isEqualTo(HEAD);
    }
}
