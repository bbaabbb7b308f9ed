package io.varve;

import org.slf4j.LoggerFactory;

/**
 * Is told when a write in the background failed. What was to be written stays in line, and is tried again; only a state that
 * can't be stored at all is left out, of which an {@link InvalidStateException} tells.
 */
@FunctionalInterface
public interface BackgroundFailureListener {

    /**
     * Called by the thread that writes, which goes on when this returns. What it throws is logged.
     *
     * @param tenantId the tenant whose write failed
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
                .warn("a write in the background failed for tenant '{}'", tenantId, failure);
    }
}
