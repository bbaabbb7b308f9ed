package io.varve.event;

import java.util.Objects;

/**
 * What all events say: of which timeline, how far that had come, and how sure it is.
 *
 * @param tenantId the tenant
 * @param timeline the name that the timeline had then, {@value io.varve.Tenant#MAIN_TIMELINE} for the main one
 * @param position the head once it was done
 * @param stored whether the store had what the event tells of by then. What it had not, a crash may have undone; see {@link
 *     TenantEvent.HeadStored}. In {@link io.varve.Durability#EVERY_TRANSITION} all of it is stored
 * @param elsewhere whether another process did it
 */
public record EventOrigin(String tenantId, String timeline, EventPosition position, boolean stored, boolean elsewhere) {

    /**
     * Checks that nothing is null.
     *
     * @param tenantId the tenant
     * @param timeline the timeline
     * @param position the head
     * @param stored whether the store has it
     * @param elsewhere whether another process did it
     */
    public EventOrigin {
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(timeline, "timeline");
        Objects.requireNonNull(position, "position");
    }
}
