package io.varve.internal.codec.type;

import com.esotericsoftware.kryo.kryo5.Serializer;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.schema.ScalarKind;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/** A type as today's classes have it. Types that lead back to themselves make cycles. */
public abstract sealed class TypeNode {

    TypeNode() {}

    /** A type without parts. */
    public static final class ScalarNode extends TypeNode {
        private final ScalarKind kind;

        ScalarNode(ScalarKind kind) {
            this.kind = kind;
        }

        /** Which one. */
        public ScalarKind kind() {
            return kind;
        }
    }

    /** A type made from others by a fixed rule. */
    public static final class ContainerNode extends TypeNode {
        private final ContainerKind kind;
        private final List<TypeNode> arguments;

        ContainerNode(ContainerKind kind, List<TypeNode> arguments) {
            this.kind = kind;
            this.arguments = List.copyOf(arguments);
        }

        /** The rule. */
        public ContainerKind kind() {
            return kind;
        }

        /** A type argument. */
        public TypeNode argument(int index) {
            return arguments.get(index);
        }

        /** All type arguments. */
        public List<TypeNode> arguments() {
            return arguments;
        }
    }

    /** A record. */
    public static final class RecordNode extends TypeNode {
        private final Class<?> type;
        private final MethodHandle constructor;
        private List<Component> components = List.of();

        RecordNode(Class<?> type, MethodHandle constructor) {
            this.type = type;
            this.constructor = constructor;
        }

        void components(List<Component> found) {
            components = List.copyOf(found);
        }

        /** The class. */
        public Class<?> type() {
            return type;
        }

        /** The canonical constructor, as {@code (Object[])Object}. */
        public MethodHandle constructor() {
            return constructor;
        }

        /** The components in their declared order. */
        public List<Component> components() {
            return components;
        }
    }

    /**
     * A component of a record.
     *
     * @param name its name
     * @param type its type
     * @param nullable whether it is marked {@code @Nullable}
     * @param accessor reads it, as {@code (Object)Object}
     */
    public record Component(String name, TypeNode type, boolean nullable, MethodHandle accessor) {}

    /** An enum. */
    public static final class EnumNode extends TypeNode {
        private final Class<?> type;
        private final Map<String, Enum<?>> constants;

        EnumNode(Class<?> type, Map<String, Enum<?>> constants) {
            this.type = type;
            this.constants = constants;
        }

        /** The class. */
        public Class<?> type() {
            return type;
        }

        /** The constants by name, sorted. */
        public Map<String, Enum<?>> constants() {
            return constants;
        }
    }

    /** A sealed type. */
    public static final class SealedNode extends TypeNode {
        private final Class<?> type;
        private List<Case> cases = List.of();

        SealedNode(Class<?> type) {
            this.type = type;
        }

        void cases(List<Case> found) {
            cases = List.copyOf(found);
        }

        /** The class. */
        public Class<?> type() {
            return type;
        }

        /** What it may be, sorted by name; none of them is sealed itself. */
        public List<Case> cases() {
            return cases;
        }
    }

    /**
     * One of the types that a sealed type may be.
     *
     * @param name the name in the schema
     * @param raw the class whose instances are this case
     * @param type how they are written
     */
    public record Case(String name, Class<?> raw, TypeNode type) {}

    /** A type that the application writes itself. */
    public static final class CustomNode extends TypeNode {
        private final String name;
        private final int version;
        private final Class<?> type;
        private final Serializer<Object> serializer;

        /** Makes a node of what was registered. */
        @SuppressWarnings("unchecked") // Only ever given what the static type admits.
        public CustomNode(String name, int version, Class<?> type, Serializer<?> serializer) {
            this.name = name;
            this.version = version;
            this.type = type;
            this.serializer = (Serializer<Object>) serializer;
        }

        /** The registered name. */
        public String name() {
            return name;
        }

        /** The version of what the serializer writes. */
        public int version() {
            return version;
        }

        /** The class. */
        public Class<?> type() {
            return type;
        }

        /** Writes and reads it. */
        public Serializer<Object> serializer() {
            return serializer;
        }
    }
}
