package io.varve;

import org.slf4j.LoggerFactory;

/**
 * Is told when something in the background failed: a write, a collection of garbage by a {@link GarbagePolicy},
 * a pruning by a {@link PruningPolicy}, a snapshot by a {@link SnapshotPolicy}, or a {@link io.varve.event.TenantListener}. What was to
 * be written stays in line, and is tried again; only a state that can't be stored at all is left out, of which an {@link
 * InvalidStateException} tells. Garbage is collected when it is due the next time.
 */
@FunctionalInterface
public interface BackgroundFailureListener {

    /**
     * Called by the thread that failed, which goes on when this returns. What it throws is logged.
     *
     * @param tenantId the tenant of which it was
     * @param failure why
     */
    void onFailure(String tenantId, VarveException failure);

    /**
     * A listener that logs a warning.
     *
     * @return the listener
     */
    static BackgroundFailureListener logging() {
        return (tenantId, failure) -> LoggerFactory.getLogger("io.varve")
                .warn("what was done in the background failed for tenant '{}'", tenantId, failure);
    }
}
