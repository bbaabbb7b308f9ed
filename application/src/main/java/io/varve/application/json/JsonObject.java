package io.varve.application.json;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.util.Comparator;
import java.util.Objects;

/**
 * An object of JSON. It is stored inline with what holds it.
 *
 * @param members the members by name, in the natural order of the names; none of them null
 */
public record JsonObject(TreeMap<String, JsonValue> members) implements JsonValue {

    private static final JsonObject EMPTY = new JsonObject(TreeMap.empty());

    /**
     * Makes an object. Cost: O(1), or O(n log n) if the members come in another order than the natural one of their
     * names, into which they are brought.
     *
     * @param members the members by name
     */
    public JsonObject {
        Objects.requireNonNull(members, "members");
        Comparator<?> order = members.comparator();
        if (!order.equals(Comparator.naturalOrder())
                && !order.equals(TreeMap.<String, JsonValue>empty().comparator())) {
            members = TreeMap.ofEntries(members);
        }
    }

    /**
     * The object without members.
     *
     * @return the empty object
     */
    public static JsonObject empty() {
        return EMPTY;
    }

    /**
     * An object of one member.
     *
     * @param name its name
     * @param value its value
     * @return the object
     */
    public static JsonObject of(String name, JsonValue value) {
        return EMPTY.put(name, value);
    }

    /**
     * An object of members; of several with the same name, the last counts. Cost: O(n log n).
     *
     * @param members names and values
     * @return the object
     */
    public static JsonObject ofEntries(Iterable<? extends Tuple2<String, ? extends JsonValue>> members) {
        TreeMap<String, JsonValue> map = TreeMap.empty();
        for (Tuple2<String, ? extends JsonValue> member : members) {
            map = map.put(Objects.requireNonNull(member._1, "name"), Objects.requireNonNull(member._2, "value"));
        }
        return new JsonObject(map);
    }

    /**
     * An object of the entries of a map. Cost: O(n log n).
     *
     * @param members values by name
     * @return the object
     */
    public static JsonObject ofAll(Map<String, ? extends JsonValue> members) {
        return ofEntries(members.iterator(Tuple::of));
    }

    /**
     * A member. Cost: O(log n).
     *
     * @param name its name
     * @return its value, or none if there is none of that name
     */
    public Option<JsonValue> get(String name) {
        return members.get(Objects.requireNonNull(name, "name"));
    }

    /**
     * This object with a member, which replaces that of the same name. Cost: O(log n).
     *
     * @param name the name
     * @param value the value
     * @return the object with it
     */
    public JsonObject put(String name, JsonValue value) {
        return new JsonObject(
                members.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
    }

    /**
     * This object without a member. Cost: O(log n).
     *
     * @param name the name
     * @return the object without it; this one if it has none of that name
     */
    public JsonObject remove(String name) {
        return members.containsKey(Objects.requireNonNull(name, "name")) ? new JsonObject(members.remove(name)) : this;
    }

    /**
     * The number of members.
     *
     * @return the number
     */
    public int size() {
        return members.size();
    }

    /** JSON text, the members in the order of their names. */
    @Override
    public String toString() {
        return JsonText.of(this);
    }
}
