package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What transactions do that go through, and what is left when one of their steps fails. */
@ParameterizedClass
@EnumSource(Backend.class)
class TransactionTest extends BackendTest {

    private static final int STEPS = 5;

    private Tenant<Ledger> tenant(Durability mode) {
        return open(builder -> builder.durability(mode)).createTenant("acme");
    }

    private Tenant<Ledger> tenant() {
        return open().createTenant("acme");
    }

    /** The step that makes a ledger of count {@code from} one of the next count. */
    private static Transition<Ledger> step(long from) {
        return state -> {
            assertThat(state.count()).isEqualTo(from);
            return counted(from + 1);
        };
    }

    /** A ledger after so many steps. */
    private static Ledger counted(long count) {
        Ledger state = Ledger.EMPTY;
        for (long i = 1; i <= count; i++) {
            state = state.incremented().with("key " + i, i);
        }
        return state;
    }

    private static Transition<Ledger> failing() {
        return state -> {
            throw new IllegalArgumentException("bad row");
        };
    }

    private static Transaction<Ledger> twoCheckpoints(Tenant<Ledger> acme) {
        return acme.transaction("import-42")
                .by("admin")
                .step("validate", step(0))
                .checkpoint("accounts", step(1))
                .step(step(2))
                .checkpoint("orders", step(3))
                .step("finish", step(4));
    }

    private static <S> TransactionFailure<S> failureOf(Either<TransactionFailure<S>, TransactionResult<S>> outcome) {
        assertThat(outcome.isLeft()).as(outcome.toString()).isTrue();
        return outcome.getLeft();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theStepsAreDoneInTheirOrderAndCheckpointsAreExactlyTheStatesAfterTheirSteps(Durability mode) {
        Tenant<Ledger> acme = tenant(mode);

        TransactionResult<Ledger> result = twoCheckpoints(acme).run().get();

        assertThat(result.transaction()).isEqualTo("import-42");
        assertThat(result.steps()).isEqualTo(STEPS);
        assertThat(result.state()).isEqualTo(counted(5)).isSameAs(acme.state());
        assertThat(result.stateVersion()).isEqualTo(5);
        assertThat(result.checkpoints().keySet()).containsExactly("accounts", "orders");
        assertThat(result.checkpoints().values().map(SnapshotInfo::stateVersion))
                .containsExactly(2L, 4L);
        assertThatAllIsThere(acme, result);
        assertThatAllIsThere(reopen(builder -> builder.durability(mode)).tenant("acme"), result);
    }

    private static void assertThatAllIsThere(Tenant<Ledger> acme, TransactionResult<Ledger> result) {
        assertThat(acme.state()).isEqualTo(counted(5));
        assertThat(acme.at(SnapshotRef.named("import-42/accounts")).state()).isEqualTo(counted(2));
        assertThat(acme.at(SnapshotRef.named("import-42/orders")).state()).isEqualTo(counted(4));
        assertThat(acme.at(SnapshotRef.id(result.initial().get().id())).state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.snapshots())
                .containsExactlyElementsOf(result.initial()
                        .toVector()
                        .appendAll(result.checkpoints().values()));
    }

    @Test
    void itsSnapshotsSayWhoTookThemAndWhatFor() {
        TransactionResult<Ledger> result = twoCheckpoints(tenant()).run().get();

        SnapshotInfo initial = result.initial().get();
        assertThat(initial.kind()).isEqualTo(SnapshotKind.AUTOMATIC);
        assertThat(initial.description().get()).contains("before transaction 'import-42'");
        SnapshotInfo accounts = result.checkpoints().get("accounts").get();
        assertThat(accounts.kind()).isEqualTo(SnapshotKind.NAMED);
        assertThat(accounts.name()).containsExactly("import-42/accounts");
        assertThat(accounts.description().get()).contains("accounts").contains("import-42");
        for (SnapshotInfo info : Vector.of(initial, accounts)) {
            assertThat(info.createdBy()).containsExactly("admin");
            assertThat(info.tags()).containsExactly(Transaction.TAG);
            assertThat(info.metadata().get(Transaction.NAME_KEY)).containsExactly("import-42");
        }
    }

    @Test
    void aHeadThatIsASnapshotIsTheInitialSnapshotItself() {
        Tenant<Ledger> acme = tenant();
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));

        TransactionResult<Ledger> result =
                acme.transaction("t").step(Ledger::incremented).run().get();

