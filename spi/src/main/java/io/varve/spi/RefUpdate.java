package io.varve.spi;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One compare-and-set on a ref: if its value is {@code expected}, it becomes {@code next}. Null stands for an absent
 * ref; values are compared byte by byte.
 *
 * <p>Where both are equal the update is a <em>check</em>: it writes nothing, yet holds until the commit is visible, just
 * as if the ref had been written.
 *
 * @param name the name of the ref, as in {@link Ref}
 * @param expected the value that the ref must have, or null if it must be absent
 * @param next the value that it gets, or null if it is removed
 */
public record RefUpdate(String name, byte @Nullable [] expected, byte @Nullable [] next) {

    /**
     * Checks the name.
     *
     * @param name the name of the ref, as in {@link Ref}
     * @param expected the value that the ref must have, or null if it must be absent
     * @param next the value that it gets, or null if it is removed
     * @throws IllegalArgumentException if it is not a name that {@link Ref} allows
     */
    public RefUpdate {
        Ref.requireName(name);
    }

    /**
     * Makes an update that creates an absent ref.
     *
     * @param name the name
     * @param next the value it gets
     * @return the update
     */
    public static RefUpdate create(String name, byte[] next) {
        return new RefUpdate(name, null, Objects.requireNonNull(next, "next"));
    }

    /**
     * Makes an update that replaces a value.
     *
     * @param name the name
     * @param expected the value it must have
     * @param next the value it gets
     * @return the update
     */
    public static RefUpdate replace(String name, byte[] expected, byte[] next) {
        return new RefUpdate(name, Objects.requireNonNull(expected, "expected"), Objects.requireNonNull(next, "next"));
    }

    /**
     * Makes an update that removes a ref.
     *
     * @param name the name
     * @param expected the value it must have
     * @return the update
     */
    public static RefUpdate delete(String name, byte[] expected) {
        return new RefUpdate(name, Objects.requireNonNull(expected, "expected"), null);
    }

    /**
     * Makes an update that changes nothing but fails the commit unless the ref is as expected.
     *
     * @param name the name
     * @param expected the value it must have, or null if it must be absent
     * @return the update
     */
    public static RefUpdate check(String name, byte @Nullable [] expected) {
        return new RefUpdate(name, expected, expected);
    }

    /**
     * Whether this update only checks.
     *
     * @return true if the ref keeps its value, or stays absent
     */
    public boolean isCheck() {
        return Arrays.equals(expected, next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RefUpdate that
                && name.equals(that.name)
                && Arrays.equals(expected, that.expected)
                && Arrays.equals(next, that.next);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + Arrays.hashCode(expected)) + Arrays.hashCode(next);
    }

    @Override
    public String toString() {
        return "RefUpdate[" + name + ", " + describe(expected) + " -> " + describe(next) + "]";
    }

    private static String describe(byte @Nullable [] value) {
        return value == null ? "absent" : value.length + " bytes";
    }
}
