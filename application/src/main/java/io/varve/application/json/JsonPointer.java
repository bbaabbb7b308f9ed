package io.varve.application.json;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * One step of a JSON Pointer (RFC 6901).
 *
 * @param token a name, or the index of an element
 */
record JsonPointer(String token) {

    static Seq<JsonPointer> parse(String pointer) {
        if (pointer.isEmpty()) {
            return Vector.empty();
        }
        if (pointer.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "a JSON Pointer is empty or begins with a slash; found '" + pointer + "', try '/" + pointer + "'");
        }
        return Vector.of(pointer.substring(1).split("/", -1)).map(token -> new JsonPointer(unescaped(token, pointer)));
    }

    /** What this step leads to. */
    Option<JsonValue> in(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.get(token);
        }
        if (value instanceof JsonArray array && token.matches("0|[1-9][0-9]{0,8}")) {
            return array.get(Integer.parseInt(token));
        }
        return Option.none();
    }

    private static String unescaped(String token, String pointer) {
        if (token.matches("(?s).*~(?![01]).*")) {
            throw new IllegalArgumentException(
                    "in a JSON Pointer a tilde is written ~0 and a slash in a name ~1; found '" + pointer + "'");
        }
        return token.replace("~1", "/").replace("~0", "~");
    }
}
