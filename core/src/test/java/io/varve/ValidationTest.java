package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.StoreException;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class ValidationTest extends BackendTest {

    private static final StateValidator<Ledger> NOT_OVER_TEN =
            StateValidator.requiring(state -> state.count() <= 10, "the count is at most 10");
    private static final StateValidator<Ledger> SHORT_NOTE =
            StateValidator.requiring(state -> state.note().length() < 5, "the note is short");

    private Tenant<Ledger> acme(Consumer<StateManagerBuilder<Ledger>> settings) {
        return open(settings).createTenant("acme");
    }

    private static Transition<Ledger> count(long count) {
        return state -> new Ledger(count, state.note(), state.entries());
    }

    private static Transition<Ledger> incremented() {
        return Ledger::incremented;
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aStateThatAValidatorRefusesDoesNotBecomeTheHead(Durability mode) {
        Tenant<Ledger> acme = acme(builder -> builder.durability(mode).validator(NOT_OVER_TEN));
        Ledger head = acme.apply(count(10));
        long version = acme.snapshot().stateVersion();

        assertThatThrownBy(() -> acme.apply(Ledger::incremented))
                .isInstanceOfSatisfying(
                        ValidationFailedException.class,
                        e -> assertThat(e.violations()).containsExactly("the count is at most 10"))
                .hasMessageContaining("acme")
                .hasMessageContaining("the count is at most 10");

        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshot().stateVersion()).isEqualTo(version);
        assertThat(acme.apply(count(3)).count()).isEqualTo(3);
    }

    @Test
    void allValidatorsAreAskedAndTheirViolationsListedInOrder() {
        Tenant<Ledger> acme = acme(builder -> builder.validator(NOT_OVER_TEN)
                .validator((before, after) ->
                        after.count() > 0 ? io.vavr.collection.List.of("one", "two") : io.vavr.collection.List.empty())
                .validator(SHORT_NOTE));

        assertThatThrownBy(() -> acme.apply(state -> new Ledger(11, "a long note", state.entries())))
                .isInstanceOfSatisfying(
                        ValidationFailedException.class,
                        e -> assertThat(e.violations())
                                .containsExactly("the count is at most 10", "one", "two", "the note is short"))
                .hasMessageContaining("the count is at most 10; one; two; the note is short");
    }

    @Test
    void aValidatorSeesTheHeadAndTheStateThatWouldReplaceIt() {
        List<Long> seen = new ArrayList<>();
        Tenant<Ledger> acme = acme(builder -> builder.validator((before, after) -> {
            seen.add(before.count());
            seen.add(after.count());
            return io.vavr.collection.List.empty();
        }));
        acme.apply(count(4));
        acme.apply(count(7));

        assertThat(seen).as("the initial state, then the two changes").containsExactly(0L, 0L, 0L, 4L, 4L, 7L);
    }

    @Test
    void aValidatorOfASupertypeWillDo() {
        StateValidator<Object> records = StateValidator.requiring(state -> state instanceof Record, "it is a record");

        assertThat(acme(builder -> builder.validator(records))
                        .apply(Ledger::incremented)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void applyAllIsValidatedByItsEnd() {
        Tenant<Ledger> acme = acme(builder -> builder.validator(NOT_OVER_TEN));

        assertThat(acme.applyAll(List.<Transition<Ledger>>of(count(11), count(2)))
                        .count())
                .isEqualTo(2);
        Ledger head = acme.state();
        assertThatThrownBy(() -> acme.applyAll(List.<Transition<Ledger>>of(count(3), count(12))))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessageContaining("2 transitions");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void whatChangesNothingIsNotValidated() {
        acme(builder -> {}).apply(count(11));
        Tenant<Ledger> acme = reopen(builder -> builder.validator(NOT_OVER_TEN)).tenant("acme");

        assertThat(acme.apply(state -> state).count()).isEqualTo(11);
    }

    @Test
    void aRollbackIsNotValidated() {
        Tenant<Ledger> before = acme(builder -> {});
        before.apply(count(11));
        before.snapshot(SnapshotRequest.named("eleven"));
        before.apply(count(1));
        Tenant<Ledger> acme = reopen(builder -> builder.validator(NOT_OVER_TEN)).tenant("acme");

        assertThat(acme.rollback(SnapshotRef.named("eleven")).state().count()).isEqualTo(11);
        assertThatThrownBy(() -> acme.apply(Ledger::incremented)).isInstanceOf(ValidationFailedException.class);
        assertThat(acme.apply(count(10)).count()).isEqualTo(10);
    }

    @Test
    void theInitialStateIsValidatedWhenTheManagerIsOpened() {
        List<ForwardingStore> closed = new ArrayList<>();

        assertThatThrownBy(() -> open(
                        store -> new ForwardingStore(store) {
                            @Override
                            public void close() {
                                closed.add(this);
                                super.close();
                            }
                        },
                        builder -> builder.validator(
                                StateValidator.requiring(state -> state.count() > 0, "the count is positive"))))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessageContaining("initial state")
                .hasMessageContaining("the count is positive");

        assertThat(closed).as("the store is closed").hasSize(1);
    }

    @Test
    void aValidatorThatThrowsRefusesTheStateAndIsNamed() {
        RuntimeException bug = new IllegalStateException("a bug");
        Tenant<Ledger> acme = acme(builder -> builder.validator(SHORT_NOTE).validator((before, after) -> {
            if (after.count() > 0) {
                throw bug;
            }
            return io.vavr.collection.List.empty();
        }));
        Ledger head = acme.state();

        assertThatThrownBy(() -> acme.apply(Ledger::incremented))
                .isInstanceOf(ValidationFailedException.class)
                .hasCause(bug)
                .hasMessageContaining("validator 2 of 2")
                .hasMessageContaining("a bug");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void aValidatorThatReturnsNullRefusesTheState() {
        Tenant<Ledger> acme = acme(builder ->
                builder.validator((before, after) -> after.count() > 0 ? null : io.vavr.collection.List.empty()));
        Ledger head = acme.state();

        assertThatThrownBy(() -> acme.apply(Ledger::incremented))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessageContaining("validator 1 of 1");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void faultsOfTheLibraryAndErrorsInAValidatorArePassedOn() {
        StoreFailedException fault =
                new StoreFailedException("could not read", new StoreException(StoreException.Kind.UNAVAILABLE, "gone"));
        Error error = new StackOverflowError("deep");
        Tenant<Ledger> acme = acme(builder -> builder.validator((before, after) -> {
            if (after.count() == 1) {
                throw fault;
            }
            if (after.count() == 2) {
                throw error;
            }
            return io.vavr.collection.List.empty();
        }));
        Ledger head = acme.state();

        assertThatThrownBy(() -> acme.apply(count(1))).isSameAs(fault);
        assertThatThrownBy(() -> acme.apply(count(2))).isSameAs(error);
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.apply(count(3)).count()).isEqualTo(3);
    }

    @Test
    void aValidatorMayNotChangeATenant() {
        List<Tenant<Ledger>> tenants = new ArrayList<>();
        Tenant<Ledger> acme = acme(builder -> builder.validator((before, after) -> {
            tenants.forEach(tenant -> tenant.apply(Ledger::incremented));
            return io.vavr.collection.List.empty();
        }));
        tenants.add(acme);

        assertThatThrownBy(() -> acme.apply(Ledger::incremented)).isInstanceOf(NestedTransitionException.class);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void aLongListOfViolationsIsCutInTheMessageOnly() {
        Seq<String> many = io.vavr.collection.List.range(0, 1_000).map(i -> "violation " + i);
        Tenant<Ledger> acme = acme(builder ->
                builder.validator((before, after) -> after.count() > 0 ? many : io.vavr.collection.List.empty()));

        assertThatThrownBy(() -> acme.apply(Ledger::incremented))
                .isInstanceOfSatisfying(
                        ValidationFailedException.class,
                        e -> assertThat(e.violations()).containsExactlyElementsOf(many))
                .hasMessageContaining("violation 19")
                .hasMessageContaining("980 more")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("violation 20"));
    }

    @Test
    void andJoinsTwoValidators() {
        Tenant<Ledger> acme = acme(builder -> builder.validator(NOT_OVER_TEN.and(SHORT_NOTE)));

        assertThatThrownBy(() -> acme.apply(state -> new Ledger(11, "a long note", state.entries())))
                .isInstanceOfSatisfying(
                        ValidationFailedException.class,
                        e -> assertThat(e.violations())
                                .containsExactly("the count is at most 10", "the note is short"));
        assertThatThrownBy(() -> acme.apply(count(11))).isInstanceOf(ValidationFailedException.class);
        assertThat(acme.apply(count(9)).count()).isEqualTo(9);
    }

    @Test
    void aTransitionCanRequireSomethingOfTheStateBeforeIt() {
        Tenant<Ledger> acme = acme(builder -> {});
        Transition<Ledger> once = count(5).requiring(state -> state.count() == 0, "it was not done yet");

        assertThat(acme.apply(once).count()).isEqualTo(5);
        Ledger head = acme.state();
        assertThatThrownBy(() -> acme.apply(once))
                .isInstanceOfSatisfying(
                        ValidationFailedException.class,
                        e -> assertThat(e.violations()).containsExactly("it was not done yet"))
                .hasMessageContaining("acme")
                .hasMessageContaining("it was not done yet");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void aTransitionCanEnsureSomethingOfItsResult() {
        Tenant<Ledger> acme = acme(builder -> {});
        Transition<Ledger> next = incremented().ensuring(state -> state.count() < 2, "less than two");

        assertThat(acme.apply(next).count()).isEqualTo(1);
        Ledger head = acme.state();
        assertThatThrownBy(() -> acme.applyAll(List.of(state -> state, next)))
                .isInstanceOfSatisfying(
                        ValidationFailedException.class,
                        e -> assertThat(e.violations()).containsExactly("less than two"))
                .hasMessageContaining("transition 2 of 2");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void twoTransitionsCanBeJoined() {
        Tenant<Ledger> acme = acme(builder -> {});
        Transition<Ledger> first = incremented();

        assertThat(acme.apply(first.andThen(state -> state.noted("c" + state.count())))
                        .note())
                .isEqualTo("c1");
        Transition<Ledger> broken = state -> null;
        assertThatThrownBy(() -> acme.apply(broken.andThen(first)))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("null");
        assertThatThrownBy(() -> acme.apply(broken.ensuring(state -> true, "anything")))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("null");
        assertThat(acme.state().count()).isEqualTo(1);
    }

    @Test
    void aConditionThatThrowsIsAFailedTransition() {
        Tenant<Ledger> acme = acme(builder -> {});
        RuntimeException bug = new IllegalStateException("a bug");

        assertThatThrownBy(() -> acme.apply(count(1).requiring(
                                state -> {
                                    throw bug;
                                },
                                "anything")))
                .isInstanceOf(TransitionFailedException.class)
                .hasCause(bug);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
    }
}
