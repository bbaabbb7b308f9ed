package io.varve.generic;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was stored. Immutable, and thread-safe as far as its components are. Equal to others of the same name
 * with equal components in the same order.
 */
public final class GenericRecord {

    private final String typeName;
    private final LinkedHashMap<String, @Nullable Object> components;

    private GenericRecord(String typeName, LinkedHashMap<String, @Nullable Object> components) {
        this.typeName = typeName;
        this.components = components;
    }

    /**
     * Makes a record, as tests of an {@link io.varve.Evolution} need it.
     *
     * @param typeName the binary name of the class
     * @param components the values by their names; null where null was stored
     * @return the record
     */
    public static GenericRecord of(String typeName, Map<String, ? extends @Nullable Object> components) {
        return new GenericRecord(
                Objects.requireNonNull(typeName, "typeName"),
                LinkedHashMap.ofEntries(Objects.requireNonNull(components, "components")));
    }

    /**
     * The name of the type when it was stored.
     *
     * @return the binary name of the class
     */
    public String typeName() {
        return typeName;
    }

    /**
     * The names of the components that were stored.
     *
     * @return the names, in the order of the record
     */
    public Seq<String> names() {
        return components.keySet().toVector();
    }

    /**
     * Whether a component of a name was stored.
     *
     * @param name the name
     * @return whether there is one, null or not
     */
    public boolean has(String name) {
        return components.containsKey(Objects.requireNonNull(name, "name"));
    }

    /**
     * The value of a component.
     *
     * @param name its name when it was stored
     * @return the value, or null if null was stored
     * @throws NoSuchElementException if there was no such component; the message lists those that there were
     */
    public @Nullable Object get(String name) {
        if (!has(name)) {
            throw new NoSuchElementException(typeName + " had no component '" + name + "' when it was stored; it had: "
                    + components.keySet().mkString(", "));
        }
        return components.get(name).getOrNull();
    }

    /**
     * The value of a component that is never null.
     *
     * @param name its name when it was stored
     * @param type the class of the value
     * @param <T> the class of the value
     * @return the value
     * @throws NoSuchElementException if there was no such component; the message lists those that there were
     * @throws ClassCastException if the value is of another class
     * @throws NullPointerException if null was stored
     */
    public <T> T get(String name, Class<T> type) {
        Objects.requireNonNull(type, "type");
        Object value = get(name);
        if (value == null) {
            throw new NullPointerException(typeName + "." + name + " was stored as null");
        }
        if (!type.isInstance(value)) {
            throw new ClassCastException(
                    typeName + "." + name + " is a " + value.getClass().getName() + ", not a " + type.getName());
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GenericRecord that
                && typeName.equals(that.typeName)
                && components.toVector().equals(that.components.toVector());
    }

    @Override
    public int hashCode() {
        return 31 * typeName.hashCode() + components.toVector().hashCode();
    }

    /** As a record would show itself, persistent collections only by their sizes; {@link GenericText} shows more. */
    @Override
    public String toString() {
        return components
                .toJavaStream()
                .map(each -> each._1 + "=" + each._2)
                .collect(Collectors.joining(", ", GenericText.simpleName(typeName) + "[", "]"));
    }
}
