package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in opening and closing; {@link NullArgumentsTest} and others have the rest. */
class BadInputTest {

    @TempDir
    Path folder;

    @Test
    void anUnknownSchemesErrorListsWhatIsOnThePath() {
        assertThatThrownBy(() -> SnapshotStores.open("mongo:localhost"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNSUPPORTED))
                .hasMessageContaining("mongo")
                .hasMessageContaining("memory:")
                .hasMessageContaining("rocksdb:")
                .hasMessageContaining("jdbc:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memory", "/var/lib/shop", ":", "1memory:", "mem ory:", "jdbc:unknown:x"})
    void aUrlThatNoProviderKnowsIsRefused(String url) {
        assertThatThrownBy(() -> SnapshotStores.open(url))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNSUPPORTED));
    }

    @Test
    void aBuilderWithoutAStoreIsRefused() {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class)
                        .initialState(Ledger.EMPTY)
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("store");
    }

    @Test
    void aBuilderWithoutAnInitialStateIsRefusedAndTheStoreClosed() {
        CloseCounter store = new CloseCounter(Backend.MEMORY.open(folder));

        assertThatThrownBy(() -> StateManager.builder(Ledger.class).store(store).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("initial");
        assertThat(store.closed).hasValue(1);
    }

    @Test
    void aNegativeMemoryBudgetIsRefused() {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class).memoryBudget(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void aManagerWorksWithAMemoryBudgetOfZero() {
        SnapshotStore memory = Backend.MEMORY.open(folder);
        Ledger expected = Ledger.EMPTY;
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(ForwardingStore.keptOpen(memory))
                .initialState(Ledger.EMPTY)
                .memoryBudget(0)
                .open()) {
            Tenant<Ledger> acme = states.createTenant("acme");
            for (int i = 0; i < 500; i++) {
                int number = i;
                acme.apply(state -> state.with("key " + number, number));
                expected = expected.with("key " + number, number);
                if (i % 100 == 0) {
                    acme.snapshot();
                }
            }
        }
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(memory)
                .initialState(Ledger.EMPTY)
                .memoryBudget(0)
                .open()) {
            Tenant<Ledger> acme = states.tenant("acme");
            assertThat(acme.state().entries().size()).isEqualTo(500);
            assertThat(acme.state()).isEqualTo(expected);
            acme.apply(state -> state.with("key 3", -3));
            assertThat(acme.state()).isEqualTo(expected.with("key 3", -3));
        }
    }

    @Test
    void theManagerClosesItsStoreOnce() {
        CloseCounter store = new CloseCounter(Backend.MEMORY.open(folder));
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .open();
        states.close();
        states.close();

        assertThat(store.closed).hasValue(1);
    }

    @Test
    void aSecondManagerOnDataThatIsOpenAlreadyIsRefusedOrTakesOverAndNothingIsLost() {
        StateManager<Ledger> first = StateManager.builder(Ledger.class)
                .store(Backend.H2.open(folder))
                .initialState(Ledger.EMPTY)
                .open();
        try {
            Tenant<Ledger> acme = first.createTenant("acme");
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v1"));
            acme.apply(Ledger::incremented);
            try (StateManager<Ledger> second = StateManager.builder(Ledger.class)
                    .store(Backend.H2.open(folder))
                    .initialState(Ledger.EMPTY)
                    .open()) {
                second.tenant("acme").apply(state -> state.noted("by the second"));
                second.tenant("acme").snapshot(SnapshotRequest.named("v2"));
                assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.named("v3")))
                        .isInstanceOf(TenantOwnedException.class);
            } catch (StoreException | TenantOwnedException e) {
                acme.snapshot(SnapshotRequest.named("v2"));
            }
        } finally {
            try {
                first.close();
            } catch (TenantOwnedException e) {
                // What the first had not written is reported.
            }
        }
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(Backend.H2.open(folder))
                .initialState(Ledger.EMPTY)
                .open()) {
            assertThat(states.tenant("acme").snapshots().flatMap(SnapshotInfo::name))
                    .containsExactly("v1", "v2");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = "ROCKSDB")
    void dataThatIsOpenAlreadyIsRefusedAndTheFirstManagerGoesOn(Backend backend) {
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(backend.open(folder))
                .initialState(Ledger.EMPTY)
                .open()) {
            Tenant<Ledger> acme = states.createTenant("acme");

            assertThatThrownBy(() -> backend.open(folder).close())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                    .hasMessageContaining(folder.toString());
            acme.apply(Ledger::incremented);
            acme.snapshot();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void aStoreCanBeOpenedAgainAfterAManagerCouldNotBeOpened(Backend backend) {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class)
                        .store(backend.open(folder))
                        .open())
                .isInstanceOf(IllegalStateException.class);

        StateManager.builder(Ledger.class)
                .store(backend.open(folder))
                .initialState(Ledger.EMPTY)
                .open()
                .close();
    }

    @Test
    void aStoreThatWasClosedUnderTheManagerIsReported() {
        SnapshotStore memory = Backend.MEMORY.open(folder);
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(memory)
                .initialState(Ledger.EMPTY)
                .durability(Durability.ON_SNAPSHOT)
                .open();
        Tenant<Ledger> acme = states.createTenant("acme");
        memory.close();

        assertThatThrownBy(acme::snapshot).isInstanceOf(ClosedException.class);
        assertThatThrownBy(states::close).isInstanceOf(ClosedException.class);
        states.close();
    }

    @Test
    void dataOfAnotherTypeIsRefused() {
        SnapshotStore memory = Backend.MEMORY.open(folder);
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(ForwardingStore.keptOpen(memory))
                .initialState(Ledger.EMPTY)
                .open()) {
            states.createTenant("acme");
        }
        try (StateManager<Ledger.Entry> states = StateManager.builder(Ledger.Entry.class)
                .store(memory)
                .initialState(new Ledger.Entry("", 0))
                .open()) {
            assertThatThrownBy(() -> states.tenant("acme").state())
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessageContaining("Ledger");
        }
    }

    private static final class CloseCounter extends ForwardingStore {

        private final AtomicInteger closed = new AtomicInteger();

        CloseCounter(SnapshotStore store) {
            super(store);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
            super.close();
        }
    }
}
