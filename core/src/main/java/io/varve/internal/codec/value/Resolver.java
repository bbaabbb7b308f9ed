package io.varve.internal.codec.value;

import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.schema.ContainerKind.Layout;
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
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.Case;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.ScalarNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import io.varve.internal.codec.type.TypeSchemas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides how what one schema describes is read as today's types. Where both are the same, the serializer found is also
 * the one that writes.
 *
 * <p>What may differ: components added (if their type has an empty value), removed and reordered; numbers widened; a
 * value made optional; one kind of collection for another that is written alike; enum constants and sealed cases. The
 * rest is an {@link UnreadableSchemaException} with the path to it.
 */
public final class Resolver {

    private final Schema stored;
    private final PersistentSerializers persistent;
    private final Skipper skipper;
    private final Map<Use, ValueSerializer> resolved = new HashMap<>();

    /**
     * Makes a resolver.
     *
     * @param stored describes the stored values
     * @param persistent the serializers of persistent collections
     */
    public Resolver(Schema stored, PersistentSerializers persistent) {
        this.stored = stored;
        this.persistent = persistent;
        this.skipper = new Skipper(stored);
    }

    private record Use(Defined stored, TypeNode today) {}

    /**
     * Resolves a use of a type.
     *
     * @param type as stored
     * @param today as it is now
     * @param path where that is, for messages
     * @throws UnreadableSchemaException if the one can't be read as the other
     */
    public ValueSerializer resolve(SchemaType type, TypeNode today, String path) {
        if (type instanceof Scalar scalar && today instanceof ScalarNode node) {
            return scalar.kind() == node.kind()
                    ? Scalars.of(node.kind())
                    : Widening.of(scalar.kind(), node.kind())
                            .orElseThrow(() -> different(path, type, node.kind().name()));
        }
        if (today instanceof ContainerNode node) {
            if (type instanceof Container container
                    && container.kind().layout() == node.kind().layout()) {
                return container(container, node, path);
            }
            if (node.kind().layout() == Layout.OPTIONAL) {
                return new PresentSerializer(node.kind(), resolve(type, node.argument(0), path));
            }
        }
        if (type instanceof Defined defined) {
            return defined(defined, today, path);
        }
        throw different(path, type, describe(today));
    }

    private ValueSerializer container(Container container, ContainerNode today, String path) {
        List<SchemaType> arguments = container.arguments();
        if (arguments.size() != today.arguments().size()) {
            throw different(path, container, describe(today));
        }
        ValueSerializer[] parts = new ValueSerializer[arguments.size()];
        Layout layout = today.kind().layout();
        for (int i = 0; i < parts.length; i++) {
            String step = switch (layout) {
                case MAP, PERSISTENT_MAP -> i == 0 ? "[key]" : "[value]";
                case EITHER -> i == 0 ? "[left]" : "[right]";
                case TUPLE -> "._" + (i + 1);
                case OPTIONAL -> "[value]";
                default -> "[element]";
            };
            parts[i] = resolve(arguments.get(i), today.argument(i), path + step);
        }
        return switch (layout) {
            case SEQUENCE, SET -> new CollectionSerializer(today.kind(), parts[0]);
            case MAP -> new MapSerializer(today.kind(), parts[0], parts[1]);
            case OPTIONAL -> new OptionalSerializer(today.kind(), parts[0]);
            case EITHER -> new EitherSerializer(parts[0], parts[1]);
            case TUPLE -> new TupleSerializer(parts);
            case PERSISTENT_MAP ->
                persistent.map(today, parts[0], parts[1], sameKeys(arguments.get(0), today.argument(0)));
            case PERSISTENT_VECTOR -> persistent.vector(today, parts[0]);
        };
    }

    /** Whether keys are stored as they are now, so that their hashes are what they were. */
    private boolean sameKeys(SchemaType key, TypeNode today) {
        return stored.of(key).equals(TypeSchemas.describe(today));
    }

