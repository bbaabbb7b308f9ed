package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class TransitionsTest extends BackendTest {

    private Tenant<Ledger> acme;

    @BeforeEach
    void createTenant() {
        acme = open().createTenant("acme");
    }

    @Test
    void applyMakesTheStateThatTheTransitionComputesTheHead() {
        Ledger returned = acme.apply(state -> state.noted("new"));

        assertThat(returned).isEqualTo(Ledger.EMPTY.noted("new"));
        assertThat(acme.state()).isSameAs(returned);
    }

    @Test
    void aTransitionIsGivenTheHead() {
        acme.apply(Ledger::incremented);
        Ledger head = acme.state();
        AtomicReference<Ledger> given = new AtomicReference<>();

        acme.apply(state -> {
            given.set(state);
            return state.incremented();
        });

        assertThat(given.get()).isSameAs(head);
    }

    @Test
    void aStateThatWasReadBeforeStaysWhatItWas() {
        Ledger before = acme.apply(state -> state.with("a", 1));
        acme.apply(state -> state.with("a", 2).with("b", 3));

        assertThat(before.entries().get("a").get().number()).isEqualTo(1);
        assertThat(before.entries().size()).isEqualTo(1);
    }

    @Test
    void aTransitionThatReturnsItsArgumentChangesNothing() {
        acme.apply(Ledger::incremented);
        Ledger head = acme.state();

        assertThat(acme.apply(state -> state)).isSameAs(head);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void applyAllMakesTheStateAfterTheLastTransitionTheHead() {
        Ledger returned = acme.applyAll(List.<Transition<Ledger>>of(
                Ledger::incremented, Ledger::incremented, state -> state.noted("c" + state.count())));

        assertThat(returned).isEqualTo(new Ledger(2, "c2", Ledger.EMPTY.entries()));
        assertThat(acme.state()).isSameAs(returned);
    }

    @Test
    void applyAllOfNothingChangesNothing() {
        Ledger head = acme.apply(Ledger::incremented);

        assertThat(acme.applyAll(List.<Transition<Ledger>>of())).isSameAs(head);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void noReaderSeesAStateBetweenTheTransitionsOfOneCall() throws Exception {
        Ledger head = acme.state();
        AtomicReference<Ledger> seen = new AtomicReference<>();

        acme.applyAll(List.<Transition<Ledger>>of(Ledger::incremented, state -> {
            Thread reader = new Thread(() -> seen.set(acme.state()));
            reader.start();
            reader.join();
            return state.incremented();
        }));

        assertThat(seen.get()).isSameAs(head);
    }

    @Test
    void applyAllChangesNothingIfOneTransitionFails() {
        Ledger head = acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.applyAll(List.<Transition<Ledger>>of(Ledger::incremented, state -> {
                    throw new IllegalStateException("refused");
                })))
                .isInstanceOf(TransitionFailedException.class);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void applyAllsMessageSaysWhichTransitionFailed() {
        Transition<Ledger> refusing = state -> {
            throw new IllegalStateException("refused");
        };
        Transition<Ledger> good = Ledger::incremented;

        assertThatThrownBy(() -> acme.applyAll(List.of(good, good, good, good, good, good, refusing, good)))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageMatching("(?s).*\\b[67]\\b.*")
                .hasMessageContaining("refused");
    }

    @Test
    void applyAllChangesNothingIfOneTransitionReturnsNull() {
        Ledger head = acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.applyAll(List.<Transition<Ledger>>of(Ledger::incremented, state -> null)))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("null");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void aCheckedExceptionIsTheCauseOfTheFailureAndChangesNothing() {
        Ledger head = acme.apply(Ledger::incremented);
        IOException refusal = new IOException("no such file");

        assertThatThrownBy(() -> acme.apply(state -> {
                    throw refusal;
                }))
                .isInstanceOf(TransitionFailedException.class)
                .hasCause(refusal)
                .hasMessageContaining("acme");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void aRuntimeExceptionIsTheCauseOfTheFailureAndChangesNothing() {
        Ledger head = acme.apply(Ledger::incremented);
        RuntimeException refusal = new IllegalArgumentException("negative");

        assertThatThrownBy(() -> acme.apply(state -> {
                    throw refusal;
                }))
                .isInstanceOf(TransitionFailedException.class)
                .hasCause(refusal);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void whatFailsOrChangesNothingMakesNoVersion() {
        acme.apply(Ledger::incremented);
        long version = acme.snapshot().stateVersion();
        List<Transition<Ledger>> without = List.of(
                state -> state,
                state -> null,
                state -> {
                    throw new IOException("checked");
                },
                state -> {
                    throw new IllegalStateException("unchecked");
                },
                state -> {
                    throw new StackOverflowError("error");
                },
                state -> acme.at(SnapshotRef.named("missing")).state());
        for (Transition<Ledger> transition : without) {
            try {
                acme.apply(transition);
            } catch (VarveException | StackOverflowError e) {
                // Most of them fail.
            }
        }

        assertThat(acme.snapshot().stateVersion()).isEqualTo(version);
        acme.apply(Ledger::incremented);
        assertThat(acme.snapshot().stateVersion()).isEqualTo(version + 1);
    }

    @Test
    void anErrorIsPassedOnAndChangesNothing() {
        Ledger head = acme.apply(Ledger::incremented);
        Error error = new StackOverflowError("deep");

        assertThatThrownBy(() -> acme.apply(state -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(() -> acme.applyAll(List.<Transition<Ledger>>of(Ledger::incremented, state -> {
                    throw error;
                })))
                .isSameAs(error);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void anExceptionOfTheLibrarysOwnIsPassedOn() {
        Ledger head = acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.apply(
                        state -> acme.at(SnapshotRef.named("missing")).state()))
                .isInstanceOf(SnapshotNotFoundException.class);
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void aNullResultIsAFailureAndChangesNothing() {
        Ledger head = acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.apply(state -> null))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("null")
                .hasMessageContaining("acme");
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void theTenantWorksAfterAFailedTransition() {
        assertThatThrownBy(() -> acme.apply(state -> null)).isInstanceOf(TransitionFailedException.class);
        assertThatThrownBy(() -> acme.apply(state -> {
                    throw new AssertionError("error");
                }))
                .isInstanceOf(AssertionError.class);

        acme.apply(Ledger::incremented);
        acme.snapshot();

        assertThat(reopen().tenant("acme").state().count()).isEqualTo(1);
    }

    @Test
    void anInterruptedThreadsChangeIsDoneOrRefusedAndTheTenantGoesOnWorking() {
        Ledger head = acme.state();
        Thread.currentThread().interrupt();
        boolean done;
        try {
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v1"));
            done = true;
        } catch (StoreFailedException e) {
            done = false;
        } finally {
            assertThat(Thread.interrupted())
                    .as("the interrupt status is left set")
                    .isTrue();
        }

        assertThat(acme.find(SnapshotRef.named("v1")).isDefined()).isEqualTo(done);
        if (done) {
            assertThat(acme.state()).isEqualTo(head.incremented());
        }
        Ledger now = acme.state();
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v2"));
        assertThat(acme.at(SnapshotRef.named("v2")).state()).isEqualTo(now.incremented());
        assertThat(reopen().tenant("acme").state()).isEqualTo(now.incremented());
    }
}
