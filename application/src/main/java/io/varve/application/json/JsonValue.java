package io.varve.application.json;

import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.math.BigDecimal;

/**
 * A JSON value (RFC 8259): null, a boolean, a number, a string, an array or an object. Equality is that of the content:
 * {@code 1.0} equals {@code 1}, and the order of an object's members does not count.
 *
 * <p>{@code toString()} is JSON text on one line, the members of objects in the order of their names. {@link
 * JacksonJson} reads text, and converts to and from Jackson's values.
 *
 * <p>A state can hold it, nested up to {@link #MAX_DEPTH} deep; what is nested much deeper can be made, but neither stored
 * nor compared. Immutable and thread-safe.
 */
public sealed interface JsonValue permits JsonNull, JsonBoolean, JsonNumber, JsonString, JsonArray, JsonObject {

    /** How many arrays and objects may stand in each other, so that a value can be stored: 200. */
    int MAX_DEPTH = 200;

    /**
     * The null of JSON.
     *
     * @return null as a value
     */
    static JsonValue ofNull() {
        return JsonNull.INSTANCE;
    }

    /**
     * A boolean.
     *
     * @param value the boolean
     * @return it as a value
     */
    static JsonValue of(boolean value) {
        return new JsonBoolean(value);
    }

    /**
     * A whole number.
     *
     * @param value the number
     * @return it as a value
     */
    static JsonValue of(long value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    /**
     * A number, as the shortest decimal that stands for it: 0.1 is 0.1.
     *
     * @param value the number, finite
     * @return it as a value
     * @throws IllegalArgumentException if it is infinite or not a number, which JSON does not have
     */
    static JsonValue of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value + "; use null or a string in its place");
        }
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    /**
     * A number.
     *
     * @param value the number
     * @return it as a value
     */
    static JsonValue of(BigDecimal value) {
        return new JsonNumber(value);
    }

    /**
     * A string.
     *
     * @param value the string
     * @return it as a value
     */
    static JsonValue of(String value) {
        return new JsonString(value);
    }

    /**
     * The boolean that this is.
     *
     * @return the boolean, or none if this is something else
     */
    default Option<Boolean> asBoolean() {
        return this instanceof JsonBoolean it ? Option.some(it.value()) : Option.none();
    }

    /**
     * The number that this is, exactly.
     *
     * @return the number, or none if this is something else
     */
    default Option<BigDecimal> asNumber() {
        return this instanceof JsonNumber it ? Option.some(it.value()) : Option.none();
    }

    /**
     * The whole number that this is.
     *
     * @return the number, or none if this is something else, has a fraction, or is beyond the range of a long
     */
    default Option<Long> asLong() {
        return asNumber().flatMap(JsonNumber::exactLong);
    }

    /**
     * The number that this is, rounded to the nearest double.
     *
     * @return the number, infinite beyond the range of a double; or none if this is something else
     */
    default Option<Double> asDouble() {
        return asNumber().map(BigDecimal::doubleValue);
    }

    /**
     * The string that this is.
     *
     * @return the string, or none if this is something else
     */
    default Option<String> asString() {
        return this instanceof JsonString it ? Option.some(it.value()) : Option.none();
    }

    /**
     * The elements of the array that this is.
     *
     * @return the elements, or none if this is something else
     */
    default Option<Vector<JsonValue>> asArray() {
        return this instanceof JsonArray it ? Option.some(it.elements()) : Option.none();
    }

    /**
     * The members of the object that this is.
     *
     * @return the members by name, or none if this is something else
     */
    default Option<TreeMap<String, JsonValue>> asObject() {
        return this instanceof JsonObject it ? Option.some(it.members()) : Option.none();
    }

    /**
     * Whether this is the null of JSON.
     *
     * @return whether it is
     */
    default boolean isNull() {
        return this instanceof JsonNull;
    }

    /**
     * The value within this one to which a JSON Pointer (RFC 6901) leads, such as {@code /address/lines/0}. In a name,
     * {@code ~1} stands for a slash and {@code ~0} for a tilde. The empty pointer leads to this value. Cost: O(length of
     * the pointer × log n).
     *
     * @param pointer the pointer
     * @return the value, or none if there is none
     * @throws IllegalArgumentException if the pointer is not empty and does not begin with a slash, or has a tilde that is
     *     followed by neither 0 nor 1
     */
    default Option<JsonValue> at(String pointer) {
        return JsonPointer.parse(pointer).foldLeft(Option.some(this), (value, step) -> value.flatMap(step::in));
    }

    /**
     * Whether this is nested no deeper than can be stored. Cost: O(size).
     *
     * @return whether at most {@link #MAX_DEPTH} arrays and objects stand in each other
     */
    default boolean isWithinMaxDepth() {
        return JsonDepth.isWithin(this, MAX_DEPTH);
    }
}
