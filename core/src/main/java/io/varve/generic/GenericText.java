package io.varve.generic;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows a stored value to people, a line for each part that has parts. */
public final class GenericText {

    private static final String INDENT = "  ";

    private final int maxElements;
    private final StringBuilder text = new StringBuilder();

    private GenericText(int maxElements) {
        this.maxElements = maxElements;
    }

    /**
     * Shows a value. Reads as many elements of persistent collections as it shows.
     *
     * @param value what a {@link GenericReader} has read
     * @param maxElements the most elements to show of each collection; not negative
     * @return the text
     * @throws IllegalArgumentException if the number is negative
     * @throws io.varve.VarveException if something can't be read
     */
    public static String of(@Nullable Object value, int maxElements) {
        if (maxElements < 0) {
            throw new IllegalArgumentException("the number of elements is not negative; found " + maxElements);
        }
        GenericText shown = new GenericText(maxElements);
        shown.show(value, "\n");
        return shown.text.toString();
    }

    static String simpleName(String typeName) {
        return typeName.substring(Math.max(typeName.lastIndexOf('.'), typeName.lastIndexOf('$')) + 1);
    }

    private void show(@Nullable Object value, String newLine) {
        String inner = newLine + INDENT;
        if (value instanceof GenericRecord shown) {
            text.append(simpleName(shown.typeName()));
            for (String name : shown.names()) {
                text.append(inner).append(name).append(" = ");
                show(shown.get(name), inner);
            }
        } else if (value instanceof GenericMap map) {
            elements("map", map.size(), map.iterator(), inner);
        } else if (value instanceof GenericVector vector) {
            elements("vector", vector.size(), vector.iterator(), inner);
        } else if (value instanceof io.vavr.collection.Map<?, ?> map) {
            elements("map", map.size(), map.iterator(), inner);
        } else if (value instanceof io.vavr.collection.Set<?> set) {
            elements("set", set.size(), set.iterator(), inner);
        } else if (value instanceof io.vavr.collection.Seq<?> sequence) {
            elements("list", sequence.size(), sequence.iterator(), inner);
        } else if (value instanceof io.vavr.Value<?> wrapped) { // Option and Either: at most one value.
            text.append(wrapped.stringPrefix());
            for (Object each : wrapped) {
                text.append(' ');
                show(each, newLine);
            }
        } else if (value instanceof Tuple tuple) {
            elements("tuple", tuple.arity(), tuple.toSeq().iterator(), inner);
        } else if (value instanceof CharSequence chars) {
            text.append('"').append(chars).append('"');
        } else {
            text.append(Objects.toString(value));
        }
    }

    private void elements(String what, long size, Iterator<?> elements, String newLine) {
        text.append(what).append(" of ").append(size);
        int shown = 0;
        while (shown < maxElements && elements.hasNext()) {
            Object element = elements.next();
            text.append(newLine);
            if (what.equals("map") && element instanceof Tuple2<?, ?> entry) {
                show(entry._1, newLine);
                text.append(" -> ");
                show(entry._2, newLine);
            } else {
                text.append("- ");
                show(element, newLine);
            }
            shown++;
        }
        if (size > shown) {
            text.append(newLine).append("… ").append(size - shown).append(" more");
        }
    }
}
