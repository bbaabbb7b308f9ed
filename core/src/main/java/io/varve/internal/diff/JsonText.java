package io.varve.internal.diff;

import io.varve.diff.StatePath;
import io.vavr.Tuple;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON (RFC 8259), in the form that {@link io.varve.diff.StateDiff#toJsonPatch()} describes. */
final class JsonText {

    private final Structure structure;
    private final StringBuilder out;

    JsonText(Structure structure, StringBuilder out) {
        this.structure = structure;
        this.out = out;
    }

    /** Writes a value; null for one that is absent. */
    void value(@Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (structure.isWhole(value)) {
            string(value.toString());
        } else if (value instanceof Option<?> option) {
            value(option.getOrNull());
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElse(null));
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Number number && isJson(number)) {
            out.append(number);
        } else if (!collection(value)) {
            compound(value);
        }
    }

    private boolean collection(Object value) {
        if (value instanceof Map<?, ?> map) {
            entries(
                    map instanceof io.varve.collection.PersistentMap<?, ?> persistent
                            ? persistent.asJava()
                            : Ordinary.copied(map));
        } else if (value instanceof java.util.Map<?, ?> map) {
            entries(map);
        } else if (value instanceof Set<?> || value instanceof java.util.Set<?>) {
            elements(structure.order().sorted((Iterable<?>) value));
        } else if (value instanceof Seq<?> || value instanceof List<?>) {
            elements((Iterable<?>) value);
        } else {
            return false;
        }
        return true;
    }

    private void compound(Object value) {
        if (value instanceof Record) {
            out.append('{');
            boolean first = true;
            for (RecordParts.Component component : structure.components(value, StatePath::root)) {
                first = member(first, component.step().name(), component.of(value));
            }
            out.append('}');
        } else if (value instanceof Tuple tuple) {
            out.append('{');
            boolean first = true;
            int number = 0;
            for (Object part : tuple.toSeq()) {
                number++;
                first = member(first, "_" + number, part);
            }
            out.append('}');
        } else if (value instanceof Either<?, ?> either) {
            out.append('{');
            member(true, either.isLeft() ? "left" : "right", either.isLeft() ? either.getLeft() : either.get());
            out.append('}');
        } else {
            string(Pointers.name(value));
        }
    }

    private void entries(java.util.Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Object key : structure.order().sorted(map.keySet())) {
            first = member(first, Pointers.name(key), map.get(key));
        }
        out.append('}');
    }

    /** Writes a member unless it is absent, and tells whether the next one is the first. */
    private boolean member(boolean first, String name, @Nullable Object value) {
        if (value == null) {
            return first;
        }
        out.append(first ? "" : ",");
        string(name);
        out.append(':');
        value(value);
        return false;
    }

    private void elements(Iterable<?> elements) {
        out.append('[');
        Iterator<?> iterator = elements.iterator();
        while (iterator.hasNext()) {
            value(iterator.next());
            out.append(iterator.hasNext() ? "," : "");
        }
        out.append(']');
    }

    /** Writes a text; halves of surrogate pairs are escaped, so that the result can be encoded. */
    void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (pair) {
                out.append(c).append(text.charAt(++i));
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean isJson(Number number) {
        return number instanceof Double || number instanceof Float
                ? Double.isFinite(number.doubleValue())
                : number instanceof Long
                        || number instanceof Integer
                        || number instanceof Short
                        || number instanceof Byte
                        || number instanceof BigInteger
                        || number instanceof BigDecimal;
    }
}