        assertThat(result.initial()).containsExactly(v1);
        assertThat(acme.snapshots()).containsExactly(v1);
    }

    @Test
    void aTransactionWithoutStepsDoesNothing() {
        Tenant<Ledger> acme = tenant();
        Ledger head = acme.apply(Ledger::incremented);

        for (Transaction<Ledger> empty :
                Vector.of(acme.transaction(), acme.transaction("t").atomic())) {
            TransactionResult<Ledger> result = empty.run().get();
            assertThat(result.state()).isSameAs(head);
            assertThat(result.steps()).isZero();
            assertThat(result.initial()).isEmpty();
            assertThat(result.checkpoints()).isEmpty();
            assertThat(result.stateVersion()).isEqualTo(1);
        }
        assertThat(acme.snapshots()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stepsThatChangeNothingLeaveNothingBehind(boolean atomic) {
        Tenant<Ledger> acme = tenant();
        Ledger head = acme.apply(Ledger::incremented);
        Transaction<Ledger> idle = acme.transaction("t").step(state -> state).step(state -> state);

        TransactionResult<Ledger> result = (atomic ? idle.atomic() : idle).run().get();

        assertThat(result.state()).isSameAs(head);
        assertThat(result.stateVersion()).isEqualTo(1);
        assertThat(acme.snapshots()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCheckpointWhoseStepChangesNothingIsTakenAllTheSame(boolean atomic) {
        Tenant<Ledger> acme = tenant();
        Ledger head = acme.apply(Ledger::incremented);
        Transaction<Ledger> transaction = acme.transaction("t")
                .checkpoint("a", state -> state)
                .checkpoint("b", state -> state)
                .step(Ledger::incremented);

        TransactionResult<Ledger> result =
                (atomic ? transaction.atomic() : transaction).run().get();

        assertThat(acme.snapshots())
                .containsExactlyElementsOf(result.checkpoints().values());
        assertThat(acme.snapshots().map(SnapshotInfo::stateVersion)).containsExactly(1L, 1L);
        assertThat(result.initial().get())
                .as("a snapshot of the state before")
                .isIn(result.checkpoints().values());
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.at(SnapshotRef.named("t/a")).state()).isEqualTo(head);
        assertThat(reopened.at(SnapshotRef.named("t/b")).state()).isEqualTo(head);
        assertThat(reopened.state().count()).isEqualTo(2);
    }

    @Test
    void aTransactionWithoutANameGetsANewOneWithEachRun() {
        Tenant<Ledger> acme = tenant();
        Transaction<Ledger> transaction = acme.transaction().checkpoint("a", Ledger::incremented);
        String first = transaction.run().get().transaction();
        String second = transaction.run().get().transaction();

        assertThat(transaction.name()).isEmpty();
        assertThat(first).isNotEqualTo(second);
        assertThat(acme.at(SnapshotRef.named(first + "/a")).state().count()).isEqualTo(1);
        assertThat(acme.at(SnapshotRef.named(second + "/a")).state().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNameThatIsTakenIsRefusedBeforeAnythingHappens(boolean atomic) {
        Tenant<Ledger> acme = tenant();
        SnapshotInfo there = acme.snapshot(SnapshotRequest.named("import-42/orders"));
        Transaction<Ledger> transaction = twoCheckpoints(acme);

        assertThatThrownBy((atomic ? transaction.atomic() : transaction)::run)
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("'import-42/orders'")
                .hasMessageContaining("resumeFrom")
                .hasMessageContaining("delete");
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.snapshots()).containsExactly(there);
    }

    @Test
    void aTransactionIsAValueThatCanBeExtendedTwice() {
        Tenant<Ledger> acme = tenant();
        Transaction<Ledger> base = acme.transaction().step(Ledger::incremented);
        Transaction<Ledger> noted = base.step(state -> state.noted("noted"));
        base.step(failing());

        assertThat(base.run().get().state().note()).isEmpty();
        assertThat(noted.run().get().state()).isEqualTo(new Ledger(2, "noted", Ledger.EMPTY.entries()));
    }

    @Test
    void whatCanNeverBeRightIsRefusedWhenItIsSaid() {
        Transaction<Ledger> transaction = tenant().transaction("import").checkpoint("accounts", Ledger::incremented);

        assertThatThrownBy(() -> transaction.checkpoint("accounts", Ledger::incremented))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'accounts'");
        assertThatThrownBy(() -> transaction.checkpoint("x".repeat(122), Ledger::incremented))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("129");
        for (String bad : Vector.of("", " ", "a\nb", "x".repeat(129))) {
            assertThatThrownBy(() -> transaction.step(bad, Ledger::incremented))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a step's name");
            assertThatThrownBy(() -> transaction.checkpoint(bad, Ledger::incremented))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> transaction.by(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reopen().tenant("acme").transaction(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a transaction's name");
        }
    }

    static Stream<Arguments> everyStepInEveryMode() {
        return Arrays.stream(Durability.values())
                .flatMap(mode -> IntStream.range(0, STEPS).mapToObj(step -> Arguments.of(mode, step)));
    }

    /** The transaction of {@link #twoCheckpoints}, with one step replaced. */
    private static Transaction<Ledger> failingAt(Tenant<Ledger> acme, int index, Transition<Ledger> failing) {
        Transaction<Ledger> transaction = acme.transaction("import-42").by("admin");
        for (int i = 0; i < STEPS; i++) {
            Transition<Ledger> step = i == index ? failing : step(i);
            transaction = switch (i) {
                case 1 -> transaction.checkpoint("accounts", step);
                case 3 -> transaction.checkpoint("orders", step);
                default -> transaction.step(step);
            };
        }
        return transaction;
    }

    @ParameterizedTest
    @MethodSource("everyStepInEveryMode")
    void aStepThatFailsLeavesThoseBeforeItInEffectAndSaysSo(Durability mode, int failed) {
        Tenant<Ledger> acme = tenant(mode);

        TransactionFailure<Ledger> failure =
                failureOf(failingAt(acme, failed, failing()).run());

        assertThat(failure.transaction()).isEqualTo("import-42");
        assertThat(failure.failedStep()).isEqualTo(failed);
        assertThat(failure.failedStepName())
                .isEqualTo(failed == 1 ? "accounts" : failed == 3 ? "orders" : "step " + (failed + 1));
        assertThat(failure.cause())
                .isInstanceOf(TransitionFailedException.class)
                .hasRootCauseMessage("bad row");
        assertThat(failure.stepsInEffect()).isEqualTo(failed);
        assertThat(failure.stateVersion()).isEqualTo(failed);
        assertThat(failure.initial().isDefined()).isEqualTo(failed > 0);
        Vector<String> reached =
                failed > 3 ? Vector.of("accounts", "orders") : failed > 1 ? Vector.of("accounts") : Vector.empty();
        assertThat(failure.checkpoints().keySet()).containsExactlyElementsOf(reached);
        assertThat(failure.lastCheckpoint().flatMap(SnapshotInfo::name))
                .isEqualTo(reached.lastOption().map(name -> "import-42/" + name));
        assertThat(failure.describe())
                .isEqualTo(failure.toString())
                .contains("'import-42'", "'acme'", "step " + (failed + 1) + " of 5", "bad row", "version " + failed);
        assertThat(acme.state()).isEqualTo(counted(failed));
        assertThat(acme.snapshots())
                .containsExactlyElementsOf(failure.initial()
                        .toVector()
                        .appendAll(failure.checkpoints().values()));
        assertThat(reopen().tenant("acme").state()).isEqualTo(counted(failed));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aStepThatReturnsNullFails(int failed) {
        Tenant<Ledger> acme = tenant();

        TransactionFailure<Ledger> failure =
                failureOf(failingAt(acme, failed, state -> null).run());

        assertThat(failure.failedStep()).isEqualTo(failed);
        assertThat(failure.cause())
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("null");
        assertThat(acme.state()).isEqualTo(counted(failed));
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void aCheckpointWhoseStateCantBeStoredFails(Durability mode) {
        Tenant<Ledger> acme = tenant(mode);

        TransactionFailure<Ledger> failure = failureOf(failingAt(acme, 3, state -> new Ledger(4, null, state.entries()))
                .run());

        assertThat(failure.failedStep()).isEqualTo(3);
        assertThat(failure.cause()).isInstanceOf(InvalidStateException.class).hasMessageContaining("note");
        assertThat(acme.state()).isEqualTo(counted(3));
        assertThat(failure.rollbackTo("accounts").get().state()).isEqualTo(counted(2));
        assertThat(reopen().tenant("acme").state()).isEqualTo(counted(2));
    }

    @Test
    void aStepThatTriesToChangeATenantFails() {
        Tenant<Ledger> acme = tenant();

        TransactionFailure<Ledger> failure = failureOf(
                failingAt(acme, 2, state -> acme.apply(Ledger::incremented)).run());

        assertThat(failure.cause()).isInstanceOf(NestedTransitionException.class);
        assertThat(acme.state()).isEqualTo(counted(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStepMayNotRunOrRecoverATransaction(boolean atomic) {
        Tenant<Ledger> acme = tenant();
        TransactionFailure<Ledger> other =
                failureOf(acme.transaction("other").step(failing()).run());
        Transaction<Ledger> outer = acme.transaction("outer").step(state -> {
            assertThatThrownBy(() -> acme.transaction("inner").run()).isInstanceOf(NestedTransitionException.class);
            assertThatThrownBy(other::resume).isInstanceOf(NestedTransitionException.class);
            assertThatThrownBy(other::rollbackToInitial).isInstanceOf(NestedTransitionException.class);
            return state.incremented();
        });

        assertThat((atomic ? outer.atomic() : outer).run().get().state().count())
                .isEqualTo(1);
    }

    @Test
    void anErrorOfAStepIsPassedOnAndTheStepsBeforeItStayInEffect() {
        Tenant<Ledger> acme = tenant();
        Transaction<Ledger> transaction = failingAt(acme, 2, state -> {
            throw new StackOverflowError("deep");
        });

        assertThatThrownBy(transaction::run).isInstanceOf(StackOverflowError.class);
        assertThat(acme.state()).isEqualTo(counted(2));
        acme.rollback(SnapshotRef.named("import-42/accounts"));
        assertThat(twoCheckpoints(acme).resumeFrom("accounts").get().state()).isEqualTo(counted(5));
    }

    @Test
    void aHandleThatIsOfNoUseAnyMoreIsNotTheFaultOfAStep() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> globex = states.createTenant("globex");
        Transaction<Ledger> ofAcme = twoCheckpoints(acme);
        Transaction<Ledger> ofGlobex = twoCheckpoints(globex);
        TransactionFailure<Ledger> failure =
                failureOf(failingAt(globex, 2, failing()).run());
        states.removeTenant("acme");

        assertThatThrownBy(ofAcme::run).isInstanceOf(TenantNotFoundException.class);
        states.close();
        assertThatThrownBy(ofGlobex::run).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> ofGlobex.resumeFrom("accounts")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(failure::resume).isInstanceOf(ClosedException.class);
        assertThatThrownBy(failure::rollbackToInitial).isInstanceOf(ClosedException.class);
        assertThat(failure.describe()).contains("accounts");
    }

    @Test
    void aStateThatAValidatorRefusesFailsItsStep() {
        StateValidator<Ledger> small = StateValidator.requiring(state -> state.count() <= 3, "a ledger is small");
        for (boolean atomic : new boolean[] {false, true}) {
            StateManager<Ledger> states = reopen(builder -> builder.validator(small));
            Tenant<Ledger> acme = states.createTenant("atomic-" + atomic);
            Transaction<Ledger> transaction = twoCheckpoints(acme);

            TransactionFailure<Ledger> failure = failureOf((atomic ? transaction.atomic() : transaction).run());

            assertThat(failure.failedStepName()).isEqualTo("orders");
            assertThat(failure.cause())
                    .isInstanceOf(ValidationFailedException.class)
                    .hasMessageContaining("small");
            assertThat(acme.state()).isEqualTo(counted(atomic ? 0 : 3));
        }
    }

    @Test
    void theAuditTrailHasWhatATransactionOfSomebodyDid() {
        Tenant<Ledger> acme = tenant();

        TransactionFailure<Ledger> failure =
                failureOf(failingAt(acme, 2, failing()).run());
        failure.rollbackToInitial();
        acme.transaction("nobody's").step(Ledger::incremented).run().get();
        acme.transaction("all")
                .by("root")
                .step(Ledger::incremented)
                .step(Ledger::incremented)
                .atomic()
                .run()
                .get();

        assertThat(acme.audit().map(AuditEntry::kind))
                .containsExactly(AuditKind.TRANSITION, AuditKind.TRANSITION, AuditKind.ROLLBACK, AuditKind.TRANSITION);
        assertThat(acme.audit().flatMap(AuditEntry::who)).containsExactly("admin", "admin", "admin", "root");
        assertThat(acme.audit().flatMap(AuditEntry::reason))
                .containsExactly(
                        "step 1 of 5 of transaction 'import-42'",
                        "step 2 of 5 ('accounts') of transaction 'import-42'",
                        "back to the initial state, snapshot automatic #0 of transaction 'import-42'",
                        "transaction 'all'");
        assertThat(acme.audit().get(2).snapshotId()).isEqualTo(failure.initial().map(SnapshotInfo::id));
        assertThat(reopen().tenant("acme").audit()).hasSize(4);
    }

    @Test
    void goingBackCanBeUndone() {
        Tenant<Ledger> acme = tenant();
        failureOf(failingAt(acme, 3, failing()).run()).rollbackToInitial();

        assertThat(acme.undoRollback().state()).isEqualTo(counted(3));
    }
}
