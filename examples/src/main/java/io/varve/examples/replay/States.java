package io.varve.examples.replay;

import io.varve.RetentionPolicy;
import io.varve.SnapshotInfo;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;

/** How the replay uses Varve: one tenant, all snapshots kept, the durability that suits the store. */
final class States {

    /** The key of a snapshot's metadata that holds the id of its commit. */
    static final String COMMIT = "commit";

    private static final String TENANT = "repository";

    private States() {}

    /** Opens the store, and the states in it. The caller closes the manager. */
    static StateManager<Tree> open(String url) {
        return open(openStore(url));
    }

    /** Opens the states in a store. The caller closes the manager. */
    static StateManager<Tree> open(SnapshotStore store) {
        return StateManager.builder(Tree.class)
                .store(store)
                .initialState(Tree.empty())
                .retention(RetentionPolicy.keepAll())
                .lookup(MethodHandles.lookup())
                .open();
    }

    static Tenant<Tree> tenant(StateManager<Tree> manager) {
        return manager.findTenant(TENANT).getOrElse(() -> manager.createTenant(TENANT));
    }

    /** Whether what a store holds is still there after its process ended. */
    static boolean isDurable(String url) {
        try (SnapshotStore store = openStore(url)) {
            return store.capabilities().durable();
        }
    }

    /** The id of the commit that a snapshot shows; none for snapshots that were not taken by a replay. */
    static Option<String> commitOf(SnapshotInfo info) {
        return info.metadata().get(COMMIT);
    }

    private static SnapshotStore openStore(String url) {
        try {
            return SnapshotStores.open(url);
        } catch (StoreException e) {
            throw new ReplayException(
                    "the store " + SnapshotStores.masked(url) + " can't be opened: " + e.getMessage(), e);
        }
    }
}
