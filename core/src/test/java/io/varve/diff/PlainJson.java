package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model of a JSON Patch: reads JSON by RFC 8259 and does operations by RFC 6902, and is strict in both. */
public final class PlainJson {

    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    /** Reads a text as maps, lists, strings, decimals, booleans and nulls. */
    public static @Nullable Object parse(String text) {
        PlainJson json = new PlainJson(text);
        Object value = json.value();
        assertThat(json.at).as("all of it is read").isEqualTo(text.length());
        return value;
    }

    /** A document after the operations of a patch. */
    @SuppressWarnings("unchecked")
    public static @Nullable Object applied(@Nullable Object document, String patch) {
        Object result = document;
        for (Object operation : (List<Object>) parse(patch)) {
            Map<String, Object> members = (Map<String, Object>) operation;
            String path = (String) members.get("path");
            if (path.isEmpty()) {
                assertThat(members).containsEntry("op", "replace");
                result = members.get("value");
            } else {
                assertThat(path).startsWith("/");
                apply(result, List.of(path.substring(1).split("/", -1)), members);
            }
        }
        return result;
    }

    private static String unescaped(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }

    @SuppressWarnings("unchecked")
    private static void apply(@Nullable Object root, List<String> path, Map<String, Object> operation) {
        Object parent = root;
        for (String segment : path.subList(0, path.size() - 1)) {
            parent = parent instanceof List<?> list
                    ? list.get(Integer.parseInt(segment))
                    : ((Map<String, Object>) parent).get(unescaped(segment));
        }
        String last = path.get(path.size() - 1);
        String name = (String) operation.get("op");
        if (parent instanceof List<?>) {
            List<Object> list = (List<Object>) parent;
            int index = Integer.parseInt(last);
            switch (name) {
                case "add" -> list.add(index, operation.get("value"));
                case "remove" -> list.remove(index);
                case "replace" -> list.set(index, operation.get("value"));
                default -> throw new AssertionError(name);
            }
            return;
        }
        Map<String, Object> object = (Map<String, Object>) parent;
        assertThat(object.containsKey(unescaped(last))).as(last).isEqualTo(!name.equals("add"));
        if (name.equals("remove")) {
            object.remove(unescaped(last));
        } else {
            object.put(unescaped(last), operation.get("value"));
        }
    }

    private @Nullable Object value() {
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 'n' -> word("null", null);
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        while (text.charAt(at) != '}') {
            String name = string();
            expect(':');
            assertThat(members).as("no name twice").doesNotContainKey(name);
            members.put(name, value());
            separator('}');
        }
        at++;
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        while (text.charAt(at) != ']') {
            elements.add(value());
            separator(']');
        }
        at++;
        return elements;
    }

    private void separator(char end) {
        if (text.charAt(at) != end) {
            expect(',');
            assertThat(text.charAt(at)).isNotEqualTo(end);
        }
    }

    private String string() {
        expect('"');
        StringBuilder read = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            assertThat(c).as("control characters are escaped").isGreaterThanOrEqualTo(' ');
            if (c != '\\') {
                read.append(c);
            } else if (text.charAt(at) == 'u') {
                read.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 5;
            } else {
                assertThat(text.charAt(at)).isIn('"', '\\');
                read.append(text.charAt(at++));
            }
        }
        at++;
        return read.toString();
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        assertThat(text.startsWith(word, at)).isTrue();
        at += word.length();
        return value;
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return new BigDecimal(text.substring(start, at));
    }

    private void expect(char c) {
        assertThat(text.charAt(at)).isEqualTo(c);
        at++;
    }
}
