package io.varve.internal.event;

import io.varve.event.EventPosition;
import java.util.function.Supplier;

/**
 * A head as listeners are told of it.
 *
 * @param position its version and time
 * @param state reads its state
 */
public record HeadPoint<S>(EventPosition position, Supplier<S> state) {

    /** How many changes the head had seen. */
    public long version() {
        return position.version();
    }
}