    private ValueSerializer defined(Defined type, TypeNode today, String path) {
        Use use = new Use(type, today);
        ValueSerializer before = resolved.get(use);
        if (before != null) {
            return before;
        }
        Definition definition = stored.definition(type);
        if (today instanceof SealedNode node && !(definition instanceof SealedDefinition)) {
            for (Case each : node.cases()) {
                if (each.name().equals(definition.name())) {
                    return defined(type, each.type(), path);
                }
            }
        }
        requireSameName(definition, today, path);
        if (definition instanceof RecordDefinition described && today instanceof RecordNode node) {
            return record(described, node, use, path);
        }
        if (definition instanceof SealedDefinition described && today instanceof SealedNode node) {
            return sealed(described, node, use, path);
        }
        ValueSerializer found;
        if (definition instanceof EnumDefinition described && today instanceof EnumNode node) {
            found = new EnumSerializer(described, node);
        } else if (definition instanceof CustomDefinition described && today instanceof CustomNode node) {
            if (described.version() != node.version()) {
                throw new UnreadableSchemaException(path + ": was written by version " + described.version()
                        + " of the serializer registered as '" + node.name() + "', and version " + node.version()
                        + " is registered now");
            }
            found = new CustomSerializer(node);
        } else {
            throw different(path, type, describe(today));
        }
        resolved.put(use, found);
        return found;
    }

    /** Types are the same if their names are. Renames that the application registers will be looked up here. */
    private void requireSameName(Definition definition, TypeNode today, String path) {
        if (!definition.name().equals(describe(today))) {
            throw new UnreadableSchemaException(
                    path + ": was stored as " + definition.name() + ", and is " + describe(today) + " now");
        }
    }

    private ValueSerializer record(RecordDefinition described, RecordNode today, Use use, String path) {
        if (hasSameShape(described, today)) {
            RecordSerializer serializer = new RecordSerializer(today);
            resolved.put(use, serializer);
            for (int i = 0; i < today.components().size(); i++) {
                Component component = today.components().get(i);
                serializer.component(
                        i,
                        resolve(described.components().get(i).type(), component.type(), path + "." + component.name()));
            }
            return serializer;
        }
        EvolvedRecordSerializer serializer = new EvolvedRecordSerializer(today, described, path);
        resolved.put(use, serializer);
        for (int i = 0; i < described.components().size(); i++) {
            Definition.Component component = described.components().get(i);
            int slot = serializer.slotOf(i);
            serializer.component(
                    i,
                    slot < 0
                            ? skipper.skip(component.type())
                            : resolve(
                                    component.type(),
                                    today.components().get(slot).type(),
                                    path + "." + component.name()));
        }
        return serializer;
    }

    private static boolean hasSameShape(RecordDefinition described, RecordNode today) {
        if (described.components().size() != today.components().size()) {
            return false;
        }
        for (int i = 0; i < today.components().size(); i++) {
            Definition.Component was = described.components().get(i);
            Component is = today.components().get(i);
            if (!was.name().equals(is.name()) || was.nullable() != is.nullable()) {
                return false;
            }
        }
        return true;
    }

    private ValueSerializer sealed(SealedDefinition described, SealedNode today, Use use, String path) {
        List<String> names = described.cases().stream().map(stored::nameOf).toList();
        SealedSerializer serializer = new SealedSerializer(described.name(), names, today);
        resolved.put(use, serializer);
        for (int i = 0; i < names.size(); i++) {
            for (Case each : today.cases()) {
                if (each.name().equals(names.get(i))) {
                    String step = "(" + each.raw().getSimpleName() + ")";
                    serializer.caseAt(i, resolve(described.cases().get(i), each.type(), path + step));
                }
            }
        }
        return serializer;
    }

    private UnreadableSchemaException different(String path, SchemaType type, String today) {
        return new UnreadableSchemaException(
                path + ": was stored as " + stored.nameOf(type) + ", which can't be read as " + today);
    }

    private static String describe(TypeNode today) {
        if (today instanceof RecordNode node) {
            return node.type().getName();
        }
        if (today instanceof EnumNode node) {
            return node.type().getName();
        }
        if (today instanceof SealedNode node) {
            return node.type().getName();
        }
        if (today instanceof CustomNode node) {
            return node.name();
        }
        Schema schema = TypeSchemas.describe(today);
        return schema.nameOf(schema.root());
    }
}
