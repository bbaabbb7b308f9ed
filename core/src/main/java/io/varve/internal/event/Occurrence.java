package io.varve.internal.event;

import io.varve.event.EventOrigin;
import io.varve.event.TenantEvent;
import java.util.function.Function;

/**
 * Something that happened, as it waits for a listener.
 *
 * @param stream the timeline, by identity
 * @param origin what all events say
 * @param before the head before it
 * @param after the head after it
 * @param isHeadStored whether the store is known to have the head after it
 * @param isUnmissable whether it is told however much waits, since there is one of it for a timeline
 * @param maker makes the event for one listener
 */
public record Occurrence<S>(
        Object stream,
        EventOrigin origin,
        HeadPoint<S> before,
        HeadPoint<S> after,
        boolean isHeadStored,
        boolean isUnmissable,
        Function<StateViews<S>, TenantEvent<S>> maker) {}
