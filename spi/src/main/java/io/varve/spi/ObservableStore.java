package io.varve.spi;

import java.util.function.Consumer;

/**
 * A store that tells of changes as they happen, whichever process makes them. Optional: core looks for changes from time to
 * time where a store can't tell.
 *
 * <p>What is told is a hint. It may come late, twice, or never, as when a connection was lost meanwhile, and also of what
 * the same process has changed; what has changed is to be looked up. A change should be told within a second, and telling
 * must neither delay commits nor make them fail.
 */
public interface ObservableStore extends SnapshotStore {

    /**
     * Begins to tell of tenants whose refs are changed after this call, by whichever stores on the same data somebody is
     * subscribed to. One to which nobody is need not tell others of what it changes.
     *
     * @param listener called on a thread of the store's, one call at a time; it returns soon and throws nothing
     * @return ends it
     * @throws StoreException {@code UNSUPPORTED} if the engine can't tell after all, {@code UNAVAILABLE}, {@code CLOSED}
     */
    Subscription subscribe(Consumer<TenantId> listener);

    /** What was begun by {@link #subscribe}. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {

        /**
         * Ends telling; a call of the listener that is under way may still end after this. Closing again does nothing, and
         * closing the store does it too.
         */
        @Override
        void close();
    }
}
