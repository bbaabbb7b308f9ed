package io.varve.internal.engine;

import io.varve.DuplicateNameException;
import io.varve.SnapshotHeldException;
import io.varve.SnapshotHold;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The snapshots of one tenant: the history as it is, and how new entries of it are made. Reading the history takes no
 * lock; all else is guarded by the tenant's {@link Timeline}, which plans and publishes one change at a time.
 */
final class Snapshots<S> {

    private final TimelineLabel label;
    private final InstantSource clock;
    private final Residents<S> residents;
    private volatile History<S> history;
    private long nextSequence;
    private Instant lastCreatedAt;

    Snapshots(OpenTenant<S> opened, Residents<S> residents) {
        this.label = opened.label();
        this.clock = opened.clock();
        this.residents = residents;
        this.history = opened.history();
        this.nextSequence = opened.nextSequence();
        // The newest snapshot may have been deleted since; the head tells of it too.
        this.lastCreatedAt = history.entries()
                .lastOption()
                .map(entry -> latest(entry.info().createdAt(), opened.head().changedAt()))
                .getOrElse(opened.head().changedAt());
        history.entries().forEach(entry -> entry.cell().takenAs(entry.info().sequence()));
    }

    History<S> history() {
        return history;
    }

    /** The sequence number of the next snapshot. Guarded as {@link #next}. */
    long nextSequence() {
        return nextSequence;
    }

    Option<SnapshotInfo> find(SnapshotRef ref) {
        return history.find(ref).map(Entry::info);
    }

    Entry<S> require(SnapshotRef ref) {
        return history.require(ref, label);
    }

    /** The snapshot that has the state of a head, if there is one. Cost: O(log n). */
    Option<Entry<S>> of(Head<S> head) {
        return head.cell().lastSnapshot().flatMap(history::bySequence);
    }

    /**
     * The snapshot whose name a new one takes.
     *
     * @throws DuplicateNameException if there is one, and the request does not say that the name is to be replaced
     */
    Option<Edited<S>> loserOfName(SnapshotRequest request) {
        Option<Entry<S>> holder = request.name().flatMap(history.byName()::get);
        if (holder.isDefined() && !request.replacesName()) {
            SnapshotInfo other = holder.get().info();
            throw new DuplicateNameException(label + " has a snapshot " + other.label()
                    + " already, taken at " + other.createdAt()
                    + "; delete it first, choose another name, or take the name from it with replaceName()");
        }
        return holder.map(Edited::losingItsName);
    }

    /** The snapshot that a request asks for, of a head. */
    Entry<S> next(SnapshotRequest request, Head<S> of) {
        return next(
                request, request.name().isDefined() ? SnapshotKind.NAMED : SnapshotKind.AUTOMATIC, of, List.empty());
    }

    /**
     * A new snapshot of a head.
     *
     * @param before others that the same change adds before it
     */
    Entry<S> next(SnapshotRequest request, SnapshotKind kind, Head<S> of, Seq<Entry<S>> before) {
        Instant previous =
                before.lastOption().map(entry -> entry.info().createdAt()).getOrElse(lastCreatedAt);
        Instant createdAt = latest(clock.instant(), previous);
        long sequence = nextSequence + before.size();
        return new Entry<>(
                new SnapshotInfo(
                        SnapshotIds.next(createdAt, sequence),
                        sequence,
                        request.name(),
                        kind,
                        createdAt,
                        request.createdBy(),
                        request.description(),
                        request.tags(),
                        request.metadata(),
                        of.version(),
                        parentsOf(of.version(), of.ancestry(), before),
                        request.holds().map(hold -> hold.placedAt(createdAt))),
                of.cell(),
                of.ancestry());
    }

    /**
     * The ids of the snapshots that a head comes from.
     *
     * @param version its version
     * @param ancestry where it comes from
     * @param before those that the same change adds before the one that is to be taken of it
     */
    Seq<String> parentsOf(long version, Ancestry ancestry, Seq<Entry<S>> before) {
        return parentsOf(version, ancestry, history, before);
    }

    static <S> Seq<String> parentsOf(long version, Ancestry ancestry, History<S> history, Seq<Entry<S>> before) {
        Option<SnapshotInfo> last = before.lastOption()
                .orElse(() -> history.entries()
                        .reverseIterator()
                        .find(entry -> entry.info().stateVersion() <= version))
                .map(Entry::info);
        return ancestry.lineage()
                .filter(lineage -> !last.exists(info -> info.stateVersion() >= lineage.version()))
                .map(Lineage::parents)
                .getOrElse(() -> last.map(SnapshotInfo::id).toList());
    }

    /**
     * Fails if a snapshot may not be removed now.
     *
     * @throws SnapshotHeldException if it is held
     */
    void requireNotHeld(Entry<S> entry) {
        Seq<SnapshotHold> holds = entry.info().holdsAt(clock.instant());
        if (holds.nonEmpty()) {
            throw new SnapshotHeldException("snapshot " + entry.info().label() + " of " + label
                    + " can't be removed, for it is held as " + holds.mkString("; as ")
                    + "; release it first, or wait until the holds have expired");
        }
    }

    void publish(Change<S> change) {
        for (Entry<S> entry : change.added()) {
            nextSequence = Math.max(nextSequence, entry.info().sequence() + 1);
            lastCreatedAt = latest(entry.info().createdAt(), lastCreatedAt);
            entry.cell().takenAs(entry.info().sequence());
            residents.used(entry.cell());
        }
        history = change.edited()
                .foldLeft(history, History::edit)
                .add(change.added())
                .remove(change.removed());
    }

    /** Takes over what other processes have made of the history. */
    @SuppressWarnings("ReferenceEquality") // the history that is known, or another
    void arrive(Arrival<S> arrival) {
        nextSequence = arrival.nextSequence();
        lastCreatedAt = latest(lastCreatedAt, arrival.head().changedAt());
        for (Entry<S> entry : arrival.history().entries().lastOption()) {
            lastCreatedAt = latest(lastCreatedAt, entry.info().createdAt());
        }
        if (arrival.history() != history) {
            arrival.history()
                    .entries()
                    .forEach(entry -> entry.cell().takenAs(entry.info().sequence()));
            history = arrival.history();
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
