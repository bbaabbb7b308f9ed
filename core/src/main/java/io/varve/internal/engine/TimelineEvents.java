package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.AuditKind;
import io.varve.Durability;
import io.varve.SnapshotInfo;
import io.varve.TransitionContext;
import io.varve.VarveException;
import io.varve.event.EventOrigin;
import io.varve.event.EventPosition;
import io.varve.event.TenantEvent;
import io.varve.internal.event.Deliveries;
import io.varve.internal.event.Delivery;
import io.varve.internal.event.HeadPoint;
import io.varve.internal.event.Occurrence;
import io.varve.internal.event.StateViews;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what becomes of one timeline, once it is visible. All of it is called by the {@link Timeline} under its write lock, in the
 * order of the changes, but for what says otherwise; without listeners it does nothing.
 */
final class TimelineEvents<S> {

    private final TimelineLabel label;
    private final Durability durability;
    private final Deliveries<S> deliveries;
    private final Function<StateCell<S>, S> reader;
    private final Supplier<History<S>> history;

    /** Replaced under the write lock, read by any thread. */
    private volatile List<Delivery<S>> listeners = List.of();

    // All below is guarded by the write lock.

    /** The version of the newest head that is known to be in the store. */
    private long storedVersion;

    // And this is of use only with listeners.

    /** What was computed but is not visible yet. */
    private final ArrayDeque<Head<S>> pending = new ArrayDeque<>();

    private @Nullable HeadPoint<S> current;
    private History<S> known = History.empty();

    /**
     * Begins without listeners.
     *
     * @param head as it is in the store
     * @param reader gets the state of a cell, which may have to be read
     * @param history gives the snapshots as they are visible
     */
    TimelineEvents(
            TimelineLabel label,
            Durability durability,
            Head<S> head,
            Deliveries<S> deliveries,
            Function<StateCell<S>, S> reader,
            Supplier<History<S>> history) {
        this.label = label;
        this.durability = durability;
        this.deliveries = deliveries;
        this.reader = reader;
        this.history = history;
        this.storedVersion = head.version();
    }

    /** Whether anybody is told. Any thread. */
    boolean isListened() {
        return !listeners.isEmpty();
    }

    /** Waits for the listeners for which that is asked. Any thread that holds no lock. */
    void awaitListeners() {
        deliveries.awaitPlaces(listeners);
    }

    /** Tells a listener from now on, unless it is told already. */
    void attach(Delivery<S> delivery, Head<S> head) {
        if (listeners.contains(delivery)) {
            return;
        }
        HeadPoint<S> point = current != null && current.position().equals(positionOf(head)) ? current : pointOf(head);
        if (listeners.isEmpty()) {
            known = history.get();
        }
        current = point;
        listeners = Vector.ofAll(listeners).append(delivery).toJavaList();
        EventOrigin origin = origin(point.position(), isStored(point), false);
        delivery.tell(occurrence(
                origin,
                point,
                point,
                true,
                views -> new TenantEvent.ListeningStarted<>(origin, views.of(point.state()))));
    }

    /** Tells a listener nothing more. */
    void detach(Delivery<S> delivery) {
        listeners = Vector.ofAll(listeners).remove(delivery).toJavaList();
        if (listeners.isEmpty()) {
            forget();
        }
    }

    private void forget() {
        pending.clear();
        current = null;
        known = History.empty();
    }

    /** Tells all that there is nothing more to tell. */
    void end(VarveException why) {
        HeadPoint<S> now = current;
        if (now != null) {
            EventOrigin origin = origin(now.position(), isStored(now), false);
            tell(occurrence(origin, now, now, true, views -> new TenantEvent.ListeningEnded<>(origin, why)));
        }
        listeners = List.of();
        forget();
    }

    /** A transition has made a head of another, which is visible at once or when it is written. */
    void computed(Head<S> before, Head<S> after) {
        if (!isListened()) {
            return;
        }
        if (durability == Durability.EVERY_TRANSITION) {
            pending.addLast(after);
        } else {
            changed(after, false);
        }
    }

