package io.varve.spi;

import java.util.Objects;

/**
 * The validated name of a tenant: 1 to {@value #MAX_LENGTH} characters, each an ASCII letter, a digit or one of
 * {@code . _ - : @ + = ~}, beginning with a letter or a digit and without two dots in a row.
 *
 * <p>The alphabet is ASCII so that the order of characters is the order of bytes in every engine, and without slashes
 * so that an id can't climb out of a folder. Ids are case-sensitive; a backend whose keys are not must encode them.
 *
 * @param value the text of the id
 */
public record TenantId(String value) implements Comparable<TenantId> {

    /** The largest number of characters in an id. */
    public static final int MAX_LENGTH = 128;

    private static final String PUNCTUATION = "._-:@+=~";

    /**
     * Checks the id.
     *
     * @param value the text of the id
     * @throws IllegalArgumentException if the id is empty, too long, has a character that is not allowed, or two dots
     *     in a row
     */
    public TenantId {
        Objects.requireNonNull(value, "tenant id");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a tenant id must not be empty");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a tenant id has at most " + MAX_LENGTH + " characters; this one has "
                    + value.length() + ": '" + value.substring(0, 16).replaceAll("[^ -~]", "?") + "…'");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && (i == 0 || PUNCTUATION.indexOf(c) < 0)) {
                throw new IllegalArgumentException(String.format(
                        "a tenant id begins with an ASCII letter or digit and goes on with those or %s;"
                                + " found U+%04X at position %d",
                        PUNCTUATION, (int) c, i));
            }
        }
        if (value.contains("..")) {
            throw new IllegalArgumentException("a tenant id must not contain '..': '" + value + "'");
        }
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** Orders by characters, which for these ids is the order of unsigned bytes. */
    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
