package io.varve.application.json;

/** The null of JSON. All are equal. */
public record JsonNull() implements JsonValue {

    static final JsonNull INSTANCE = new JsonNull();

    /** The word {@code null}. */
    @Override
    public String toString() {
        return "null";
    }
}
