package io.varve.internal.codec.schema;

import java.util.List;

/** A type of the application, as a {@link Schema} describes it. */
public sealed interface Definition {

    /** The name by which the type is known, the binary name of its class unless it was given another. */
    String name();

    /**
     * A record.
     *
     * @param name as {@link Definition#name()}; uses with other type arguments are further definitions of the same name
     * @param components in the order in which they are written
     */
    record RecordDefinition(String name, List<Component> components) implements Definition {
        public RecordDefinition {
            components = List.copyOf(components);
        }
    }

    /**
     * A component of a record.
     *
     * @param name its name
     * @param type its type
     * @param nullable whether a flag precedes the value, 0 for null
     */
    record Component(String name, SchemaType type, boolean nullable) {}

    /**
     * An enum.
     *
     * @param name as {@link Definition#name()}
     * @param constants the names of its constants in the order of their numbers, which is alphabetical
     */
    record EnumDefinition(String name, List<String> constants) implements Definition {
        public EnumDefinition {
            constants = List.copyOf(constants);
        }
    }

    /**
     * A sealed type.
     *
     * @param name as {@link Definition#name()}
     * @param cases the types that it may be, none of them sealed itself, in the order of their numbers, which is that of
     *     their names
     */
    record SealedDefinition(String name, List<SchemaType.Defined> cases) implements Definition {
        public SealedDefinition {
            cases = List.copyOf(cases);
        }
    }

    /**
     * A type that the application writes itself.
     *
     * @param name the name under which it was registered
     * @param version of what its serializer writes
     */
    record CustomDefinition(String name, int version) implements Definition {}
}
