package io.varve.internal.diff;

import io.varve.diff.DiffRules;
import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through two states together, depth first, from one difference to the next. It holds the way to where it stands,
 * and nothing of what it has left; its depth is not limited by the thread's stack.
 */
final class Walk {

    private final Structure structure;
    private final DiffRules rules;
    private final StatePath base;
    private final @Nullable Object before;
    private final @Nullable Object after;
    private final List<Level> levels = new ArrayList<>();
    private boolean begun;

    Walk(Structure structure, DiffRules rules, Object before, Object after) {
        this(structure, rules, StatePath.root(), before, after);
    }

    /**
     * Goes through two values.
     *
     * @param base where they are
     * @param before what the earlier state has there, or null
     * @param after what the later state has there, or null
     */
    Walk(Structure structure, StatePath base, @Nullable Object before, @Nullable Object after) {
        this(structure, DiffRules.exact(), base, before, after);
    }

    private Walk(
            Structure structure, DiffRules rules, StatePath base, @Nullable Object before, @Nullable Object after) {
        this.structure = structure;
        this.rules = rules;
        this.base = base;
        this.before = before;
        this.after = after;
    }

    /** The next difference, or null if there is none. */
    @Nullable
    StateChange advance() {
        if (!begun) {
            StateChange whole = compare(before, after);
            begun = true;
            if (whole != null) {
                return whole;
            }
        }
        while (!levels.isEmpty()) {
            Level level = levels.get(levels.size() - 1);
            if (level.places.hasNext()) {
                Place place = level.places.next();
                level.at = place;
                StateChange found =
                        place.move() == null ? compare(place.before(), place.after()) : moved(place, place.move());
                if (found != null) {
                    return found;
                }
            } else {
                levels.remove(levels.size() - 1);
            }
        }
        return null;
    }

    private @Nullable StateChange moved(Place place, Place.Move move) {
        StatePath path = path();
        return rules.ignores(path)
                ? null
                : new StateChange.Moved(
                        path,
                        Objects.requireNonNull(place.before()),
                        Objects.requireNonNull(place.after()),
                        move.from(),
                        move.to());
    }

    /** Passes over whatever else differs within the first so many steps of the path to the last difference. */
    void leave(int steps) {
        while (levels.size() > steps) {
            levels.remove(levels.size() - 1);
        }
    }

    /** What the earlier state has after so many steps of the path to the last difference. */
    Object before(int steps) {
        return Objects.requireNonNull(
                steps == 0 ? before : levels.get(steps - 1).place().before());
    }

    /** What the later state has there. */
    Object after(int steps) {
        return Objects.requireNonNull(
                steps == 0 ? after : levels.get(steps - 1).place().after());
    }

    /** A difference at the place where the walk stands; null if there is none, or if it is to be looked for within. */
    @SuppressWarnings("ReferenceEquality") // What is the same object need not be looked into.
    private @Nullable StateChange compare(@Nullable Object left, @Nullable Object right) {
        if (left == right || !rules.isExact() && rules.ignores(path())) {
            return null;
        }
        if (left == null) {
            return new StateChange.Added(path(), Objects.requireNonNull(right));
        }
        if (right == null) {
            return new StateChange.Removed(path(), left);
        }
        Iterator<Place> places = places(left, right);
        if (places != null) {
            levels.add(new Level(places));
            return null;
        }
        return Objects.deepEquals(left, right) || !rules.isExact() && rules.tolerates(path(), left, right)
                ? null
                : new StateChange.Replaced(path(), left, right);
    }

    private @Nullable Iterator<Place> places(Object left, Object right) {
        Function<Object, ?> id = rules.isExact() ? null : rules.identityAt(path());
        Iterator<Place> byId = id == null ? null : structure.placesById(left, right, id);
        return byId != null ? byId : structure.places(left, right, this::path);
    }

    private StatePath path() {
        return levels.isEmpty()
                ? base
                : new StatePath(base.steps()
                        .appendAll(
                                Vector.ofAll(levels).map(level -> level.place().step())));
    }

    /** The places of two values of the same kind, and which of them the walk is at. */
    private static final class Level {

        private final Iterator<Place> places;
        private @Nullable Place at;

        Level(Iterator<Place> places) {
            this.places = places;
        }

        Place place() {
            return Objects.requireNonNull(at);
        }
    }
}
