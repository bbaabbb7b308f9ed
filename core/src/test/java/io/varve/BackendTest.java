package io.varve;

import io.varve.spi.SnapshotStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/**
 * What the tests of behaviour stand on: managers on one backend, opened and opened again on the same data. The data of a
 * memory store outlives the manager, not the test; so it counts as durable here.
 */
abstract class BackendTest {

    @Parameter(0)
    Backend backend;

    @TempDir
    Path folder;

    private @Nullable SnapshotStore memory;
    private final List<StateManager<?>> opened = new ArrayList<>();

    /** Opens the test's store. */
    final SnapshotStore store() {
        if (backend != Backend.MEMORY) {
            return backend.open(folder);
        }
        if (memory == null) {
            memory = backend.open(folder);
        }
        return ForwardingStore.keptOpen(memory);
    }

    final StateManager<Ledger> open() {
        return open(builder -> {});
    }

    final StateManager<Ledger> open(Consumer<StateManagerBuilder<Ledger>> settings) {
        return open(store -> store, settings);
    }

    /** Opens a manager over the test's store in a wrapper. */
    final StateManager<Ledger> open(
            UnaryOperator<SnapshotStore> wrapper, Consumer<StateManagerBuilder<Ledger>> settings) {
        StateManagerBuilder<Ledger> builder =
                StateManager.builder(Ledger.class).store(wrapper.apply(store())).initialState(Ledger.EMPTY);
        settings.accept(builder);
        StateManager<Ledger> states = builder.open();
        opened.add(states);
        return states;
    }

    final StateManager<Ledger> reopen() {
        return reopen(builder -> {});
    }

    /** Closes what is open and opens a new manager on the same data. */
    final StateManager<Ledger> reopen(Consumer<StateManagerBuilder<Ledger>> settings) {
        closeAll();
        return open(settings);
    }

    @AfterEach
    final void closeAll() {
        opened.forEach(StateManager::close);
        opened.clear();
    }
}
