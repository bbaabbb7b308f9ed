package io.varve.application;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Moments some time ahead. */
final class Expiry {

    private Expiry() {}

    static Duration requirePositive(Duration timeToLive) {
        if (timeToLive.isZero() || timeToLive.isNegative()) {
            throw new IllegalArgumentException("the time to live is positive; found " + timeToLive);
        }
        return timeToLive;
    }

    /** The moment some time later, or the last one there is. */
    static Instant after(Instant now, Duration timeToLive) {
        try {
            return now.plus(timeToLive);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }
}
