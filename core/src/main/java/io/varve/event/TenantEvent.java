package io.varve.event;

import io.varve.AuditKind;
import io.varve.SnapshotInfo;
import io.varve.TransitionContext;
import io.varve.VarveException;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * Something that was done with a timeline of a tenant. What one commit did is told as one event for each thing that it did: the
 * safety snapshot of a rollback, then the rollback, then what was removed along with it. Later versions may have more kinds of
 * events.
 *
 * <p>Each timeline of each listener begins with {@link ListeningStarted}, and what follows is without gaps: each event that tells of a
 * head says from which version it came, and that is the version of the one before. A listener that keeps something in step with the
 * head therefore needs no more than {@code before()} and {@code after()} of these; one that was away looks whether {@link
 * ListeningStarted} is at the {@linkplain #storedPosition() position} that it remembers, and if not takes over the state that it
 * finds there.
 *
 * @param <S> the type of the state
 */
public sealed interface TenantEvent<S> {

    /**
     * What all events say.
     *
     * @return of which timeline it is, and how far that had come
     */
    EventOrigin origin();

    /**
     * The tenant.
     *
     * @return its id
     */
    default String tenantId() {
        return origin().tenantId();
    }

    /**
     * The timeline.
     *
     * @return the name that it had then
     */
    default String timeline() {
        return origin().timeline();
    }

    /**
     * The head once it was done.
     *
     * @return its version and time
     */
    default EventPosition position() {
        return origin().position();
    }

    /**
     * Up to which head all is known to be in the store with this event: what a listener remembers, once it has handled the event,
     * to go on from after a restart.
     *
     * @return the position, or none if the event says nothing about it
     */
    Option<EventPosition> storedPosition();

    /**
     * From here on the listener is told of the timeline: the tenant was opened, or the timeline was made or opened, or the listener was
     * registered.
     *
     * @param origin of which timeline it is
     * @param after the head
     * @param <S> the type of the state
     */
    record ListeningStarted<S>(EventOrigin origin, EventState<S> after) implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param after the head
         */
        public ListeningStarted {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.when(origin.stored(), origin::position);
        }
    }

    /**
     * The head changed: by a transition, or several as one change, a rollback, a revert or a merge.
     *
     * @param origin of which timeline it is
     * @param kind what was done
     * @param versionBefore the head's version before it
     * @param before the state before it
     * @param after the state after it
     * @param context who and why; none if that was not said, or if a write of which this process did not know what became of it
     *     turned out to have been done
     * @param snapshotId the id of the snapshot that was gone back to, as in {@link io.varve.AuditEntry#snapshotId}
     * @param <S> the type of the state
     */
    record HeadChanged<S>(
            EventOrigin origin,
            AuditKind kind,
            long versionBefore,
            EventState<S> before,
            EventState<S> after,
            Option<TransitionContext> context,
            Option<String> snapshotId)
            implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param kind what was done
         * @param versionBefore the version before
         * @param before the state before
         * @param after the state after
         * @param context who and why
         * @param snapshotId the snapshot
         */
        public HeadChanged {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(snapshotId, "snapshotId");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.when(origin.stored(), origin::position);
        }
    }

    /**
     * Another process that shares the tenant has changed the head, once or several times. Who it was and why stands in the audit trail,
     * {@link io.varve.Tenant#audit()}, as far as that was said.
     *
     * @param origin of which timeline it is
     * @param versionBefore the version that was known here before
     * @param before the state that was known here before
     * @param after the state after it
     * @param <S> the type of the state
     */
    record ChangedElsewhere<S>(EventOrigin origin, long versionBefore, EventState<S> before, EventState<S> after)
            implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param versionBefore the version before
         * @param before the state before
         * @param after the state after
         */
        public ChangedElsewhere {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.some(origin.position());
        }
    }

    /**
     * Events that the listener can't be told any more, since more came than may wait for it. What they made of the head is the difference
     * of two states; their contexts are in the audit trail, {@link io.varve.Tenant#audit()}, as the entries between the two
     * versions, and which snapshots there are {@link io.varve.Tenant#snapshots()} tells.
     *
     * @param origin of which timeline it is, after the last of them
     * @param versionBefore the head's version before the first of them
     * @param before the state before the first
     * @param after the state after the last
     * @param events how many events it were
     * @param <S> the type of the state
     */
    record Missed<S>(EventOrigin origin, long versionBefore, EventState<S> before, EventState<S> after, long events)
            implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param versionBefore the version before
         * @param before the state before
         * @param after the state after
         * @param events how many events
         */
        public Missed {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.when(origin.stored(), origin::position);
        }
    }

    /**
     * A snapshot was taken, or one that had been deleted was brought back by an undo, with its number and time of before.
     *
     * @param origin of which timeline it is
     * @param snapshot what is known of it
     * @param state its state
     * @param <S> the type of the state
     */
    record SnapshotTaken<S>(EventOrigin origin, SnapshotInfo snapshot, EventState<S> state) implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param snapshot what is known of it
         * @param state its state
         */
        public SnapshotTaken {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(snapshot, "snapshot");
            Objects.requireNonNull(state, "state");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.none();
        }
    }

    /**
     * Something else is said of a snapshot: it lost its name to another, or a hold was placed on it or taken away.
     *
     * @param origin of which timeline it is
     * @param before what was known of it
     * @param after what is known of it now
     * @param context who and why, if that was said
     * @param <S> the type of the state
     */
    record SnapshotEdited<S>(
            EventOrigin origin, SnapshotInfo before, SnapshotInfo after, Option<TransitionContext> context)
            implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param before what was known
         * @param after what is known
         * @param context who and why
         */
        public SnapshotEdited {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(context, "context");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.none();
        }
    }

    /**
     * Snapshots were removed: by hand, by pruning or along with something else; of many, a few at a time. In {@link
     * io.varve.Durability#ASYNC} also those whose state turned out not to be storable.
     *
     * @param origin of which timeline it is
     * @param snapshots what was known of them, not empty
     * @param context who pruned or deleted and why, with the first of them; none else
     * @param <S> the type of the state
     */
    record SnapshotsRemoved<S>(EventOrigin origin, Seq<SnapshotInfo> snapshots, Option<TransitionContext> context)
            implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param snapshots the snapshots
         * @param context who and why
         */
        public SnapshotsRemoved {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(snapshots, "snapshots");
            Objects.requireNonNull(context, "context");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.none();
        }
    }

    /**
     * The timeline has another name, which this event and all after it have. What another process renames is not told, nor what was
     * {@link Missed}: later events have the new name then too.
     *
     * @param origin of which timeline it is, by its new name
     * @param nameBefore the name that it had
     * @param <S> the type of the state
     */
    record TimelineRenamed<S>(EventOrigin origin, String nameBefore) implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param nameBefore the name that it had
         */
        public TimelineRenamed {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(nameBefore, "nameBefore");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.none();
        }
    }

    /**
     * The store has the head of this position now, and with it all that was told of up to it: a crash does not undo it any more. In
     * {@link io.varve.Durability#EVERY_TRANSITION} this is not told, since each {@link HeadChanged} is stored already.
     *
     * @param origin of which timeline it is; the position is that of the head which was stored, behind which the one that was told of last may
     *     be
     * @param <S> the type of the state
     */
    record HeadStored<S>(EventOrigin origin) implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         */
        public HeadStored {
            Objects.requireNonNull(origin, "origin");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.some(origin.position());
        }
    }

    /**
     * The last event of a timeline: the tenant was closed with the manager, removed or lost to another manager, or the timeline was
     * deleted. If it is opened again, that begins with {@link ListeningStarted}; a listener that was registered with {@link
     * io.varve.Tenant#listen} has to be registered with the new handle.
     *
     * @param origin of which timeline it is
     * @param why what calls of the handle throw from now on
     * @param <S> the type of the state
     */
    record ListeningEnded<S>(EventOrigin origin, VarveException why) implements TenantEvent<S> {

        /**
         * Checks that nothing is null.
         *
         * @param origin of which timeline it is
         * @param why the reason
         */
        public ListeningEnded {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public Option<EventPosition> storedPosition() {
            return Option.none();
        }
    }
}
