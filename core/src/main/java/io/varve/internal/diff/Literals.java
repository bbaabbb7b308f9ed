package io.varve.internal.diff;

import io.vavr.Tuple;
import io.vavr.Value;
import io.vavr.collection.Seq;
import io.vavr.collection.Traversable;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys and values as text. */
public final class Literals {

    private static final int MAX_LENGTH = 80;

    private Literals() {}

    /**
     * A key in full: strings and characters quoted and escaped, enums by name, collections by their elements (of unordered
     * ones in {@link KeyOrder}), all else by its own text, escaped.
     */
    public static String of(@Nullable Object key) {
        if (key instanceof CharSequence text) {
            return '"' + escaped(text.toString(), '"') + '"';
        }
        if (key instanceof Character) {
            return "'" + escaped(key.toString(), '\'') + "'";
        }
        if (key instanceof Set<?> || key instanceof io.vavr.collection.Set<?>) {
            return KeyOrder.WITHOUT_RECORDS.sorted((Iterable<?>) key).stream()
                    .map(Literals::of)
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (key instanceof Map<?, ?> map) {
            return KeyOrder.WITHOUT_RECORDS.sorted(map.keySet()).stream()
                    .map(each -> of(each) + ": " + of(map.get(each)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (key instanceof io.vavr.collection.Map<?, ?> map) {
            return of(Ordinary.copied(map));
        }
        if (key instanceof Collection<?> || key instanceof Seq<?>) {
            return Vector.ofAll((Iterable<?>) key).map(Literals::of).mkString("[", ", ", "]");
        }
        return key instanceof Enum<?> constant ? constant.name() : escaped(String.valueOf(key), '\0');
    }

    /**
     * A value in a short text. What may be large, or in a store still, is named and not shown: a message must not load a
     * state.
     */
    public static String shortened(Object value) {
        if (value instanceof CharSequence text) {
            return text.length() <= MAX_LENGTH ? of(text) : of(cut(text.toString())) + "…";
        }
        if (value instanceof Option<?> || value instanceof Either<?, ?>) {
            Value<?> held = (Value<?>) value;
            String name = held.stringPrefix();
            return value instanceof Either<?, ?> either && either.isLeft()
                    ? name + "(" + shortened(either.getLeft()) + ")"
                    : held.isEmpty() ? name : name + "(" + shortened(held.get()) + ")";
        }
        if (value instanceof Optional<?> held) {
            return held.map(inside -> "Optional(" + shortened(inside) + ")").orElse("Optional.empty");
        }
        if (value instanceof Traversable<?> collection) {
            return collection.stringPrefix() + " of " + collection.size();
        }
        if (value instanceof Collection<?> collection) {
            return kind(value, "List", "Set", "Collection") + " of " + collection.size();
        }
        if (value instanceof Map<?, ?> map) {
            return "Map of " + map.size();
        }
        if (value.getClass().isArray()) {
            return value.getClass().getComponentType().getSimpleName() + "[" + Array.getLength(value) + "]";
        }
        if (value instanceof Tuple || value instanceof Record && !isFlat(value.getClass())) {
            return value.getClass().getSimpleName() + "[…]";
        }
        String text = of(value);
        return text.length() <= MAX_LENGTH ? text : cut(text) + "…";
    }

    /** Three counts, the zeroes left out. */
    public static String counts(long added, long removed, long changed) {
        StringBuilder text = new StringBuilder();
        append(text, added, "added");
        append(text, removed, "removed");
        append(text, changed, "changed");
        return text.toString();
    }

    /** A count of things, in the singular or plural. */
    public static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
        }
    }

    private static String kind(Object value, String list, String set, String other) {
        return value instanceof java.util.List<?> ? list : value instanceof java.util.Set<?> ? set : other;
    }

    /** Whether a record has scalars only, so that its own text is short and loads nothing. */
    private static boolean isFlat(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .allMatch(each -> each.isPrimitive()
                        || each.isEnum()
                        || each == String.class
                        || each == UUID.class
                        || each.getPackageName().startsWith("java.time")
                        || each.getPackageName().equals("java.math")
                        || each.getPackageName().equals("java.lang") && Comparable.class.isAssignableFrom(each));
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return text.substring(0, end);
    }

    private static String escaped(String text, char quote) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\\' -> escaped.append(quote == '\0' ? "\\" : "\\\\");
                default -> {
                    if (c == quote && quote != '\0') {
                        escaped.append('\\').append(c);
                    } else if (isInvisible(text, i)) {
                        escaped.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Control characters, those that turn the direction of text, and halves of surrogate pairs. */
    private static boolean isInvisible(String text, int index) {
        char c = text.charAt(index);
        if (Character.isSurrogate(c)) {
            return Character.isHighSurrogate(c)
                    ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
                    : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