    /**
     * What was computed is given up.
     *
     * @param doubtful the change of which it is not known whether it was made, or null if all is given up
     */
    void failed(@Nullable Change<S> doubtful) {
        long last = doubtful == null
                ? Long.MIN_VALUE
                : doubtful.head().map(Head::version).getOrElse(Long.MIN_VALUE);
        while (!pending.isEmpty() && pending.getLast().version() > last) {
            pending.removeLast();
        }
    }

    /** It was found out what came of that. */
    void settled() {
        pending.clear();
    }

    /**
     * A change is visible.
     *
     * @param now the head from then on
     */
    void published(Change<S> change, Head<S> now) {
        long storedBefore = storedVersion;
        if (durability != Durability.ASYNC && change.head().isDefined()) {
            storedVersion = change.head().get().version();
        }
        if (!isListened()) {
            return;
        }
        boolean isStored = durability != Durability.ASYNC;
        Seq<Entry<S>> added = change.added();
        for (Head<S> head = pending.peekFirst();
                head != null && head.version() <= now.version();
                head = pending.peekFirst()) {
            pending.removeFirst();
            added = taken(added, head.version(), isStored, false);
            changed(head, isStored);
        }
        if (now.version() != requireCurrent().version()) {
            added = taken(added, now.version(), isStored, false);
            changed(now, isStored);
        } else {
            current = new HeadPoint<>(positionOf(now), requireCurrent().state()); // It may have been noted later.
        }
        taken(added, Long.MAX_VALUE, isStored, false);
        Option<TransitionContext> context =
                now.note().filter(note -> change.movesHead() && isNote(note)).map(AuditEntry::context);
        change.edited()
                .forEach(edited -> edited(edited.before().info(), edited.after().info(), context, isStored));
        removed(change.removed().map(Entry::info), context, isStored, false);
        known = history.get();
        if (durability == Durability.ON_SNAPSHOT && storedVersion != storedBefore) {
            headStored(positionOf(change.head().get()));
        }
    }

    private static boolean isNote(AuditEntry note) {
        return note.versionBefore() == note.versionAfter();
    }

    /** A change that was visible before is in the store now. */
    void written(Change<S> change) {
        for (Head<S> head : change.head()) {
            if (head.version() != storedVersion) {
                storedVersion = head.version();
                headStored(positionOf(head));
            }
        }
    }

    /** The timeline has another name. */
    void renamed(String before) {
        HeadPoint<S> now = current;
        if (now != null) {
            EventOrigin origin = origin(now.position(), true, false);
            tell(occurrence(origin, now, now, false, views -> new TenantEvent.TimelineRenamed<>(origin, before)));
        }
    }

    private void headStored(EventPosition position) {
        HeadPoint<S> now = current;
        if (now != null) {
            EventOrigin origin = origin(position, true, false);
            tell(occurrence(origin, now, now, false, views -> new TenantEvent.HeadStored<>(origin)));
        }
    }

    /** What other processes have made of the timeline is visible. */
    void arrived(Arrival<S> arrival) {
        storedVersion = arrival.head().version();
        if (!isListened()) {
            return;
        }
        pending.clear();
        HeadPoint<S> before = requireCurrent();
        HeadPoint<S> after = pointOf(arrival.head());
        Set<Long> then = sequences(known);
        Seq<Entry<S>> added = arrival.history()
                .entries()
                .reject(entry -> then.contains(entry.info().sequence()));
        if (after.version() != before.version()) {
            added = taken(added, after.version(), true, true);
            current = after;
            EventOrigin origin = origin(after.position(), true, true);
            tell(occurrence(
                    origin,
                    before,
                    after,
                    false,
                    views -> new TenantEvent.ChangedElsewhere<>(
                            origin, before.version(), views.of(before.state()), views.of(after.state()))));
        } else {
            current = new HeadPoint<>(after.position(), before.state());
        }
        taken(added, Long.MAX_VALUE, true, true);
        Set<Long> now = sequences(arrival.history());
        for (Entry<S> entry : known.entries()) {
            arrival.history()
                    .bySequence(entry.info().sequence())
                    .filter(other -> !other.info().equals(entry.info()))
                    .forEach(other -> editedElsewhere(entry.info(), other.info()));
        }
        removed(
                known.entries().map(Entry::info).reject(info -> now.contains(info.sequence())),
                Option.none(),
                true,
                true);
        known = arrival.history();
    }

