package io.varve.event;

/**
 * Is told what has become of tenants: after it was done, in the order in which it was done for each timeline of a tenant,
 * and one event at a time. A slow listener holds up nobody, unless that is asked for ({@link ListenerOptions#waiting}); one that falls too far
 * behind is told {@linkplain TenantEvent.Missed what it missed}.
 *
 * @param <S> the type of the states
 */
@FunctionalInterface
public interface TenantListener<S> {

    /**
     * Called by the listener's own thread, which is never that of a change. It may read and change tenants as it likes. What it
     * throws goes to the {@link io.varve.BackgroundFailureListener} as a {@link io.varve.ListenerFailedException}; the event is
     * not told again, and those behind it are.
     *
     * @param event what happened. Its states can be read until this returns
     */
    void onEvent(TenantEvent<S> event);
}
