package io.varve.diff;

import io.varve.internal.diff.Literals;
import io.varve.internal.diff.Pointers;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Objects;

/**
 * A place in a state, as the steps that lead to it from the state itself. Its text is like Java: {@code
 * sessions["s-42"].expiresAt}, {@code orders[17].total}.
 *
 * @param steps the steps; none leads to the state itself
 */
public record StatePath(Seq<Step> steps) {

    private static final StatePath ROOT = new StatePath(Vector.empty());

    /** Copies the steps if they are not a vector already, so that equal paths are of one kind. */
    public StatePath {
        steps = Vector.ofAll(Objects.requireNonNull(steps, "steps"));
    }

    /**
     * The state itself.
     *
     * @return the path without steps
     */
    public static StatePath root() {
        return ROOT;
    }

    /**
     * A place within this one.
     *
     * @param step the way from here
     * @return this path with one more step
     */
    public StatePath then(Step step) {
        return new StatePath(steps.append(Objects.requireNonNull(step, "step")));
    }

    /**
     * A place within this one.
     *
     * @param name the name of a component
     * @return this path with one more step
     */
    public StatePath component(String name) {
        return then(new Component(name));
    }

    /**
     * A place within this one.
     *
     * @param key a key of a map
     * @return this path with one more step
     */
    public StatePath key(Object key) {
        return then(new Key(key));
    }

    /**
     * A place within this one.
     *
     * @param index an index of a sequence
     * @return this path with one more step
     * @throws IllegalArgumentException if it is negative
     */
    public StatePath index(int index) {
        return then(new Index(index));
    }

    /**
     * Whether another place is this one or around it.
     *
     * @param other another path
     * @return true if this path begins with all steps of the other
     */
    public boolean startsWith(StatePath other) {
        return steps.startsWith(Objects.requireNonNull(other, "other").steps);
    }

    /**
     * This path as a pointer of RFC 6901, such as {@code /sessions/s-42/expiresAt}: a component by its name, an index by its
     * number, keys, elements and ids by their texts. The step into an {@code Option} has no segment, so that different paths may
     * have one pointer, as may keys of different types.
     *
     * @return the pointer, empty for the state itself
     */
    public String toPointer() {
        return Pointers.pointer(this);
    }

    /** The steps one after the other; {@code (state)} for the state itself. */
    @Override
    public String toString() {
        if (steps.isEmpty()) {
            return "(state)";
        }
        String text = steps.mkString();
        return text.startsWith(".") ? text.substring(1) : text;
    }

    /** The way from a value to a part of it. */
    public sealed interface Step {}

    /**
     * To a component of a record; {@code _1} and so on of a tuple, {@code left} or {@code right} of an {@code Either}. As
     * text: {@code .name}
     *
     * @param name its name
     */
    public record Component(String name) implements Step {
        /** Checks that the name is not null. */
        public Component {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return "." + name;
        }
    }

    /**
     * To the value of a key of a map. As text: {@code ["s-42"]}, strings quoted and escaped as in Java, all else by its own
     * text.
     *
     * @param key the key
     */
    public record Key(Object key) implements Step {
        /** Checks that the key is not null. */
        public Key {
            Objects.requireNonNull(key, "key");
        }

        @Override
        public String toString() {
            return "[" + Literals.of(key) + "]";
        }
    }

    /**
     * To an element of a sequence. As text: {@code [17]}
     *
     * @param index its index, from 0
     */
    public record Index(int index) implements Step {
        /**
         * Checks the index.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Index {
            if (index < 0) {
                throw new IllegalArgumentException("an index is not negative, as " + index + " is");
            }
        }

        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /**
     * To an element of a set. As text: <code>{"red"}</code>
     *
     * @param element the element
     */
    public record Element(Object element) implements Step {
        /** Checks that the element is not null. */
        public Element {
            Objects.requireNonNull(element, "element");
        }

        @Override
        public String toString() {
            return "{" + Literals.of(element) + "}";
        }
    }

    /**
     * To an element of a sequence whose elements are told apart by an id, see {@link DiffRules#matching}. As text: {@code
     * [#"l-7"]}
     *
     * @param id the element's id
     */
    public record Identity(Object id) implements Step {
        /** Checks that the id is not null. */
        public Identity {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String toString() {
            return "[#" + Literals.of(id) + "]";
        }
    }

    /** To what an {@code Option} or {@code Optional} holds, if it holds something. As text: {@code ?} */
    public record Present() implements Step {
        @Override
        public String toString() {
            return "?";
        }
    }
}
