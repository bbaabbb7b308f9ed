package io.varve.modulepath;

import io.varve.Durability;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.application.ApplicationState;
import io.varve.application.ApplicationTransitions;
import io.varve.application.SessionRequest;
import io.varve.diff.StateDiff;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import java.lang.invoke.MethodHandles;
import java.time.Clock;
import java.time.Duration;

/** Stores a ready-made state and reads it again, with Varve's modules on the module path and no Jackson anywhere. */
public final class ModulePathProgram {

    private ModulePathProgram() {}

    public static void main(String[] args) {
        SnapshotStore store = SnapshotStores.open("memory:");
        Clock clock = Clock.systemUTC();
        try (StateManager<ApplicationState> states = open(store, false)) {
            Tenant<ApplicationState> acme = states.createTenant("acme");
            acme.apply(ApplicationTransitions.by(clock)
                    .workflows()
                    .login(SessionRequest.of("s-1", "ada").expiringAfter(Duration.ofHours(1))));
            acme.snapshot();
        }
        try (StateManager<ApplicationState> states = open(store, true)) {
            ApplicationState state = states.tenant("acme").state();
            StateDiff.between(ApplicationState.initial(clock), state).forEach(System.out::println);
            System.out.println(ApplicationState.class.getModule() + ": "
                    + state.sessions().find("s-1").get().userId());
        }
    }

    private static StateManager<ApplicationState> open(SnapshotStore store, boolean withLookup) {
        var builder = StateManager.builder(ApplicationState.class)
                .store(StoreViews.keptOpen(store))
                .durability(Durability.ON_SNAPSHOT)
                .initialState(ApplicationState.initial(Clock.systemUTC()));
        return (withLookup ? builder.lookup(MethodHandles.lookup()) : builder).open();
    }
}
