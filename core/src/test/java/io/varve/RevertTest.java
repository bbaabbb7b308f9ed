package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A change in the middle of the history is taken back, and what came after it stays. */
@ParameterizedClass
@EnumSource(Backend.class)
class RevertTest extends BackendTest {

    private static final SnapshotRef BEFORE = SnapshotRef.named("before");
    private static final SnapshotRef AFTER = SnapshotRef.named("after");

    private Tenant<Ledger> acme;

    /** Between the snapshots, a was changed and b was added; c came later. */
    @BeforeEach
    void change() {
        acme = open().createTenant("acme");
        acme.apply(state -> state.with("a", 1));
        acme.snapshot(SnapshotRequest.named("before"));
        acme.apply(state -> state.with("a", 2).with("b", 2));
        acme.snapshot(SnapshotRequest.named("after"));
        acme.apply(state -> state.with("c", 3).noted("later"));
    }

    @Test
    void whatCameLaterStays() {
        Ledger head = acme.state();

        RevertResult<Ledger> done =
                acme.revert(TransitionContext.by("ann"), BEFORE, AFTER).get();

        Ledger expected = Ledger.EMPTY.noted("later").with("a", 1).with("c", 3);
        assertThat(done.state()).isEqualTo(expected);
        assertThat(done.from().name()).contains("before");
        assertThat(done.to().name()).contains("after");
        SnapshotInfo safety = done.safety().get();
        assertThat(safety.description()).contains("the head before the changes from 'before' to 'after' were reverted");
        assertThat(acme.at(SnapshotRef.id(safety.id())).state()).isEqualTo(head);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(expected);
        assertThat(reopened.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(AuditKind.REVERT);
            assertThat(entry.who()).contains("ann");
            assertThat(entry.snapshotName()).contains("before");
        });
        assertThat(reopened.undoRollback().state()).isEqualTo(head);
    }

    @Test
    void whatWasChangedAgainIsListedAndNothingIsDone() {
        Ledger head = acme.apply(state -> state.with("a", 7));
        int snapshots = acme.snapshotCount();

        assertThat(acme.revert(BEFORE, AFTER).getLeft())
                .extracting(Object::toString)
                .containsExactly("entries[\"a\"].number: expected 2, found 7, wanted 1");
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshotCount()).isEqualTo(snapshots);
        assertThat(acme.audit()).isEmpty();
    }

    @Test
    void theOtherWayRoundItIsDoneAgain() {
        Ledger head = acme.state();
        acme.revert(BEFORE, AFTER);

        assertThat(acme.revert(AFTER, BEFORE, RollbackOption.WITHOUT_SAFETY_SNAPSHOT)
                        .get()
                        .state())
                .isEqualTo(head);
        assertThat(acme.revert(AFTER, AFTER).get().safety()).as("nothing to do").isEmpty();
    }

    @Test
    void theResultIsValidated() {
        Tenant<Ledger> strict = reopen(builder -> builder.validator(StateValidator.<Ledger>requiring(
                        state -> state.note().isEmpty() || state.entries().containsKey("b"), "b is there later")))
                .tenant("acme");
        Ledger head = strict.state();

        assertThatThrownBy(() -> strict.revert(BEFORE, AFTER))
                .isInstanceOf(ValidationFailedException.class)
                .hasMessageContaining("the revert of tenant 'acme' was refused")
                .hasMessageContaining("b is there later");
        assertThat(strict.state()).isSameAs(head);
    }
}
