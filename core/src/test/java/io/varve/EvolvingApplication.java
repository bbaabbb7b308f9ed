package io.varve;

import io.varve.spi.SnapshotStore;

/** An application that {@link TwoVersionsTest} compiles in several versions; this is what it knows of each. */
public interface EvolvingApplication {

    /** Opens a manager of this version's state over a store. */
    StateManager<?> open(SnapshotStore store);

    /** Changes the state of a tenant, as users of this version would. */
    void use(StateManager<?> states, String tenant);

    /** Shows a state of this version. */
    String show(Object state);
}
