package io.varve.application.json;

import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Objects;

/**
 * An array of JSON. It is stored inline with what holds it.
 *
 * @param elements the elements in their order, none of them null
 */
public record JsonArray(Vector<JsonValue> elements) implements JsonValue {

    private static final JsonArray EMPTY = new JsonArray(Vector.empty());

    /**
     * Makes an array.
     *
     * @param elements the elements in their order
     */
    public JsonArray {
        Objects.requireNonNull(elements, "elements");
    }

    /**
     * The array without elements.
     *
     * @return the empty array
     */
    public static JsonArray empty() {
        return EMPTY;
    }

    /**
     * An array of values. Cost: O(n).
     *
     * @param elements the elements in their order
     * @return the array
     */
    public static JsonArray of(JsonValue... elements) {
        return ofAll(Arrays.asList(elements));
    }

    /**
     * An array of values. Cost: O(n).
     *
     * @param elements the elements in their order
     * @return the array
     */
    public static JsonArray ofAll(Iterable<? extends JsonValue> elements) {
        return new JsonArray(
                Vector.ofAll(Iterator.<JsonValue>ofAll(elements).map(each -> Objects.requireNonNull(each, "element"))));
    }

    /**
     * An element. Cost: O(log n).
     *
     * @param index from 0
     * @return the element, or none if there is none at the index
     */
    public Option<JsonValue> get(int index) {
        return index >= 0 && index < elements.length() ? Option.some(elements.get(index)) : Option.none();
    }

    /**
     * This array with one more element at the end. Cost: O(log n).
     *
     * @param element the element
     * @return the longer array
     */
    public JsonArray append(JsonValue element) {
        return new JsonArray(elements.append(Objects.requireNonNull(element, "element")));
    }

    /**
     * The number of elements.
     *
     * @return the number
     */
    public int size() {
        return elements.length();
    }

    /** JSON text. */
    @Override
    public String toString() {
        return JsonText.of(this);
    }
}
