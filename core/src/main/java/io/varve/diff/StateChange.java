package io.varve.diff;

import io.varve.internal.diff.Literals;
import io.vavr.control.Option;
import java.util.Objects;

/** One difference between two states, as {@link StateDiff} lists them. The values are those of the states, not copies. */
public sealed interface StateChange {

    /**
     * Where the states differ.
     *
     * @return the path, from the state itself
     */
    StatePath path();

    /**
     * What the earlier state has there.
     *
     * @return the value, or none
     */
    Option<Object> valueBefore();

    /**
     * What the later state has there.
     *
     * @return the value, or none
     */
    Option<Object> valueAfter();

    /**
     * The change that takes this one back.
     *
     * @return a change at the same path
     */
    StateChange invert();

    /**
     * Only the later state has something at the path: a key, an index behind the earlier sequence's end, an element of a
     * set, the value of an {@code Option}, or a component that was null.
     *
     * @param path where
     * @param after what is there in the later state
     */
    record Added(StatePath path, Object after) implements StateChange {
        /** Checks that nothing is null. */
        public Added {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public Option<Object> valueBefore() {
            return Option.none();
        }

        @Override
        public Option<Object> valueAfter() {
            return Option.some(after);
        }

        @Override
        public StateChange invert() {
            return new Removed(path, after);
        }

        /** The path and the value, which is shortened. */
        @Override
        public String toString() {
            return path + ": added " + Literals.shortened(after);
        }
    }

    /**
     * Only the earlier state has something at the path.
     *
     * @param path where; an index is that of the earlier sequence, whose end is what went
     * @param before what is there in the earlier state
     */
    record Removed(StatePath path, Object before) implements StateChange {
        /** Checks that nothing is null. */
        public Removed {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(before, "before");
        }

        @Override
        public Option<Object> valueBefore() {
            return Option.some(before);
        }

        @Override
        public Option<Object> valueAfter() {
            return Option.none();
        }

        @Override
        public StateChange invert() {
            return new Added(path, before);
        }

        /** The path and the value, which is shortened. */
        @Override
        public String toString() {
            return path + ": removed " + Literals.shortened(before);
        }
    }

    /**
     * An element of a sequence is in both states, and in another order among those that are. Only where elements are told
     * apart by an id, see {@link DiffRules#matching}; of several orders to tell it in, the one with the fewest moves. What
     * differs within the element is told by further changes.
     *
     * @param path where, by the element's id
     * @param before the element in the earlier state
     * @param after the element in the later state
     * @param from its index in the earlier sequence
     * @param to its index in the later sequence
     */
    record Moved(StatePath path, Object before, Object after, int from, int to) implements StateChange {
        /** Checks that nothing is null. */
        public Moved {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public Option<Object> valueBefore() {
            return Option.some(before);
        }

        @Override
        public Option<Object> valueAfter() {
            return Option.some(after);
        }

        @Override
        public StateChange invert() {
            return new Moved(path, after, before, to, from);
        }

        /** The path and the indexes. */
        @Override
        public String toString() {
            return path + ": moved from " + from + " to " + to;
        }
    }

    /**
     * Both states have something at the path, and these are not equal and have no parts that could be told apart.
     *
     * @param path where
     * @param before what is there in the earlier state
     * @param after what is there in the later state
     */
    record Replaced(StatePath path, Object before, Object after) implements StateChange {
        /** Checks that nothing is null. */
        public Replaced {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        @Override
        public Option<Object> valueBefore() {
            return Option.some(before);
        }

        @Override
        public Option<Object> valueAfter() {
            return Option.some(after);
        }

        @Override
        public StateChange invert() {
            return new Replaced(path, after, before);
        }

        /** The path and the values, which are shortened. */
        @Override
        public String toString() {
            return path + ": " + Literals.shortened(before) + " -> " + Literals.shortened(after);
        }
    }
}
