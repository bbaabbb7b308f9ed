package io.varve;

import java.time.Duration;
import java.util.Objects;

/**
 * How the managers of several processes share their tenants: see {@link StateManagerBuilder#shared(Sharing)}. Immutable.
 *
 * @param lease how long the others reckon with this manager after it has last been heard of, at least a second. A process
 *     that is halted, or cut off from the store, for longer loses its tenants and has to look them up again. Until it is
 *     over, a manager that was killed holds up the others' garbage collections, and nothing else
 * @param readerGrace how long what a removed snapshot consists of stays, for those who have just found it
 * @param polling how often this manager looks for what others have changed, where the store does not tell of it: the time
 *     after which {@link Tenant#state()} shows it; positive. However rarely, it looks three times within a lease
 */
public record Sharing(Duration lease, Duration readerGrace, Duration polling) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    /** Leases of a minute, a reader grace of ten minutes, and looking for changes every half second. */
    public static final Sharing DEFAULT =
            new Sharing(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMillis(500));

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if one is too short or too long
     */
    public Sharing {
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(readerGrace, "readerGrace");
        Objects.requireNonNull(polling, "polling");
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("a lease lasts at least " + SHORTEST_LEASE + "; found " + lease);
        }
        if (readerGrace.isNegative()) {
            throw new IllegalArgumentException("the reader grace is not negative; found " + readerGrace);
        }
        if (polling.isNegative() || polling.isZero()) {
            throw new IllegalArgumentException("the time between looking for changes is positive; found " + polling);
        }
    }

    /**
     * The same with another lease.
     *
     * @param duration at least a second
     * @return the new settings
     */
    public Sharing withLease(Duration duration) {
        return new Sharing(duration, readerGrace, polling);
    }

    /**
     * The same with another reader grace.
     *
     * @param duration not negative
     * @return the new settings
     */
    public Sharing withReaderGrace(Duration duration) {
        return new Sharing(lease, duration, polling);
    }

    /**
     * The same with changes being looked for more or less often.
     *
     * @param duration positive
     * @return the new settings
     */
    public Sharing withPolling(Duration duration) {
        return new Sharing(lease, readerGrace, duration);
    }
}
