package io.varve.internal.diff;

import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Component;
import io.varve.diff.StatePath.Element;
import io.varve.diff.StatePath.Index;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Vector;

/** Paths as pointers of RFC 6901. */
public final class Pointers {

    private Pointers() {}

    /** The segments of a path, unescaped. The step into an {@code Option} has none. */
    public static Vector<String> segments(StatePath path) {
        return path.steps()
                .reject(StatePath.Present.class::isInstance)
                .map(Pointers::segment)
                .toVector();
    }

    /** The segments of a pointer, unescaped. */
    public static Vector<String> segments(String pointer) {
        return pointer.isEmpty()
                ? Vector.empty()
                : Vector.of(pointer.substring(1).split("/", -1))
                        .map(segment -> segment.replace("~1", "/").replace("~0", "~"));
    }

    /** A path as a pointer. */
    public static String pointer(StatePath path) {
        StringBuilder text = new StringBuilder();
        segments(path)
                .forEach(segment ->
                        text.append('/').append(segment.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }

    /** A key as the name of a member: strings as they are, enums by name, all else by its text. */
    static String name(Object key) {
        return key instanceof CharSequence || key instanceof Character ? key.toString() : Literals.of(key);
    }

    private static String segment(Step step) {
        if (step instanceof Component component) {
            return component.name();
        } else if (step instanceof StatePath.Key key) {
            return name(key.key());
        } else if (step instanceof Index at) {
            return Integer.toString(at.index());
        } else if (step instanceof Element element) {
            return name(element.element());
        } else if (step instanceof StatePath.Identity identity) {
            return name(identity.id());
        }
        throw new AssertionError("has no segment: " + step);
    }
}
