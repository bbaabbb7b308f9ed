package io.varve.examples.replica;

import io.varve.AuditEntry;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TenantNotFoundException;
import io.varve.TransitionContext;
import io.varve.diff.Patch;
import io.varve.diff.StateDiff;
import io.varve.event.EventPosition;
import io.varve.event.EventState;
import io.varve.event.TenantEvent;
import io.varve.event.TenantListener;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the main timelines of one manager's tenants in another manager, by applying to them what each change changed. The position that a copy
 * is at is kept with it, in the metadata of its audit trail, so each change of the copy takes the position along: after a restart of
 * either side, or when events were missed, the copy finds out that it is elsewhere, and takes over the difference to the source as a whole.
 *
 * <p>The copies are to be changed by nobody else. For any type of state whose records are public in exported packages.
 *
 * @param <S> the type of the states
 */
public final class Replica<S> implements TenantListener<S> {

    private static final String VERSION = "source.version";
    private static final String AT = "source.at";

    private final StateManager<S> copies;

    /** Where the copies are; used by the listener's thread only. */
    private final Map<String, EventPosition> positions = new HashMap<>();

    /**
     * Makes a replica.
     *
     * @param copies where the copies are, with an audit trail; closed by whoever opened it, after the manager that this listens to
     */
    public Replica(StateManager<S> copies) {
        this.copies = copies;
    }

    @Override
    public void onEvent(TenantEvent<S> event) {
        if (event.timeline().equals(Tenant.MAIN_TIMELINE)) {
            try {
                handle(event);
            } catch (TenantNotFoundException e) {
                // The source was removed before its state was read here, which is the next to be told.
            }
        }
    }

    private void handle(TenantEvent<S> event) {
        if (event instanceof TenantEvent.ListeningStarted<S> started) {
            catchUp(event, started.after());
        } else if (event instanceof TenantEvent.HeadChanged<S> changed) {
            follow(event, changed.versionBefore(), changed.before(), changed.after(), changed.context());
        } else if (event instanceof TenantEvent.ChangedElsewhere<S> changed) {
            follow(event, changed.versionBefore(), changed.before(), changed.after(), Option.none());
        } else if (event instanceof TenantEvent.Missed<S> missed) {
            follow(event, missed.versionBefore(), missed.before(), missed.after(), Option.none());
        } else if (event instanceof TenantEvent.ListeningEnded<S> ended
                && ended.why() instanceof TenantNotFoundException
                && copies.findTenant(event.tenantId()).isDefined()) {
            positions.remove(event.tenantId());
            copies.removeTenant(event.tenantId());
        }
    }

    private void follow(
            TenantEvent<S> event,
            long from,
            EventState<S> before,
            EventState<S> after,
            Option<TransitionContext> context) {
        Tenant<S> copy = copies.tenantOrCreate(event.tenantId());
        if (positionOf(copy).exists(position -> position.version() == from)) {
            change(copy, event.position(), StateDiff.between(before.get(), after.get()), context);
        } else {
            catchUp(event, after); // An event before this one has failed here.
        }
    }

    private void catchUp(TenantEvent<S> event, EventState<S> source) {
        Tenant<S> copy = copies.tenantOrCreate(event.tenantId());
        if (!positionOf(copy).contains(event.position())) {
            change(copy, event.position(), StateDiff.between(copy.state(), source.get()), Option.none());
        }
    }

    private void change(Tenant<S> copy, EventPosition position, StateDiff<S> diff, Option<TransitionContext> context) {
        Patch<S> patch = diff.toPatch();
        copy.apply(
                context.getOrElse(TransitionContext::anonymous)
                        .with(VERSION, Long.toString(position.version()))
                        .with(AT, position.at().toString()),
                patch.asTransition());
        positions.put(copy.id(), position);
    }

    /** Where a copy is, as far as that is known. */
    private Option<EventPosition> positionOf(Tenant<S> copy) {
        return Option.of(positions.get(copy.id()))
                .orElse(() -> copy.audit()
                        .lastOption()
                        .map(AuditEntry::metadata)
                        .filter(metadata -> metadata.containsKey(VERSION) && metadata.containsKey(AT))
                        .map(metadata -> new EventPosition(
                                Long.parseLong(metadata.get(VERSION).get()),
                                Instant.parse(metadata.get(AT).get())))
                        .peek(position -> positions.put(copy.id(), position)));
    }
}
