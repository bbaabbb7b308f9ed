package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * A tenant's snapshots in the order they were taken: descriptors only. Immutable.
 *
 * @param entries ordered by sequence number and, which is the same, by time
 * @param byName the named ones
 * @param byId all of them
 */
record History<S>(Vector<Entry<S>> entries, Map<String, Entry<S>> byName, Map<String, Entry<S>> byId) {

    private static final int LISTED_IN_MESSAGES = 10;

    static <S> History<S> empty() {
        return new History<>(Vector.empty(), HashMap.empty(), HashMap.empty());
    }

    /** A history of entries in ascending order. Cost: O(n). */
    static <S> History<S> of(Seq<Entry<S>> ordered) {
        return History.<S>empty().add(ordered);
    }

    /** Adds snapshots in ascending order, each of them newer than all, or one that was removed and comes back to its place. */
    History<S> add(Seq<Entry<S>> newer) {
        if (newer.isEmpty()) {
            return this;
        }
        Map<String, Entry<S>> named = byName;
        Map<String, Entry<S>> all = byId;
        for (Entry<S> entry : newer) {
            for (String name : entry.info().name()) {
                named = named.put(name, entry);
            }
            all = all.put(entry.info().id(), entry);
        }
        return new History<>(with(newer), named, all);
    }

    private Vector<Entry<S>> with(Seq<Entry<S>> added) {
        boolean areNewer = entries.isEmpty()
                || entries.last().info().sequence() < added.head().info().sequence();
        return areNewer
                ? entries.appendAll(added)
                : entries.appendAll(added).sortBy(entry -> entry.info().sequence());
    }

    History<S> remove(Seq<Entry<S>> gone) {
        if (gone.isEmpty()) {
            return this;
        }
        Map<String, Entry<S>> named = byName;
        Map<String, Entry<S>> all = byId;
        for (Entry<S> entry : gone) {
            for (String name : entry.info().name()) {
                named = named.remove(name);
            }
            all = all.remove(entry.info().id());
        }
        return new History<>(without(gone), named, all);
    }

    /** The oldest, which are what limits remove, go without a look at the others. */
    private Vector<Entry<S>> without(Seq<Entry<S>> gone) {
        if (areOldest(gone)) {
            return withoutOldest(gone.size());
        }
        Set<Long> sequences = HashSet.ofAll(gone.map(entry -> entry.info().sequence()));
        return entries.reject(entry -> sequences.contains(entry.info().sequence()));
    }

    private boolean areOldest(Seq<Entry<S>> gone) {
        int index = 0;
        for (Entry<S> entry : gone) {
            if (index >= entries.size() - 1
                    || entries.get(index++).info().sequence() != entry.info().sequence()) {
                return false;
            }
        }
        return true;
    }

    /** Vavr's vector goes on holding what it drops, so that is replaced first: its states must not be held. */
    private Vector<Entry<S>> withoutOldest(int number) {
        Vector<Entry<S>> left = entries;
        for (int i = 0; i < number; i++) {
            left = left.update(i, entries.get(number));
        }
        return left.drop(number);
    }

    /** The snapshot taken before another, of those that are left. */
    Option<Entry<S>> before(Entry<S> entry) {
        return indexOf(entry.info().sequence()).filter(index -> index > 0).map(index -> entries.get(index - 1));
    }

    /** Puts a snapshot of which something else is said in its own place. */
    History<S> edit(Edited<S> edited) {
        Entry<S> after = edited.after();
        return indexOf(after.info().sequence())
                .map(index -> {
                    Map<String, Entry<S>> others = edited.before().info().name().fold(() -> byName, byName::remove);
                    return new History<>(
                            entries.update(index, after),
                            after.info().name().fold(() -> others, name -> others.put(name, after)),
                            byId.put(after.info().id(), after));
                })
                .getOrElse(this);
    }

    /** The snapshot of a sequence number. Cost: O(log n). */
    Option<Entry<S>> bySequence(long sequence) {
        return indexOf(sequence).map(entries::get);
    }

    Seq<SnapshotInfo> infos() {
        return entries.map(Entry::info);
    }

    Option<Entry<S>> find(SnapshotRef ref) {
        if (ref instanceof SnapshotRef.Named named) {
            return byName.get(named.name());
        } else if (ref instanceof SnapshotRef.Latest) {
            return entries.lastOption();
        } else if (ref instanceof SnapshotRef.Index at) {
            return Option.when(at.index() < entries.size(), () -> entries.get(at.index()));
        } else if (ref instanceof SnapshotRef.AsOf asOf) {
            int taken = takenUntil(asOf.instant());
            return Option.when(taken > 0, () -> entries.get(taken - 1));
        } else if (ref instanceof SnapshotRef.Id id) {
            return byId.get(id.id());
        }
        throw new AssertionError("unknown selector: " + ref);
    }

    /**
     * The entry of a reference.
     *
     * @param whose whose history this is, for the message
     * @throws SnapshotNotFoundException if there is none
     */
    Entry<S> require(SnapshotRef ref, TimelineLabel whose) {
        return find(ref)
                .getOrElseThrow(() ->
                        new SnapshotNotFoundException("no snapshot " + ref + " for " + whose + "; " + describe()));
    }

    /** What there is, for the message that something is not. */
    String describe() {
        if (entries.isEmpty()) {
            return "it has no snapshots";
        }
        String newest = entries.takeRight(LISTED_IN_MESSAGES)
                .map(entry -> entry.info().label())
                .mkString(", ");
        String span = ", taken from " + entries.head().info().createdAt() + " to "
                + entries.last().info().createdAt();
        return entries.size() <= LISTED_IN_MESSAGES
                ? "it has: " + newest + span
                : "it has " + entries.size() + " snapshots, the newest of which are: " + newest + span;
    }

    private Option<Integer> indexOf(long sequence) {
        int index = firstFrom(sequence);
        return Option.when(index < entries.size() && entries.get(index).info().sequence() == sequence, index);
    }

    /** The index of the first snapshot with a sequence number or a larger one, by binary search. */
    int firstFrom(long sequence) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).info().sequence() < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many snapshots were taken before an instant, by binary search. */
    int takenBefore(Instant instant) {
        return taken(info -> info.createdAt().isBefore(instant));
    }

    /** How many snapshots were taken until an instant, by binary search. */
    private int takenUntil(Instant instant) {
        return taken(info -> !info.createdAt().isAfter(instant));
    }

    /** How many snapshots there are before the first one that was not taken so early. */
    private int taken(Predicate<SnapshotInfo> soEarly) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (soEarly.test(entries.get(middle).info())) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