    private Set<Long> sequences(History<S> of) {
        return HashSet.ofAll(of.entries().map(entry -> entry.info().sequence()));
    }

    private void changed(Head<S> head, boolean isStored) {
        HeadPoint<S> before = requireCurrent();
        HeadPoint<S> after = pointOf(head);
        current = after;
        // Several versions at once have no entry that tells of all of them.
        Option<AuditEntry> note = head.note()
                .filter(entry -> entry.versionBefore() == before.version() && entry.versionAfter() == head.version());
        AuditKind kind = note.map(AuditEntry::kind).getOrElse(AuditKind.TRANSITION);
        EventOrigin origin = origin(after.position(), isStored, false);
        tell(occurrence(
                origin,
                before,
                after,
                false,
                views -> new TenantEvent.HeadChanged<>(
                        origin,
                        kind,
                        before.version(),
                        views.of(before.state()),
                        views.of(after.state()),
                        note.map(AuditEntry::context),
                        note.flatMap(AuditEntry::snapshotId))));
    }

    /** Tells of the snapshots of heads before a version, and returns the others. */
    private Seq<Entry<S>> taken(Seq<Entry<S>> added, long version, boolean isStored, boolean elsewhere) {
        Seq<Entry<S>> now = added.filter(entry -> entry.info().stateVersion() < version);
        for (Entry<S> entry : now) {
            HeadPoint<S> head = requireCurrent();
            EventOrigin origin = origin(head.position(), isStored, elsewhere);
            StateCell<S> cell = entry.cell();
            tell(occurrence(
                    origin,
                    head,
                    head,
                    false,
                    views ->
                            new TenantEvent.SnapshotTaken<>(origin, entry.info(), views.of(() -> reader.apply(cell)))));
        }
        return now.isEmpty() ? added : added.removeAll(now);
    }

    private void edited(SnapshotInfo before, SnapshotInfo after, Option<TransitionContext> context, boolean isStored) {
        HeadPoint<S> head = requireCurrent();
        EventOrigin origin = origin(head.position(), isStored, false);
        tell(occurrence(
                origin, head, head, false, views -> new TenantEvent.SnapshotEdited<>(origin, before, after, context)));
    }

    private void editedElsewhere(SnapshotInfo before, SnapshotInfo after) {
        HeadPoint<S> head = requireCurrent();
        EventOrigin origin = origin(head.position(), true, true);
        tell(occurrence(
                origin,
                head,
                head,
                false,
                views -> new TenantEvent.SnapshotEdited<>(origin, before, after, Option.none())));
    }

    private void removed(
            Seq<SnapshotInfo> gone, Option<TransitionContext> context, boolean isStored, boolean elsewhere) {
        if (gone.isEmpty()) {
            return;
        }
        HeadPoint<S> head = requireCurrent();
        EventOrigin origin = origin(head.position(), isStored, elsewhere);
        tell(occurrence(origin, head, head, false, views -> new TenantEvent.SnapshotsRemoved<>(origin, gone, context)));
    }

    private Occurrence<S> occurrence(
            EventOrigin origin,
            HeadPoint<S> before,
            HeadPoint<S> after,
            boolean isUnmissable,
            Function<StateViews<S>, TenantEvent<S>> maker) {
        return new Occurrence<>(this, origin, before, after, isStored(after), isUnmissable, maker);
    }

    private void tell(Occurrence<S> occurrence) {
        listeners.forEach(delivery -> delivery.tell(occurrence));
    }

    private boolean isStored(HeadPoint<S> point) {
        return durability == Durability.EVERY_TRANSITION || storedVersion >= point.version();
    }

    private EventOrigin origin(EventPosition position, boolean isStored, boolean elsewhere) {
        return new EventOrigin(label.tenant().value(), label.name(), position, isStored, elsewhere);
    }

    private HeadPoint<S> requireCurrent() {
        HeadPoint<S> now = current;
        if (now == null) {
            throw new AssertionError("what listeners know of the head is known as soon as there is one");
        }
        return now;
    }

    private HeadPoint<S> pointOf(Head<S> head) {
        StateCell<S> cell = head.cell();
        return new HeadPoint<>(positionOf(head), () -> reader.apply(cell));
    }

    private static EventPosition positionOf(Head<?> head) {
        return new EventPosition(head.version(), head.changedAt());
    }
}
