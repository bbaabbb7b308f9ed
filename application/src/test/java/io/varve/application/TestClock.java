package io.varve.application;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is set, and counts how often it is read. */
final class TestClock extends Clock {

    static final Instant START = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Instant now = START;
    private int reads;

    void set(Instant instant) {
        now = instant;
    }

    /** Goes forward, or backward by a negative duration. */
    void move(Duration duration) {
        now = now.plus(duration);
    }

    Instant now() {
        return now;
    }

    int reads() {
        return reads;
    }

    @Override
    public Instant instant() {
        reads++;
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
