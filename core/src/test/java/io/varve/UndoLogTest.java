package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.Operation.Status;
import io.varve.UndoRefusedException.Reason;
import io.varve.event.ListenerRegistration;
import io.varve.spi.SnapshotStore;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is in the log of operations and what is not, and what is refused; no store makes a difference to that. */
@ParameterizedClass
@EnumSource(value = Backend.class, names = "MEMORY")
class UndoLogTest extends LoggedTest {

    @Test
    void theLogTellsWhoDidWhatWhen() {
        Tenant<Ledger> acme = acme();
        acme.apply(CONTEXT, Ledger::incremented);
        clock.move(Duration.ofHours(1));
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        count(acme, 1);
        acme.rollback(SnapshotRef.named("v1"));

        Operation first = acme.operations().head();
        assertThat(first)
                .isEqualTo(new Operation(
                        1,
                        OperationKind.TRANSITION,
                        Status.DONE,
                        0,
                        1,
                        TestClock.START,
                        CONTEXT,
                        Option.none(),
                        Option.none()));
        assertThat(first.who()).containsExactly("admin");
        assertThat(first.reason()).containsExactly("the price list of May");
        Operation last = acme.operations().last();
        assertThat(last.kind()).isEqualTo(OperationKind.ROLLBACK);
        assertThat(last.versionBefore()).isEqualTo(2);
        assertThat(last.versionAfter()).isEqualTo(3);
        assertThat(last.at()).isEqualTo(TestClock.START.plus(Duration.ofHours(1)));
        assertThat(last.snapshotId()).containsExactly(v1.id());
        assertThat(last.snapshotName()).containsExactly("v1");
        assertThat(reopened(100).operations()).hasSize(3).contains(first, last);
    }

    @Test
    void whatIsDoneAfterAnUndoIsTheNextToUndoAndWhatWasUndoneCanBeReturnedTo() {
        Tenant<Ledger> acme = acme();
        count(acme, 3);
        acme.undo();
        acme.undo();
        acme.apply(state -> state.noted("another line"));

        requireRefused(acme::redo, Reason.NOTHING_LEFT, "redo");
        assertThat(statuses(acme)).containsExactly(Status.DONE, Status.ASIDE, Status.ASIDE, Status.DONE);
        assertThat(acme.undo().state()).isEqualTo(Ledger.EMPTY.incremented());
        assertThat(acme.redo().state().note()).isEqualTo("another line");

        UndoResult<Ledger> returned = acme.returnTo(CONTEXT, 3);
        assertThat(returned.state().count()).isEqualTo(3);
        assertThat(returned.operation().status()).isEqualTo(Status.DONE);
        assertThat(returned.undoable()).isEqualTo(3);
        assertThat(returned.redoable()).isZero();
        assertThat(statuses(acme)).containsExactly(Status.DONE, Status.DONE, Status.DONE, Status.ASIDE);
        assertThat(acme.undo().state().count()).isEqualTo(2);
        assertThat(acme.redo().state().count()).isEqualTo(3);
        assertThat(acme.returnTo(CONTEXT, 4).state().note()).isEqualTo("another line");
    }

    @Test
    void returningOnTheSameLineLeavesTheRestToRedo() {
        Tenant<Ledger> acme = acme();
        count(acme, 5);

        UndoResult<Ledger> returned = acme.returnTo(CONTEXT, 2);
        assertThat(returned.state().count()).isEqualTo(2);
        assertThat(returned.redoable()).isEqualTo(3);
        assertThat(acme.returnTo(CONTEXT, 4).redoable()).isEqualTo(1);
        assertThat(acme.state().count()).isEqualTo(4);
        long version = acme.operations().last().versionAfter();
        assertThat(acme.returnTo(CONTEXT, 4).state().count()).as("where it is").isEqualTo(4);
        assertThat(acme.operations().last().versionAfter()).isEqualTo(version);
    }

    @Test
    void itIsSwitchedOffUnlessAskedFor() {
        Tenant<Ledger> acme = open().createTenant("acme");
        count(acme, 2);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.delete(SnapshotRef.named("v1"));

        requireRefused(acme::undo, Reason.SWITCHED_OFF, "undo", "acme", "undoLimit(…)");
        requireRefused(acme::redo, Reason.SWITCHED_OFF, "redo");
        requireRefused(() -> acme.returnTo(CONTEXT, 1), Reason.SWITCHED_OFF, "return to operation 1");
        assertThat(acme.operations()).isEmpty();
        assertThat(acme.state().count()).isEqualTo(2);
    }

