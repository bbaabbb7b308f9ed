package io.varve;

import java.io.Serial;

/**
 * A transition would have made a tenant's state larger than {@link StateManagerBuilder#stateLimit} allows. It was refused,
 * and the state is unchanged.
 */
public final class StateTooLargeException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long limit;
    private final long sizeBefore;
    private final long refusedSize;

    /**
     * Makes the exception.
     *
     * @param tenantId the tenant
     * @param limit the limit
     * @param sizeBefore what the state weighs
     * @param refusedSize what it would have weighed
     */
    public StateTooLargeException(String tenantId, long limit, long sizeBefore, long refusedSize) {
        super(
                "the state of tenant '" + tenantId + "' would grow from " + sizeBefore + " to " + refusedSize
                        + " bytes, and its limit is " + limit
                        + "; the transition was refused, and the state is unchanged. Remove something from the state first,"
                        + " or open the manager with a larger stateLimit",
                null);
        this.limit = limit;
        this.sizeBefore = sizeBefore;
        this.refusedSize = refusedSize;
    }

    /**
     * The limit.
     *
     * @return the limit in bytes
     */
    public long limit() {
        return limit;
    }

    /**
     * What the state weighs.
     *
     * @return the weight of the state as it is, in bytes
     */
    public long sizeBefore() {
        return sizeBefore;
    }

    /**
     * What the state would have weighed.
     *
     * @return the weight of the refused state, in bytes
     */
    public long refusedSize() {
        return refusedSize;
    }
}
