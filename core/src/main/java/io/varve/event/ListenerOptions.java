package io.varve.event;

import java.time.Duration;
import java.util.Objects;

/**
 * How a listener is told. Immutable.
 *
 * @param capacity how many events may wait, 1 to {@value #MAX_CAPACITY}; those of all tenants that the listener is told of count
 *     together. Events that wait hold on to the states that they tell of, which share with each other what did not change
 * @param waits whether whoever changes a tenant waits when more than that wait, once the change is done and no lock is held, until the
 *     listener has caught up. If not, what is too much is {@linkplain TenantEvent.Missed missed}
 * @param closeWait how long closing the manager waits for the listener to handle what happened before; not negative
 */
public record ListenerOptions(int capacity, boolean waits, Duration closeWait) {

    /** The largest number of events that may wait. */
    public static final int MAX_CAPACITY = 1_000_000;

    /** Up to 1,024 events wait, what is too much is missed, and closing waits for 5 seconds. */
    public static final ListenerOptions DEFAULT = new ListenerOptions(1_024, false, Duration.ofSeconds(5));

    /**
     * Checks the bounds.
     *
     * @param capacity how many events may wait
     * @param waits whether whoever changes a tenant waits for the listener
     * @param closeWait how long closing waits
     * @throws IllegalArgumentException if something is out of bounds
     */
    public ListenerOptions {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "1 to " + MAX_CAPACITY + " events may wait for a listener; found " + capacity);
        }
        if (Objects.requireNonNull(closeWait, "closeWait").isNegative()) {
            throw new IllegalArgumentException("closing waits for a listener no less than 0; found " + closeWait);
        }
    }

    /**
     * Lets another number of events wait.
     *
     * @param events how many, 1 to {@value #MAX_CAPACITY}
     * @return new options
     * @throws IllegalArgumentException if the number is out of bounds
     */
    public ListenerOptions capacity(int events) {
        return new ListenerOptions(events, waits, closeWait);
    }

    /**
     * Has whoever changes a tenant wait for the listener when it falls behind, so that it never misses an event. Listeners that change
     * tenants don't wait for each other: their changes may have more events wait than the capacity says.
     *
     * @return new options
     */
    public ListenerOptions waiting() {
        return new ListenerOptions(capacity, true, closeWait);
    }

    /**
     * Has closing the manager wait for another time.
     *
     * @param atMost how long at most; not negative
     * @return new options
     * @throws IllegalArgumentException if it is negative
     */
    public ListenerOptions closeWait(Duration atMost) {
        return new ListenerOptions(capacity, waits, atMost);
    }
}
