package io.varve.application;

import io.varve.Transition;
import java.time.Clock;
import java.time.Instant;

/** A pure function of a state and the time. */
@FunctionalInterface
interface TimedChange {

    /** The changed state; the very same if nothing changes. */
    ApplicationState apply(ApplicationState state, Instant now) throws Exception;

    /** A transition that reads the clock once in each run, and dates what it has changed. */
    @SuppressWarnings("ReferenceEquality") // What has not changed is the same.
    default Transition<ApplicationState> by(Clock clock) {
        return state -> {
            Instant now = clock.instant();
            ApplicationState changed = apply(state, now);
            return changed == state ? state : changed.withLastUpdated(now);
        };
    }
}
