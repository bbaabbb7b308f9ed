package io.varve.application.json;

import io.vavr.Tuple2;

/** Writes values as JSON text (RFC 8259) on one line. */
final class JsonText {

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(JsonValue value) {
        JsonText writer = new JsonText();
        writer.write(value);
        return writer.text.toString();
    }

    private void write(JsonValue value) {
        if (value instanceof JsonString string) {
            quote(string.value());
        } else if (value instanceof JsonArray array) {
            String between = "[";
            for (JsonValue element : array.elements()) {
                text.append(between);
                write(element);
                between = ",";
            }
            text.append(array.size() == 0 ? "[]" : "]");
        } else if (value instanceof JsonObject object) {
            String between = "{";
            for (Tuple2<String, JsonValue> member : object.members()) {
                text.append(between);
                quote(member._1);
                text.append(':');
                write(member._2);
                between = ",";
            }
            text.append(object.size() == 0 ? "{}" : "}");
        } else {
            text.append(value);
        }
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) && !isPaired(string, i)) {
                        // Half a pair can't be written in UTF-8, and can in a JSON string.
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPaired(String string, int index) {
        return Character.isHighSurrogate(string.charAt(index))
                ? index + 1 < string.length() && Character.isLowSurrogate(string.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(string.charAt(index - 1));
    }
}
