package io.varve.internal.diff;

import io.varve.diff.DiffSummary;
import io.varve.diff.DiffSummary.CollectionPart;
import io.varve.diff.DiffSummary.Entries;
import io.varve.diff.DiffSummary.Part;
import io.varve.diff.DiffSummary.ValuePart;
import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Seq;
import io.vavr.collection.Traversable;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a walk finds. What belongs to one collection comes in one run, and so does what belongs to one entry. */
final class Summing {

    /** What became of an entry or a value. */
    private enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    private final Walk walk;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private long otherParts;
    private @Nullable Counted open;

    Summing(Walk walk) {
        this.walk = walk;
    }

    DiffSummary sum() {
        for (StateChange change = walk.advance(); change != null; change = walk.advance()) {
            Seq<Step> steps = change.path().steps();
            int entry = steps.indexWhere(Summing::isEntry);
            if (entry < 0) {
                close();
                list(new ValuePart(change));
                count(kind(change));
            } else {
                Kind kind = entry == steps.length() - 1 ? kind(change) : Kind.CHANGED;
                if (counted(steps, entry).add(kind, steps.get(entry))) {
                    count(kind);
                }
                // Whatever else differs in this entry makes no difference to the counts.
                walk.leave(entry + 1);
            }
        }
        close();
        return new DiffSummary(
                counts.getOrDefault(Kind.ADDED, 0L),
                counts.getOrDefault(Kind.REMOVED, 0L),
                counts.getOrDefault(Kind.CHANGED, 0L),
                Vector.ofAll(parts),
                otherParts);
    }

    /** The collection to which an entry belongs. */
    private Counted counted(Seq<Step> steps, int entry) {
        Counted current = open;
        if (current == null || !current.steps.equals(steps.take(entry))) {
            close();
            current = new Counted(steps.take(entry), size(walk.before(entry)), size(walk.after(entry)));
            open = current;
        }
        return current;
    }

    private void close() {
        if (open != null) {
            list(open.part());
            open = null;
        }
    }

    private void list(Part part) {
        if (parts.size() < DiffSummary.MAX_PARTS) {
            parts.add(part);
        } else {
            otherParts++;
        }
    }

    private void count(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    private static Kind kind(StateChange change) {
        return change instanceof StateChange.Added
                ? Kind.ADDED
                : change instanceof StateChange.Removed ? Kind.REMOVED : Kind.CHANGED;
    }

    private static boolean isEntry(Step step) {
        return !(step instanceof StatePath.Component || step instanceof StatePath.Present);
    }

    private static Object key(Step step) {
        if (step instanceof StatePath.Key key) {
            return key.key();
        } else if (step instanceof StatePath.Element element) {
            return element.element();
        } else if (step instanceof StatePath.Index at) {
            return at.index();
        } else if (step instanceof StatePath.Identity identity) {
            return identity.id();
        }
        throw new AssertionError("no entry: " + step);
    }

    private static int size(Object collection) {
        if (collection instanceof Traversable<?> vavr) {
            return vavr.size();
        }
        return collection instanceof Map<?, ?> map ? map.size() : ((Collection<?>) collection).size();
    }

    /** A collection whose entries are being counted. */
    private static final class Counted {

        private final Seq<Step> steps;
        private final int sizeBefore;
        private final int sizeAfter;
        private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        private final Map<Kind, List<Object>> keys = new EnumMap<>(Kind.class);
        private @Nullable Step last;

        Counted(Seq<Step> steps, int sizeBefore, int sizeAfter) {
            this.steps = steps;
            this.sizeBefore = sizeBefore;
            this.sizeAfter = sizeAfter;
        }

        /** Counts an entry, unless it was the last one too: one that moved may have changed as well. */
        boolean add(Kind kind, Step entry) {
            if (entry.equals(last)) {
                return false;
            }
            last = entry;
            counts.merge(kind, 1L, Long::sum);
            List<Object> listed = keys.computeIfAbsent(kind, any -> new ArrayList<>());
            if (listed.size() < DiffSummary.MAX_KEYS) {
                listed.add(key(entry));
            }
            return true;
        }

        CollectionPart part() {
            return new CollectionPart(
                    new StatePath(steps),
                    sizeBefore,
                    sizeAfter,
                    entries(Kind.ADDED),
                    entries(Kind.REMOVED),
                    entries(Kind.CHANGED));
        }

        private Entries entries(Kind kind) {
            return new Entries(counts.getOrDefault(kind, 0L), Vector.ofAll(keys.getOrDefault(kind, List.of())));
        }
    }
}
