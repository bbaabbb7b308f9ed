package io.varve.store.jdbc;

import io.varve.spi.ObservableStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.function.Consumer;

/** Tells other stores on the same tables of what this one has changed, and its subscribers of what any has. Thread-safe. */
interface ChangeFeed extends AutoCloseable {

    /** Of an engine that has no means to tell. */
    ChangeFeed NONE = new ChangeFeed() {
        @Override
        public void changed(TenantId tenant) {}

        @Override
        public ObservableStore.Subscription subscribe(Consumer<TenantId> listener) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "the database can't tell of changes (PostgreSQL can, by LISTEN and NOTIFY): look for them from time"
                            + " to time");
        }

        @Override
        public void close() {}
    };

    /** Is called after each commit that has, or may have, changed refs. Neither waits nor fails. */
    void changed(TenantId tenant);

    /** Answers for {@link ObservableStore#subscribe}. */
    ObservableStore.Subscription subscribe(Consumer<TenantId> listener);

    /** Ends all subscriptions. */
    @Override
    void close();
}
