package io.varve.test;

import io.varve.ReadabilityReport;
import io.varve.StateManager;
import io.varve.StateManagerBuilder;
import io.varve.Tenant;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.varve.store.memory.MemorySnapshotStore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;

/** Writes and reads the states of fixtures, in memory, as the application is set up today. */
final class FixtureStates<S> {

    private static final TenantId TENANT = new TenantId("fixture");

    private final Supplier<StateManagerBuilder<S>> builders;
    private final Consumer<StateManagerBuilder<S>> settings;
    private final Supplier<S> anyState;

    FixtureStates(
            Supplier<StateManagerBuilder<S>> builders,
            Consumer<StateManagerBuilder<S>> settings,
            Supplier<S> anyState) {
        this.builders = builders;
        this.settings = settings;
        this.anyState = anyState;
    }

    /** A state as today's types store it. */
    FixtureFile written(S state) {
        SnapshotStore store = new MemorySnapshotStore();
        try (StateManager<S> states = manager(store, state)) {
            Tenant<S> unused = states.createTenant(TENANT.value());
            return FixtureFile.of(store, TENANT);
        }
    }

    /** A fixture in memory. */
    record Opened<S>(StateManager<S> states, Fixture<S> fixture) {}

    /**
     * Reads a fixture completely.
     *
     * @param where describes where it is
     * @throws AssertionFailedError if it can't be read
     */
    Opened<S> read(FixtureName name, String where, FixtureFile file) {
        SnapshotStore store = new MemorySnapshotStore();
        file.load(store, TENANT);
        StateManager<S> states = manager(store, anyState.get());
        try {
            ReadabilityReport report = states.verifyReadable(TENANT.value());
            if (!report.isReadable()) {
                throw unreadable(name, where, report.toString(), null);
            }
            return new Opened<>(states, new Fixture<>(name, states.tenant(TENANT.value())));
        } catch (AssertionFailedError e) {
            states.close();
            throw e;
        } catch (RuntimeException e) {
            states.close();
            throw unreadable(name, where, String.valueOf(e.getMessage()), e);
        }
    }

    private StateManager<S> manager(SnapshotStore store, S initial) {
        StateManagerBuilder<S> builder = builders.get();
        settings.accept(builder);
        return builder.store(store).initialState(initial).open();
    }

    private static AssertionFailedError unreadable(
            FixtureName name, String where, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        return new AssertionFailedError(
                "fixture " + name + " (" + where + ") can't be read by today's types: " + problem
                        + "\nWhoever has stored states with version " + name.version()
                        + " could not read them with today's code. Take the change of the types back, or say by an"
                        + " Evolution what became of them (docs/guide.md, \"Changing the types\"). Delete the fixture"
                        + " only if nobody has data of that version any more.",
                cause);
    }
}
