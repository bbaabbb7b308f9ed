package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A state that can't be stored hurts nobody but who made it. */
class UnstorableStateTest {

    /**
     * A state.
     *
     * @param text must not be null, which nobody checks before it is stored
     */
    public record Text(String text) {}

    @ParameterizedTest
    @EnumSource(names = {"ON_SNAPSHOT", "EVERY_TRANSITION"})
    void isRefusedWhenItIsToBeStored(Durability durability) {
        try (StateManager<Text> states = open(durability, (tenant, failure) -> {})) {
            Tenant<Text> acme = states.createTenant("acme");
            assertThatThrownBy(() -> {
                        acme.apply(state -> new Text(null));
                        acme.snapshot();
                    })
                    .isInstanceOf(InvalidStateException.class)
                    .hasMessageContaining("acme")
                    .hasMessageContaining("text");
            acme.apply(state -> new Text("good"));
            acme.snapshot(SnapshotRequest.named("v1"));
            assertThat(acme.snapshots().map(SnapshotInfo::label)).containsExactly("'v1'");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ON_SNAPSHOT", "EVERY_TRANSITION"})
    void isAFailureOfTheTransitionBeforeWhichASnapshotWasTaken(Durability durability) {
        try (StateManager<Text> states = open(durability, (tenant, failure) -> {})) {
            Tenant<Text> acme = states.createTenant("acme");
            acme.apply(state -> new Text("good"));

            ApplyResult<Text> result = acme.applyWithSnapshot(state -> new Text(null), SnapshotRequest.named("before"));

            assertThat(result.outcome().getLeft())
                    .isInstanceOf(InvalidStateException.class)
                    .hasMessageContaining("text");
            assertThat(acme.state().text()).isEqualTo("good");
            assertThat(acme.snapshots()).containsExactly(result.snapshot());
            assertThat(acme.at(SnapshotRef.named("before")).state().text()).isEqualTo("good");
            assertThat(acme.metrics().transitions().failed()).isEqualTo(1);
        }
    }

    @Test
    void isRefusedAsTheInitialOne() {
        try (StateManager<Text> states = StateManager.builder(Text.class)
                .store(new io.varve.store.memory.MemorySnapshotStore())
                .initialState(new Text(null))
                .open()) {
            assertThatThrownBy(() -> states.createTenant("acme"))
                    .isInstanceOf(InvalidStateException.class)
                    .hasMessageContaining("acme")
                    .hasMessageContaining("text");
            assertThat(states.tenants()).isEmpty();
        }
    }

    @Test
    void isTakenBackInTheBackgroundAndWhatComesAfterItIsWritten() {
        CopyOnWriteArrayList<VarveException> reported = new CopyOnWriteArrayList<>();
        try (StateManager<Text> states = open(Durability.ASYNC, (tenant, failure) -> reported.add(failure))) {
            Tenant<Text> acme = states.createTenant("acme");
            acme.apply(state -> new Text(null));
            acme.snapshot(SnapshotRequest.named("bad"));
            Awaitility.await().untilAsserted(() -> assertThat(reported).hasSize(1));
            assertThat(reported.get(0)).isInstanceOf(InvalidStateException.class);
            assertThatThrownBy(() -> acme.snapshot()).isSameAs(reported.get(0));
            acme.apply(state -> new Text("good"));
            acme.snapshot(SnapshotRequest.named("good"));
            assertThat(acme.snapshots().map(SnapshotInfo::label)).containsExactly("'good'");
        }
        assertThat(reported).hasSize(1);
    }

    @Test
    void doesNotKeepOtherTenantsFromBeingWrittenAtClosing() {
        ForwardingStore kept = new ForwardingStore(new io.varve.store.memory.MemorySnapshotStore()) {
            @Override
            public void close() {
                // Opened again below.
            }
        };
        StateManager<Text> states = StateManager.builder(Text.class)
                .store(kept)
                .initialState(new Text(""))
                .durability(Durability.ON_SNAPSHOT)
                .open();
        for (String id : new String[] {"a", "b", "c"}) {
            states.createTenant(id).apply(state -> new Text(id.equals("b") ? null : id));
        }
        assertThatThrownBy(states::close).isInstanceOf(InvalidStateException.class);
        try (StateManager<Text> again = StateManager.builder(Text.class)
                .store(kept)
                .initialState(new Text(""))
                .open()) {
            assertThat(again.tenant("a").state().text()).isEqualTo("a");
            assertThat(again.tenant("b").state().text()).isEmpty();
            assertThat(again.tenant("c").state().text()).isEqualTo("c");
        }
    }

    private static StateManager<Text> open(Durability durability, BackgroundFailureListener listener) {
        return StateManager.builder(Text.class)
                .store(new io.varve.store.memory.MemorySnapshotStore())
                .initialState(new Text(""))
                .durability(durability)
                .onBackgroundFailure(listener)
                .open();
    }
}
