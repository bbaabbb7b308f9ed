package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("backendsAndModes")
class ApplyWithSnapshotTest extends BackendTest {

    private static final SnapshotRequest BEFORE = SnapshotRequest.named("before");

    @Parameter(1)
    Durability mode;

    private Tenant<Ledger> acme;

    static Stream<Arguments> backendsAndModes() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(Durability.values()).map(mode -> Arguments.of(backend, mode)));
    }

    @BeforeEach
    void createTenant() {
        acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.apply(state -> state.noted("old").with("a", 1));
    }

    @Test
    void theSnapshotHasTheStateBeforeAndTheHeadTheStateAfter() {
        ApplyResult<Ledger> result = acme.applyWithSnapshot(state -> state.noted("new"), BEFORE);

        assertThat(result.isApplied()).isTrue();
        assertThat(result.getOrElseThrow()).isSameAs(acme.state());
        assertThat(acme.state().note()).isEqualTo("new");
        assertThat(acme.snapshots()).containsExactly(result.snapshot());
        assertThat(acme.at(SnapshotRef.named("before")).state().note()).isEqualTo("old");
        acme = reopen().tenant("acme");
        assertThat(acme.state().note()).isEqualTo("new");
        assertThat(acme.at(SnapshotRef.named("before")).state().note()).isEqualTo("old");
    }

    @Test
    void aTransitionThatFailsLeavesTheStateAndTheSnapshot() {
        Ledger before = acme.state();

        ApplyResult<Ledger> result = acme.applyWithSnapshot(
                state -> {
                    throw new IOException("no disk");
                },
                BEFORE);

        assertThat(result.isApplied()).isFalse();
        assertThat(result.outcome().getLeft())
                .isInstanceOf(TransitionFailedException.class)
                .hasRootCauseMessage("no disk")
                .hasMessageContaining("acme");
        assertThatThrownBy(result::getOrElseThrow).isSameAs(result.outcome().getLeft());
        assertThat(acme.state()).isSameAs(before);
        assertThat(acme.snapshots()).containsExactly(result.snapshot());
        assertThat(acme.snapshot().stateVersion()).isEqualTo(result.snapshot().stateVersion());
        assertThat(reopen().tenant("acme").at(SnapshotRef.named("before")).state())
                .isEqualTo(before);
    }

    @Test
    void aTransitionThatReturnsNullFails() {
        assertThat(acme.applyWithSnapshot(state -> null, BEFORE).outcome().getLeft())
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("null");
        assertThat(acme.snapshots()).hasSize(1);
    }

    @Test
    void anErrorIsThrownAndTheSnapshotRemains() {
        Ledger before = acme.state();

        assertThatThrownBy(() -> acme.applyWithSnapshot(
                        state -> {
                            throw new StackOverflowError("deep");
                        },
                        BEFORE))
                .isInstanceOf(StackOverflowError.class);
        assertThat(acme.state()).isSameAs(before);
        assertThat(acme.find(SnapshotRef.named("before"))).isNotEmpty();
        acme.apply(Ledger::incremented);
    }

    @Test
    void aTransitionThatChangesATenantFails() {
        ApplyResult<Ledger> result = acme.applyWithSnapshot(
                state -> {
                    acme.snapshot();
                    return state.noted("new");
                },
                BEFORE);

        assertThat(result.outcome().getLeft()).isInstanceOf(NestedTransitionException.class);
        assertThat(acme.state().note()).isEqualTo("old");
    }

    @Test
    void aTransitionThatChangesNothingMakesNoVersion() {
        ApplyResult<Ledger> result = acme.applyWithSnapshot(state -> state, BEFORE);

        assertThat(result.getOrElseThrow()).isSameAs(acme.state());
        assertThat(acme.snapshot().stateVersion()).isEqualTo(result.snapshot().stateVersion());
    }

    @Test
    void aNameThatIsTakenIsRefusedBeforeTheTransitionRuns() {
        acme.snapshot(BEFORE);
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> acme.applyWithSnapshot(
                        state -> {
                            runs.incrementAndGet();
                            return state.noted("new");
                        },
                        BEFORE))
                .isInstanceOf(DuplicateNameException.class);
        assertThat(runs).hasValue(0);
        assertThat(acme.state().note()).isEqualTo("old");
    }

    @Test
    void aNameThatIsTakenCanBeReplaced() {
        acme.snapshot(BEFORE);
        acme.applyWithSnapshot(state -> state.noted("new"), BEFORE.replaceName());
        acme.applyWithSnapshot(state -> state.noted("newer"), BEFORE.replaceName());

        acme = reopen().tenant("acme");
        assertThat(acme.at(SnapshotRef.named("before")).state().note()).isEqualTo("new");
        assertThat(acme.state().note()).isEqualTo("newer");
        assertThat(acme.snapshotCount()).isEqualTo(3);
    }

    @Test
    void theHeadCanBeGoneBackFromAndTheRollbackUndone() {
        acme.applyWithSnapshot(state -> state.noted("new"), BEFORE);

        assertThat(acme.rollback(SnapshotRef.named("before")).state().note()).isEqualTo("old");
        assertThat(acme.undoRollback().state().note()).isEqualTo("new");
    }

    @Test
    void noOtherChangeComesBetweenTheSnapshotAndTheTransition() throws Exception {
        int threads = 4;
        int each = 25;
        Workers workers = new Workers();
        for (int i = 0; i < threads; i++) {
            workers.start(() -> {
                for (int n = 0; n < each; n++) {
                    ApplyResult<Ledger> result =
                            acme.applyWithSnapshot(Ledger::incremented, SnapshotRequest.automatic());
                    long before = acme.at(SnapshotRef.id(result.snapshot().id()))
                            .state()
                            .count();
                    assertThat(result.getOrElseThrow().count()).isEqualTo(before + 1);
                    acme.apply(Ledger::incremented);
                }
            });
        }
        workers.join();
        assertThat(acme.state().count()).isEqualTo(2L * threads * each);
    }
}
