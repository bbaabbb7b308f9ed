package io.varve.internal.codec.schema;

import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.SchemaType.Container;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.schema.SchemaType.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the bytes of a schema; {@link SchemaParser} reads them. */
final class SchemaBytes {

    static final int VERSION = 1;
    static final int RECORD = 1;
    static final int ENUM = 2;
    static final int SEALED = 3;
    static final int CUSTOM = 4;

    /** Codes below are those of {@link ScalarKind}, then those of {@link ContainerKind}; above is what is defined. */
    static final int FIRST_CONTAINER = 64;

    static final int FIRST_DEFINED = 128;

    private final Output out = new Output(256, -1);

    private SchemaBytes() {}

    static byte[] encode(List<Definition> definitions, SchemaType root) {
        SchemaBytes bytes = new SchemaBytes();
        bytes.out.writeByte(VERSION);
        bytes.count(definitions.size());
        definitions.forEach(bytes::definition);
        bytes.type(root);
        return bytes.out.toBytes();
    }

    private void definition(Definition definition) {
        if (definition instanceof RecordDefinition described) {
            head(RECORD, described);
            count(described.components().size());
            for (Component component : described.components()) {
                text(component.name());
                type(component.type());
                out.writeByte(component.nullable() ? 1 : 0);
            }
        } else if (definition instanceof EnumDefinition described) {
            head(ENUM, described);
            count(described.constants().size());
            described.constants().forEach(this::text);
        } else if (definition instanceof SealedDefinition described) {
            head(SEALED, described);
            count(described.cases().size());
            described.cases().forEach(this::type);
        } else if (definition instanceof CustomDefinition described) {
            head(CUSTOM, described);
            count(described.version());
        }
    }

    private void head(int what, Definition definition) {
        out.writeByte(what);
        text(definition.name());
    }

    private void type(SchemaType type) {
        if (type instanceof Scalar scalar) {
            count(scalar.kind().code());
        } else if (type instanceof Container container) {
            count(container.kind().code());
            container.arguments().forEach(this::type);
        } else if (type instanceof Defined defined) {
            count(FIRST_DEFINED + defined.index());
        }
    }

    private void count(int count) {
        out.writeVarInt(count, true);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        count(utf8.length);
        out.writeBytes(utf8);
    }
}
