package io.varve.internal.codec.type;

import io.varve.internal.codec.schema.Definition;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.schema.SchemaType;
import io.varve.internal.codec.schema.SchemaType.Container;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.schema.SchemaType.Scalar;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.ScalarNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Describes today's types as schemas. */
public final class TypeSchemas {

    private final IdentityHashMap<TypeNode, Defined> indexes = new IdentityHashMap<>();
    private final List<Definition> definitions = new ArrayList<>();

    private TypeSchemas() {}

    /** The schema of a type. */
    public static Schema describe(TypeNode type) {
        TypeSchemas schemas = new TypeSchemas();
        SchemaType root = schemas.use(type);
        return new Schema(schemas.definitions, root);
    }

    private SchemaType use(TypeNode type) {
        if (type instanceof ScalarNode scalar) {
            return new Scalar(scalar.kind());
        }
        if (type instanceof ContainerNode container) {
            return new Container(
                    container.kind(),
                    container.arguments().stream().map(this::use).toList());
        }
        return defined(type);
    }

    private Defined defined(TypeNode type) {
        Defined before = indexes.get(type);
        if (before != null) {
            return before;
        }
        Defined here = new Defined(definitions.size());
        indexes.put(type, here);
        definitions.add(new CustomDefinition("", 0)); // Keeps the place while what it leads to is described.
        definitions.set(here.index(), definition(type));
        return here;
    }

    private Definition definition(TypeNode type) {
        if (type instanceof RecordNode node) {
            List<Definition.Component> components = new ArrayList<>();
            for (TypeNode.Component component : node.components()) {
                components.add(new Definition.Component(component.name(), use(component.type()), component.nullable()));
            }
            return new RecordDefinition(node.type().getName(), components);
        }
        if (type instanceof EnumNode node) {
            return new EnumDefinition(
                    node.type().getName(), List.copyOf(node.constants().keySet()));
        }
        if (type instanceof SealedNode node) {
            return new SealedDefinition(
                    node.type().getName(),
                    node.cases().stream().map(each -> defined(each.type())).toList());
        }
        CustomNode node = (CustomNode) type;
        return new CustomDefinition(node.name(), node.version());
    }
}
