package io.varve.internal.store;

import io.varve.spi.TenantId;
import org.jspecify.annotations.Nullable;

/** Is told what goes to and comes from a store. Thread-safe; never throws. */
public interface StoreMeter {

    /** Counts nothing. */
    StoreMeter NONE = new StoreMeter() {
        @Override
        public void read(TenantId tenant, int pages, long bytes) {}

        @Override
        public void written(TenantId tenant, int pages, long bytes) {}

        @Override
        public void repeated(@Nullable TenantId tenant) {}
    };

    /** The store gave pages. */
    void read(TenantId tenant, int pages, long bytes);

    /** The store was handed pages, whatever became of them. */
    void written(TenantId tenant, int pages, long bytes);

    /**
     * A call is about to be made again.
     *
     * @param tenant of which tenant it is, or null if of none
     */
    void repeated(@Nullable TenantId tenant);
}
