package io.varve.diff;

import io.varve.internal.diff.Pointers;
import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Selects places in a state, in the notation of {@linkplain StatePath#toPointer() pointers}, with {@code *} for any one
 * segment and {@code **} for any number of them:
 *
 * <pre>
 * PathPattern.of("/sessions/s-42/expiresAt") // one place
 * PathPattern.of("/sessions/*&#47;expiresAt")     // of every session
 * PathPattern.of("/**&#47;updatedAt")             // wherever there is a component or key of that name
 * </pre>
 *
 * <p>A segment matches a component by its name, an index by its number, and a key or an element by its text; a {@code /} in it
 * is written {@code ~1}, a {@code ~} as {@code ~0}. The step into an {@code Option} has no segment. Immutable.
 */
public final class PathPattern implements Predicate<StatePath> {

    private static final String ANY = "*";
    private static final String ANY_NUMBER = "**";

    private final String text;
    private final Vector<String> segments;

    private PathPattern(String text, Vector<String> segments) {
        this.text = text;
        this.segments = segments;
    }

    /**
     * Reads a pattern.
     *
     * @param text the pattern; empty for the state itself
     * @return the pattern
     * @throws IllegalArgumentException if it is not empty and does not begin with {@code /}
     */
    public static PathPattern of(String text) {
        Objects.requireNonNull(text, "text");
        if (!text.isEmpty() && !text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a pattern of paths is empty or begins with /, such as /sessions/*/expiresAt; found " + text);
        }
        return new PathPattern(text, Pointers.segments(text));
    }

    /**
     * Whether a place is selected.
     *
     * @param path the place
     * @return true if the pattern matches all of its path
     */
    @Override
    public boolean test(StatePath path) {
        return matches(segments, Pointers.segments(path));
    }

    private static boolean matches(Vector<String> pattern, Vector<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        if (pattern.head().equals(ANY_NUMBER)) {
            return matches(pattern.tail(), path) || path.nonEmpty() && matches(pattern, path.tail());
        }
        return path.nonEmpty()
                && (pattern.head().equals(ANY) || pattern.head().equals(path.head()))
                && matches(pattern.tail(), path.tail());
    }

    /** The pattern as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
