package io.varve.internal.codec.type;

import io.varve.Evolution;
import io.varve.generic.GenericRecord;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of the types of a graph, in the form in which it is looked up. Immutable once made. */
public final class Evolutions {

    private static final Rules NONE = new Rules();

    private final Map<Class<?>, Rules> byType;

    private Evolutions(Map<Class<?>, Rules> byType) {
        this.byType = byType;
    }

    /**
     * Checks evolutions against today's types, and includes in the graph what they convert from.
     *
     * @throws IllegalArgumentException if one does not fit them
     */
    public static Evolutions of(TypeGraph graph, List<Evolution> evolutions) {
        return new Evolutions(new EvolutionCheck(graph).check(evolutions));
    }

    /** What became of a type; nothing unless it was told. */
    public Rules of(TypeNode type) {
        Class<?> raw = rawOf(type);
        return raw == null ? NONE : byType.getOrDefault(raw, NONE);
    }

    /** Whether what was stored under a name is this very type. */
    public boolean isNameOf(TypeNode type, String stored) {
        Class<?> raw = rawOf(type);
        return raw != null
                && (raw.getName().equals(stored) || of(type).formerNames.contains(stored));
    }

    static @Nullable Class<?> rawOf(TypeNode type) {
        if (type instanceof RecordNode node) {
            return node.type();
        }
        if (type instanceof EnumNode node) {
            return node.type();
        }
        return type instanceof SealedNode node ? node.type() : null;
    }

    /**
     * A conversion.
     *
     * @param source what a stored value is read as
     * @param sourceName the name of that type, for messages
     * @param function makes today's value of that
     */
    public record Conversion(TypeNode source, String sourceName, Function<Object, @Nullable Object> function) {}

    /** What became of one type. */
    public static final class Rules {

        final Set<String> formerNames = new LinkedHashSet<>();
        final Map<String, String> renamed = new LinkedHashMap<>();
        final Map<String, List<Conversion>> components = new HashMap<>();
        final Map<String, Function<? super GenericRecord, ? extends @Nullable Object>> computed = new HashMap<>();
        final List<Conversion> replacedTypes = new ArrayList<>();
        final Map<String, Function<? super GenericRecord, ?>> replacedRecords = new HashMap<>();
        final Map<String, Function<String, ?>> replacedEnums = new HashMap<>();
        final Map<String, Enum<?>> constants = new HashMap<>();

        /** Today's names of components by those that they had. */
        public Map<String, String> renamed() {
            return renamed;
        }

        /** How a component is converted, in the order in which that was told. */
        public List<Conversion> conversionsOf(String component) {
            return components.getOrDefault(component, List.of());
        }

        /** What computes a component, or null. */
        public @Nullable Function<? super GenericRecord, ? extends @Nullable Object> computationOf(String component) {
            return computed.get(component);
        }

        /** How other types are converted to this, in the order in which that was told. */
        public List<Conversion> replacedTypes() {
            return replacedTypes;
        }

        /** What makes this type of a stored record of a name, or null. */
        public @Nullable Function<? super GenericRecord, ?> replacementOfRecord(String name) {
            return replacedRecords.get(name);
        }

        /** What makes this type of a constant of a stored enum of a name, or null. */
        public @Nullable Function<String, ?> replacementOfEnum(String name) {
            return replacedEnums.get(name);
        }

        /** The constant that a stored one is read as, or null. */
        public @Nullable Enum<?> constantFor(String stored) {
            return constants.get(stored);
        }
    }
}
