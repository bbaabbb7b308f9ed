package io.varve.application.json;

import java.util.Objects;

/**
 * A string of JSON.
 *
 * @param value the string
 */
public record JsonString(String value) implements JsonValue {

    /**
     * Makes a string.
     *
     * @param value the string
     */
    public JsonString {
        Objects.requireNonNull(value, "value");
    }

    /** JSON text, in quotes. */
    @Override
    public String toString() {
        return JsonText.of(this);
    }
}
