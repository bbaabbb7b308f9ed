package io.varve.application.json;

/**
 * A boolean of JSON.
 *
 * @param value the boolean
 */
public record JsonBoolean(boolean value) implements JsonValue {

    /** JSON text. */
    @Override
    public String toString() {
        return Boolean.toString(value);
    }
}
