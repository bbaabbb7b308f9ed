package io.varve.spi;

import java.util.Arrays;
import java.util.Objects;

/**
 * A named small value of a tenant. A name has 1 to {@value #MAX_NAME_LENGTH} characters between {@code '!'} and
 * {@code '~'} (printable ASCII without the space), so that the order of characters is the order of bytes.
 *
 * @param name the name
 * @param value the value, possibly no bytes; not copied, and never to be modified after it was given here
 */
public record Ref(String name, byte[] value) {

    /** The largest number of characters in a name. */
    public static final int MAX_NAME_LENGTH = 200;

    /**
     * Checks the name.
     *
     * @param name the name
     * @param value the value, possibly no bytes; not copied, and never to be modified after it was given here
     * @throws IllegalArgumentException if the name is empty, too long, or has a character that is not allowed
     */
    public Ref {
        requireName(name);
        Objects.requireNonNull(value, "value");
    }

    static String requireName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "a ref's name has 1 to " + MAX_NAME_LENGTH + " characters, not " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '!' || c > '~') {
                throw new IllegalArgumentException(String.format(
                        "a ref's name is made of printable ASCII characters; found U+%04X at position %d", (int) c, i));
            }
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ref that && name.equals(that.name) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Ref[" + name + ", " + value.length + " bytes]";
    }
}
