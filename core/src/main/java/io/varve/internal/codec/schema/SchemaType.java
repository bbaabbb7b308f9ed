package io.varve.internal.codec.schema;

import java.util.List;

/** The use of a type within a {@link Schema}. */
public sealed interface SchemaType {

    /** A type without parts. */
    record Scalar(ScalarKind kind) implements SchemaType {}

    /**
     * A type made from others by a fixed rule.
     *
     * @param kind the rule
     * @param arguments as many as the rule takes
     */
    record Container(ContainerKind kind, List<SchemaType> arguments) implements SchemaType {
        public Container {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A type that the schema defines.
     *
     * @param index which of the schema's definitions it is
     */
    record Defined(int index) implements SchemaType {}
}
