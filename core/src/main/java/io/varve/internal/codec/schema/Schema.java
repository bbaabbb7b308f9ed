package io.varve.internal.codec.schema;

import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.SchemaType.Container;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.schema.SchemaType.Scalar;
import io.varve.internal.page.PageFormat;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is needed to read values of one type without its classes: the type and the definitions it leads to, in the order
 * in which a walk from the type meets them first. So equal types have equal schemas, and equal {@linkplain #id() ids}.
 *
 * <p>Immutable. {@code docs/decisions/0021-schemas.md} has the bytes.
 */
public final class Schema {

    /** The most types that one schema defines. It keeps walks over schemas within any thread's stack. */
    public static final int MAX_DEFINITIONS = 1_000;

    private final List<Definition> definitions;
    private final SchemaType root;
    private final byte[] bytes;
    private final PageId id;

    /**
     * Makes a schema.
     *
     * @param definitions what the root leads to, in the order in which a walk from it meets them first
     * @param root the type described
     */
    public Schema(List<Definition> definitions, SchemaType root) {
        this.definitions = List.copyOf(definitions);
        this.root = root;
        this.bytes = SchemaBytes.encode(this.definitions, root);
        this.id = PageFormat.idOf(bytes);
    }

    /**
     * Reads a stored schema.
     *
     * @param id its content id
     * @param bytes what is stored under that id
     * @throws io.varve.CorruptDataException if the bytes are no schema, or not the one of that id
     * @throws io.varve.UnsupportedFormatException if they are of a newer format
     */
    public static Schema parse(PageId id, byte[] bytes) {
        return new SchemaParser(id, bytes).parse();
    }

    /** The type described. */
    public SchemaType root() {
        return root;
    }

    /** A definition. */
    public Definition definition(Defined type) {
        return definitions.get(type.index());
    }

    /** The first 128 bits of the SHA-256 of the bytes. */
    public PageId id() {
        return id;
    }

    /** The bytes; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The schema of a type that is mentioned in this one. */
    public Schema of(SchemaType type) {
        return new Extract(this).schema(type);
    }

    /** How the type would be written in a message. */
    public String nameOf(SchemaType type) {
        if (type instanceof Scalar scalar) {
            return scalar.kind().name();
        }
        if (type instanceof Defined defined) {
            return definition(defined).name();
        }
        Container container = (Container) type;
        return container.arguments().stream()
                .map(this::nameOf)
                .collect(Collectors.joining(", ", container.kind().name() + "<", ">"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The schema for people: one line for each definition. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(nameOf(root));
        for (Definition definition : definitions) {
            text.append('\n').append(line(definition));
        }
        return text.toString();
    }

    private String line(Definition definition) {
        if (definition instanceof RecordDefinition described) {
            return described.components().stream()
                    .map(component -> nameOf(component.type()) + (component.nullable() ? "? " : " ") + component.name())
                    .collect(Collectors.joining(", ", "record " + described.name() + "(", ")"));
        }
        if (definition instanceof EnumDefinition described) {
            return "enum " + described.name() + described.constants();
        }
        if (definition instanceof SealedDefinition described) {
            return "sealed " + described.name()
                    + described.cases().stream().map(this::nameOf).toList();
        }
        CustomDefinition described = (CustomDefinition) definition;
        return "custom " + described.name() + " version " + described.version();
    }

    /** Copies a type and what it leads to into a schema of its own. */
    private static final class Extract {

        private final Schema from;
        private final Map<Integer, Integer> indexes = new LinkedHashMap<>();
        private final List<Definition> copied = new ArrayList<>();

        Extract(Schema from) {
            this.from = from;
        }

        Schema schema(SchemaType root) {
            SchemaType type = copy(root);
            return new Schema(copied, type);
        }

        private SchemaType copy(SchemaType type) {
            if (type instanceof Container container) {
                return new Container(
                        container.kind(),
                        container.arguments().stream().map(this::copy).toList());
            }
            return type instanceof Defined defined ? copyDefined(defined) : type;
        }

        private Defined copyDefined(Defined type) {
            Integer known = indexes.get(type.index());
            if (known != null) {
                return new Defined(known);
            }
            Defined here = new Defined(copied.size());
            Definition definition = from.definition(type);
            indexes.put(type.index(), here.index());
            copied.add(definition);
            copied.set(here.index(), copy(definition));
            return here;
        }

        private Definition copy(Definition definition) {
            if (definition instanceof RecordDefinition described) {
                List<Component> components = new ArrayList<>();
                for (Component component : described.components()) {
                    components.add(new Component(component.name(), copy(component.type()), component.nullable()));
                }
                return new RecordDefinition(described.name(), components);
            }
            if (definition instanceof SealedDefinition described) {
                return new SealedDefinition(
                        described.name(),
                        described.cases().stream().map(this::copyDefined).toList());
            }
            return definition;
        }
    }
}