    @Test
    void whatAManagerWithoutALogChangesIsNeverUndoneUnseen() {
        count(acme(), 3);
        Tenant<Ledger> other = reopen().tenant("acme");
        other.apply(state -> state.noted("not logged"));
        assertThat(other.operations()).isEmpty();

        // A single batch of three goes with the first write; so the log is empty by now.
        Tenant<Ledger> acme = reopened(100);
        requireRefused(acme::undo, Reason.NOTHING_LEFT);
        count(acme, 1);
        assertThat(acme.operations().map(Operation::number)).containsExactly(4L);
        assertThat(acme.undo().state().note()).isEqualTo("not logged");
        requireRefused(acme::undo, Reason.NOTHING_LEFT);
        assertThat(acme.state().note()).isEqualTo("not logged");
    }

    @Test
    void afterARollbackIsUndoneUndoRollbackKnowsWhatItKnewBefore() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        count(acme, 1);
        acme.rollback(SnapshotRef.named("v1"));
        acme.undo();
        assertThatThrownBy(acme::undoRollback)
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("never rolled back");
        acme.redo();
        assertThat(acme.undoRollback().state().count()).isEqualTo(2);
        assertThat(acme.undo().operation().kind()).isEqualTo(OperationKind.ROLLBACK);
        assertThat(acme.state().count()).isEqualTo(1);
    }

    @Test
    void eachChangeOfATransactionIsAnOperationAndAnAtomicOneIsOne() {
        Tenant<Ledger> acme = acme();
        acme.transaction("steps")
                .step(Ledger::incremented)
                .checkpoint("half", Ledger::incremented)
                .step(Ledger::incremented)
                .run();
        assertThat(acme.operations()).hasSize(3);
        acme.transaction("all")
                .atomic()
                .step(Ledger::incremented)
                .checkpoint("half", Ledger::incremented)
                .step(Ledger::incremented)
                .run();
        assertThat(acme.operations()).hasSize(4);
        assertThat(acme.undo().state().count()).isEqualTo(3);
        assertThat(acme.undo().state().count()).isEqualTo(2);
        assertThat(acme.snapshotCount(SnapshotFilter.all()))
                .as("snapshots stay")
                .isGreaterThan(1);
    }

    @Test
    void applyWithSnapshotIsOneOperationAndItsSnapshotStays() {
        Tenant<Ledger> acme = acme();
        acme.applyWithSnapshot(CONTEXT, Ledger::incremented, SnapshotRequest.named("before"));
        assertThat(acme.operations()).hasSize(1);
        assertThat(acme.undo().operation().context()).isEqualTo(CONTEXT);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.at(SnapshotRef.named("before")).state()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void redoingADeletionRemovesTheSnapshotAgainUnlessItIsHeld() {
        Tenant<Ledger> acme = acme();
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.delete(SnapshotRef.named("v1"));
        acme.undo();
        acme.redo();
        assertThat(acme.snapshotCount()).isZero();
        acme.undo();
        acme.hold(SnapshotRef.named("v1"), HoldRequest.named("audit"));
        assertThatThrownBy(acme::redo).isInstanceOf(SnapshotHeldException.class);
        acme.release(SnapshotRef.named("v1"), "audit");
        acme.redo();
        assertThat(acme.snapshotCount()).isZero();
    }

    @Test
    void aSnapshotWhoseNameAnotherHasByNowComesBackWithoutIt() {
        Tenant<Ledger> acme = acme();
        SnapshotInfo first = acme.snapshot(SnapshotRequest.named("v1"));
        acme.delete(SnapshotRef.named("v1"));
        SnapshotInfo second = acme.snapshot(SnapshotRequest.named("v1"));
        acme.undo();

        assertThat(acme.snapshots().map(SnapshotInfo::id)).containsExactly(first.id(), second.id());
        assertThat(acme.snapshots().head().name()).isEmpty();
        assertThat(acme.snapshots().head().kind()).isEqualTo(SnapshotKind.AUTOMATIC);
        assertThat(acme.at(SnapshotRef.named("v1")).info()).isEqualTo(second);
        assertThat(reopened(100).snapshots().map(SnapshotInfo::id)).containsExactly(first.id(), second.id());
    }

    @Test
    void returningBringsManySnapshotsBackAtOnceAsFarAsOneChangeHasRoom() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        for (int i = 0; i < 12; i++) {
            acme.snapshot(SnapshotRequest.named("v" + i));
        }
        for (int i = 0; i < 12; i++) {
            acme.delete(SnapshotRef.named("v" + i));
        }
        requireRefused(() -> acme.returnTo(CONTEXT, 1), Reason.TOO_FAR, "12 snapshots", "several steps");
        assertThat(acme.snapshotCount()).isZero();
        acme.returnTo(CONTEXT, 2);
        assertThat(acme.snapshotCount()).isEqualTo(11);
        acme.returnTo(CONTEXT, 1);
        assertThat(acme.snapshotCount()).isEqualTo(12);
    }

    @Test
    void whatRetentionAndHoldsDoIsNotInTheLog() {
        Tenant<Ledger> acme = acme();
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.hold(SnapshotRef.named("v1"), HoldRequest.named("audit"));
        acme.release(SnapshotRef.named("v1"), "audit");
        acme.snapshot();
        acme.prune(RetentionPolicy.keepAutomatic(0));
        assertThat(acme.snapshotCount()).isEqualTo(1);
        assertThat(acme.operations()).isEmpty();
    }

    @Test
    void theAuditTrailTellsOfUndoAndRedo() {
        Tenant<Ledger> acme = acme();
        acme.apply(CONTEXT, Ledger::incremented);
        acme.undo();
        acme.redo(TransitionContext.by("admin").because("it was right"));
        acme.undo(TransitionContext.by("admin"));
        acme.returnTo(TransitionContext.by("admin"), 1);

        assertThat(acme.audit().map(AuditEntry::kind))
                .containsExactly(AuditKind.TRANSITION, AuditKind.UNDO, AuditKind.REDO, AuditKind.UNDO, AuditKind.REDO);
        assertThat(acme.audit().flatMap(AuditEntry::reason))
                .containsExactly(
                        "the price list of May",
                        "undo: operation 1 (TRANSITION)",
                        "it was right",
                        "undo: operation 1 (TRANSITION)",
                        "return to operation 1: operation 1 (TRANSITION)");
        assertThat(acme.audit().last().versionBefore()).isEqualTo(4);
        assertThat(acme.audit().last().versionAfter()).isEqualTo(5);
        Seq<AuditEntry> trail = acme.audit();
        assertThat(reopened(100).audit()).isEqualTo(trail);
    }

    @Test
    void neitherValidatorsNorTheStateLimitAreAsked() {
        Tenant<Ledger> acme = acme();
        acme.apply(state -> state.noted("x".repeat(5_000)));
        count(acme, 1);
        acme = reopen(builder -> builder.undoLimit(100)
                        .stateLimit(3_000)
                        .validator(StateValidator.requiring(state -> state.count() != 1, "another count")))
                .tenant("acme");
        acme.apply(state -> Ledger.EMPTY);
        assertThat(acme.undo().state().count()).isEqualTo(1);
        assertThat(acme.undo().state().note()).hasSize(5_000);
    }

    @Test
    void rollbacksAndUndosAreCountedTogether() {
        Tenant<Ledger> acme = acme();
        count(acme, 2);
        acme.undo();
        acme.undo();
        acme.redo();
        requireRefused(() -> acme.returnTo(CONTEXT, 9), Reason.NOT_IN_LOG);
        assertThat(acme.metrics().rollbacks().count()).isEqualTo(3);
    }

    @Test
    void aPlanOfARollbackDoesNotSurviveAnUndo() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        count(acme, 1);
        RollbackPlan<Ledger> plan = acme.planRollback(SnapshotRef.named("v1"));
        acme.undo();
        assertThatThrownBy(plan::execute).isInstanceOf(ConflictException.class);
    }

    @Test
    void snapshotsTakenAfterAnUndoComeFromThoseOfTheStateThatCameBack() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.undo();
        acme.apply(state -> state.noted("other"));
        assertThat(acme.snapshot(SnapshotRequest.named("v3")).parents()).containsExactly(v1.id());
    }

    @Test
    void theLimitIsChecked() {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class).undoLimit(1_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 1000")
                .hasMessageContaining("1001");
        assertThatThrownBy(() -> StateManager.builder(Ledger.class).undoLimit(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listenersAreToldOfBothAndOfTheSnapshotThatComesBack() {
        Tenant<Ledger> acme = acme();
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.delete(SnapshotRef.named("v1"));
        EventWitness witness = new EventWitness();
        ListenerRegistration registration = acme.listen(witness);
        acme.undo(TransitionContext.by("admin"));
        acme.undo();
        acme.redo();

        assertThat(registration.awaitDelivered(Duration.ofSeconds(60))).isTrue();
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines())
                .containsExactly(
                        "acme v1 started with 1",
                        "acme v1 took v1 of 1",
                        "acme v2 UNDO from v1: 1 → 1 by admin",
                        "acme v2 stored",
                        "acme v3 UNDO from v2: 1 → 0",
                        "acme v3 stored",
                        "acme v4 REDO from v3: 0 → 1",
                        "acme v4 stored");
    }

    @Test
    void aStateThatCannotBeStoredIsNotKept() {
        try (StateManager<UnstorableStateTest.Text> states = StateManager.builder(UnstorableStateTest.Text.class)
                .store(store())
                .initialState(new UnstorableStateTest.Text(""))
                .durability(Durability.ON_SNAPSHOT)
                .undoLimit(10)
                .open()) {
            Tenant<UnstorableStateTest.Text> acme = states.createTenant("acme");
            acme.apply(state -> new UnstorableStateTest.Text("good"));
            acme.apply(state -> new UnstorableStateTest.Text(null));
            acme.apply(state -> new UnstorableStateTest.Text("good again"));
            acme.snapshot();
            assertThatThrownBy(acme::undo).isInstanceOf(InvalidStateException.class);
            assertThat(acme.state().text()).isEqualTo("good again");
        }
        try (StateManager<UnstorableStateTest.Text> states = StateManager.builder(UnstorableStateTest.Text.class)
                .store(store())
                .initialState(new UnstorableStateTest.Text(""))
                .undoLimit(10)
                .open()) {
            Tenant<UnstorableStateTest.Text> acme = states.tenant("acme");
            requireRefused(acme::undo, Reason.STATE_NOT_KEPT, "before operation 3 (TRANSITION)");
            assertThat(acme.operations()).hasSize(3);
            assertThat(acme.returnTo(CONTEXT, 1).state().text()).isEqualTo("good");
        }
    }

    @Test
    void anImportOnTopIsUndoneAndItsSnapshotsStay() throws IOException {
        StateManager<Ledger> states = open(builder -> builder.undoLimit(10));
        Tenant<Ledger> acme = states.createTenant("acme");
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        acme.exportBundle().to(full);
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v2"));
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        acme.exportBundle().since(SnapshotRef.named("v1")).to(rest);
        states.importBundle().as("copy").from(new ByteArrayInputStream(full.toByteArray()));
        Tenant<Ledger> copy = states.tenant("copy");
        assertThat(copy.operations()).as("its log begins anew").isEmpty();
        states.importBundle().as("copy").from(new ByteArrayInputStream(rest.toByteArray()));

        assertThat(copy.operations().map(Operation::kind)).containsExactly(OperationKind.IMPORT);
        assertThat(copy.undo().state().count()).isEqualTo(1);
        assertThat(copy.at(SnapshotRef.named("v2")).state().count()).isEqualTo(2);
        assertThat(copy.redo().state().count()).isEqualTo(2);
    }

    @Test
    void itIsVerifiedAndEncryptedAsEverythingElse() {
        TestKeys keys = new TestKeys();
        Tenant<Ledger> acme = open(builder ->
                        builder.undoLimit(10).durability(Durability.ON_SNAPSHOT).encryption(keys))
                .createTenant("acme");
        acme.apply(CONTEXT, state -> state.noted("confidential"));
        count(acme, 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.delete(SnapshotRef.named("v1"));
        closeAll();
        try (SnapshotStore store = store()) {
            RawStore raw = RawStore.of(store, "acme");
            assertThat(raw.refs().keySet()).anyMatch(name -> name.startsWith("u/"));
            for (String secret : new String[] {"confidential", "the price list of May"}) {
                assertThat(raw.contains(secret.getBytes(StandardCharsets.UTF_8)))
                        .as(secret)
                        .isFalse();
            }
        }
        StateManager<Ledger> states = open(builder -> builder.undoLimit(10).encryption(keys));
        assertThat(states.verify("acme").isSound()).isTrue();
        acme = states.tenant("acme");
        acme.undo();
        assertThat(acme.undo().state().note()).isEqualTo("confidential");
        assertThat(acme.snapshotCount()).isEqualTo(1);
        assertThat(states.verify("acme").isSound()).isTrue();
    }

    @Test
    void eachOfManyStatesBetweenTwoWritesCostsWhatItChangedAndNoMore() {
        CountingStore[] counting = new CountingStore[1];
        Tenant<Ledger> acme = open(
                        store -> counting[0] = new CountingStore(store),
                        builder -> builder.undoLimit(100).durability(Durability.ON_SNAPSHOT))
                .createTenant("acme");
        acme.apply(state -> {
            Ledger next = state;
            for (int i = 0; i < 20_000; i++) {
                next = next.with("key " + i, i);
            }
            return next;
        });
        acme.snapshot();
        counting[0].reset();
        for (int i = 0; i < 100; i++) {
            String key = "key " + 199 * i;
            acme.apply(state -> state.incremented().with(key, -1));
        }
        acme.snapshot();

        assertThat(counting[0].commits()).isEqualTo(1);
        assertThat(counting[0].pagesWritten()).isBetween(200, 500);
    }

    @Test
    void withoutALogNothingOfItIsWritten() {
        CountingStore[] counting = new CountingStore[1];
        Tenant<Ledger> acme = open(
                        store -> counting[0] = new CountingStore(store),
                        builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        counting[0].reset();
        acme.apply(Ledger::incremented);
        assertThat(counting[0].pagesWritten()).as("the state").isEqualTo(1);
        closeAll();
        try (SnapshotStore store = store()) {
            assertThat(RawStore.of(store, "acme").refs().keySet()).noneMatch(name -> name.startsWith("u/"));
        }
    }
}
