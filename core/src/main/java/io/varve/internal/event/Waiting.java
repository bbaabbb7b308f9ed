package io.varve.internal.event;

import io.varve.event.EventOrigin;
import io.varve.event.TenantEvent;

/** What waits for a listener: something that happened, or several things of one timeline that it missed. */
final class Waiting<S> {

    private final Occurrence<S> first;
    private Occurrence<S> last;
    private long count;
    private boolean isGap;

    private Waiting(Occurrence<S> first, boolean isGap) {
        this.first = first;
        this.last = first;
        this.isGap = isGap;
        this.count = 1;
    }

    static <S> Waiting<S> of(Occurrence<S> occurrence) {
        return new Waiting<>(occurrence, false);
    }

    static <S> Waiting<S> missed(Occurrence<S> occurrence) {
        return new Waiting<>(occurrence, true);
    }

    /** One more that is missed; what lies between it and the first is let go of. */
    void miss(Occurrence<S> occurrence) {
        last = occurrence;
        count++;
    }

    Object stream() {
        return first.stream();
    }

    EventOrigin origin() {
        return last.origin();
    }

    /** How many events it stands for. */
    long count() {
        return count;
    }

    TenantEvent<S> event(StateViews<S> views) {
        if (!isGap) {
            return first.maker().apply(views);
        }
        EventOrigin origin = last.origin();
        return new TenantEvent.Missed<>(
                new EventOrigin(
                        origin.tenantId(),
                        origin.timeline(),
                        last.after().position(),
                        last.isHeadStored(),
                        origin.elsewhere()),
                first.before().version(),
                views.of(first.before().state()),
                views.of(last.after().state()),
                count);
    }
}
