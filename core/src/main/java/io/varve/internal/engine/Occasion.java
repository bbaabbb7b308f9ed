package io.varve.internal.engine;

import io.varve.diff.StateChange;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * What a snapshot policy is asked about.
 *
 * @param changes how many changes of the head there were since the newest snapshot
 * @param sinceSnapshot how long ago that was taken; none if there is none
 * @param isRisky whether the change is marked as risky
 * @param differences what the change made different, found as they are iterated; nothing if that is not known
 */
record Occasion(long changes, Option<Duration> sinceSnapshot, boolean isRisky, Iterable<StateChange> differences) {}
