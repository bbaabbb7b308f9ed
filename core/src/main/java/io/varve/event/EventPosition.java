package io.varve.event;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a timeline had come: what a listener remembers, to find out after a restart whether it missed something. Two equal
 * positions of one timeline are the same head, if they are {@linkplain TenantEvent#storedPosition() stored} ones: versions of
 * heads that a crash took back are used again, and only the time tells those apart, as far as the clock does.
 *
 * @param version how many changes the head had seen
 * @param at when the head was changed last, or told of in the audit trail, by the manager's clock
 */
public record EventPosition(long version, Instant at) {

    /**
     * Checks that nothing is null.
     *
     * @param version the head's version
     * @param at when
     */
    public EventPosition {
        Objects.requireNonNull(at, "at");
    }
}
