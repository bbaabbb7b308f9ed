package io.varve.diff;

import io.varve.internal.diff.Literals;
import io.vavr.collection.Seq;
import java.util.Locale;
import java.util.Objects;

/**
 * How much differs between two states, and where. What counts is entries: an entry of a map, an element of a sequence or
 * set, counted once however much of it changed, and every other component that changed. What is reached from the state by
 * names of components alone is a part: a {@linkplain CollectionPart collection} or a {@linkplain ValuePart value}.
 *
 * @param added how many entries and values were added, in all parts
 * @param removed how many were removed
 * @param changed how many are in both states, and differ
 * @param parts the first {@value #MAX_PARTS} parts that differ, in the order of the components
 * @param otherParts how many more parts differ
 */
public record DiffSummary(long added, long removed, long changed, Seq<Part> parts, long otherParts) {

    /** The number of parts that are listed; only states that nest records of the same type without end have more. */
    public static final int MAX_PARTS = 1_000;

    /** The number of keys that are listed of each part and kind of change. */
    public static final int MAX_KEYS = 10;

    /** Checks that nothing is null. */
    public DiffSummary {
        Objects.requireNonNull(parts, "parts");
    }

    /**
     * Whether nothing differs.
     *
     * @return true if there is no change
     */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The counts, and each part on a line of its own, or several. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "no changes";
        }
        String text = Literals.counts(added, removed, changed)
                + parts.map(part -> "\n" + part).mkString();
        return otherParts == 0 ? text : text + "\nand " + Literals.counted(otherParts, "other part");
    }

    /** A part of the state that differs. */
    public sealed interface Part {

        /**
         * Where it is.
         *
         * @return a path of components
         */
        StatePath path();
    }

    /**
     * Something that was added, removed or replaced as a whole.
     *
     * @param change what became of it
     */
    public record ValuePart(StateChange change) implements Part {
        /** Checks that the change is not null. */
        public ValuePart {
            Objects.requireNonNull(change, "change");
        }

        @Override
        public StatePath path() {
            return change.path();
        }

        @Override
        public String toString() {
            return change.toString();
        }
    }

    /**
     * A collection in which entries differ.
     *
     * @param path where it is
     * @param sizeBefore its size in the earlier state
     * @param sizeAfter its size in the later state
     * @param added the entries that only the later state has
     * @param removed the entries that only the earlier state has
     * @param changed the entries that both have, and that differ
     */
    public record CollectionPart(
            StatePath path, int sizeBefore, int sizeAfter, Entries added, Entries removed, Entries changed)
            implements Part {
        /** Checks that nothing is null. */
        public CollectionPart {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(added, "added");
            Objects.requireNonNull(removed, "removed");
            Objects.requireNonNull(changed, "changed");
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: size %d -> %d", path, sizeBefore, sizeAfter)
                    + added.line("added")
                    + removed.line("removed")
                    + changed.line("changed");
        }
    }

    /**
     * Some entries of a collection.
     *
     * @param count how many there are
     * @param keys the first of their keys (of a sequence the indexes, of a set the elements), in the order of the changes; at
     *     most {@link #MAX_KEYS}
     */
    public record Entries(long count, Seq<Object> keys) {
        /** Checks that the keys are not null. */
        public Entries {
            Objects.requireNonNull(keys, "keys");
        }

        /**
         * How many have a key that is not listed.
         *
         * @return the count without the listed ones
         */
        public long others() {
            return count - keys.length();
        }

        private String line(String what) {
            if (count == 0) {
                return "";
            }
            String listed = keys.map(Literals::shortened).mkString(", ");
            return "\n  " + count + " " + what + ": " + listed
                    + (others() == 0 ? "" : " and " + Literals.counted(others(), "other"));
        }
    }
}
