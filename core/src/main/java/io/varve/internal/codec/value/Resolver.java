package io.varve.internal.codec.value;

import io.varve.UnreadableSchemaException;
import io.varve.generic.GenericEnum;
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
import io.varve.internal.codec.type.Evolutions;
import io.varve.internal.codec.type.Evolutions.Conversion;
import io.varve.internal.codec.type.Evolutions.Rules;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides how what one schema describes is read as today's types. Where both are the same, the serializer found is also
 * the one that writes.
 *
 * <p>What may differ: components added (if their type has an empty value), removed and reordered; numbers widened; a
 * value made optional; one kind of collection for another that is written alike; enum constants and sealed cases; and
 * whatever the application told as {@link Evolutions}. The rest is an {@link UnreadableSchemaException} with the path to
 * it. What a schema says only chooses among today's types and those: no class is ever looked up by a stored name.
 */
public final class Resolver {

    private final Schema stored;
    private final PersistentSerializers persistent;
    private final Evolutions evolutions;
    private final Skipper skipper;
    private final GenericValues generic;
    private final Map<Use, ValueSerializer> resolved = new HashMap<>();

    /** What was found while the source of a conversion is being tried. */
    private @Nullable Map<Use, ValueSerializer> tried;

    /**
     * Makes a resolver.
     *
     * @param stored describes the stored values
     * @param persistent the serializers of persistent collections
     * @param generic reads stored values for functions
     * @param evolutions what became of today's types
     */
    public Resolver(
            Schema stored, PersistentSerializers persistent, GenericCollections generic, Evolutions evolutions) {
        this.stored = stored;
        this.persistent = persistent;
        this.evolutions = evolutions;
        this.skipper = new Skipper(stored);
        this.generic = new GenericValues(stored, generic);
    }

    private record Use(Defined stored, TypeNode today) {}

    /** A conversion, and what reads that which it begins with. */
    private record Found(Conversion conversion, ValueSerializer source) {}

    /**
     * Resolves a use of a type.
     *
     * @param type as stored
     * @param today as it is now
     * @param path where that is, for messages
     * @throws UnreadableSchemaException if the one can't be read as the other
     */
    public ValueSerializer resolve(SchemaType type, TypeNode today, String path) {
        List<Conversion> conversions = evolutions.of(today).replacedTypes();
        if (!conversions.isEmpty() && !(type instanceof Defined defined && isKnown(defined, today))) {
            Found found = find(type, conversions, path);
            if (found != null) {
                return new ConvertingSerializer(
                        found.source(), EvolutionCall.of(found.conversion().function(), what(path, found), raw(today)));
            }
        }
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
            case SEQUENCE -> new CollectionSerializer(today.kind(), parts[0], null);
            case SET -> new CollectionSerializer(today.kind(), parts[0], evolved(container, today, path));
            case MAP -> new MapSerializer(today.kind(), parts[0], parts[1], evolved(container, today, path));
            case OPTIONAL -> new OptionalSerializer(today.kind(), parts[0]);
            case EITHER -> new EitherSerializer(parts[0], parts[1]);
            case TUPLE -> new TupleSerializer(parts);
            case PERSISTENT_MAP ->
                persistent.map(
                        today,
                        parts[0],
                        parts[1],
                        skipper.entry(arguments.get(0), arguments.get(1)),
                        sameKeys(arguments.get(0), today.argument(0)));
            case PERSISTENT_VECTOR -> persistent.vector(today, parts[0]);
        };
    }

    /** The path, if the elements or keys are others than they were when they were stored, so that some may be the same. */
    private @Nullable String evolved(Container container, ContainerNode today, String path) {
        return sameKeys(container.arguments().get(0), today.argument(0)) ? null : path;
    }

    /** Whether keys are stored as they are now, so that their hashes are what they were. */
    private boolean sameKeys(SchemaType key, TypeNode today) {
        return stored.of(key).equals(TypeSchemas.describe(today));
    }

    private ValueSerializer defined(Defined type, TypeNode today, String path) {
        Use use = new Use(type, today);
        Map<Use, ValueSerializer> known = tried != null ? tried : resolved;
        ValueSerializer before = known.get(use);
        if (before != null) {
            return before;
        }
        Definition definition = stored.definition(type);
        ValueSerializer replaced = replaced(type, definition, today, path);
        if (replaced != null) {
            return replaced;
        }
        if (today instanceof SealedNode node && !(definition instanceof SealedDefinition)) {
            Case same = caseOf(definition.name(), node);
            if (same != null) {
                return defined(type, same.type(), path);
            }
        }
        requireSameName(definition, today, path);
        if (definition instanceof RecordDefinition described && today instanceof RecordNode node) {
            return record(described, node, use, path);
        }
        if (definition instanceof SealedDefinition described && today instanceof SealedNode node) {
            return sealed(described, node, use, path);
        }
        if (definition instanceof EnumDefinition described && today instanceof EnumNode node) {
            // Not kept for other uses, for its path is told.
            return new EnumSerializer(described, node, evolutions.of(node), path);
        }
        if (definition instanceof CustomDefinition described && today instanceof CustomNode node) {
            if (described.version() != node.version()) {
                throw new UnreadableSchemaException(path + ": was written by version " + described.version()
                        + " of the serializer registered as '" + node.name() + "', and version " + node.version()
                        + " is registered now");
            }
            return new CustomSerializer(node);
        }
        throw different(path, type, describe(today));
    }

    /** What has a function make today's type of a stored one that is told by its name, or null. */
    private @Nullable ValueSerializer replaced(Defined type, Definition definition, TypeNode today, String path) {
        Rules rules = evolutions.of(today);
        String what = path + ": the conversion from the stored " + definition.name();
        if (definition instanceof RecordDefinition) {
            var function = rules.replacementOfRecord(definition.name());
            if (function != null) {
                return new ConvertingSerializer(generic.of(type), EvolutionCall.of(function, what, raw(today)));
            }
        } else if (definition instanceof EnumDefinition) {
            Function<String, ?> function = rules.replacementOfEnum(definition.name());
            if (function != null) {
                Function<GenericEnum, Object> ofConstant = constant -> function.apply(constant.constant());
                return new ConvertingSerializer(generic.of(type), EvolutionCall.of(ofConstant, what, raw(today)));
            }
        }
        return null;
    }

    /** Whether a stored type is read as today's by its name, so that nothing else has to be tried. */
    private boolean isKnown(Defined type, TypeNode today) {
        String name = stored.nameOf(type);
        Rules rules = evolutions.of(today);
        return evolutions.isNameOf(today, name)
                || rules.replacementOfRecord(name) != null
                || rules.replacementOfEnum(name) != null
                || today instanceof SealedNode node && caseOf(name, node) != null;
    }

    private @Nullable Case caseOf(String stored, SealedNode today) {
        for (Case each : today.cases()) {
            if (each.name().equals(stored)) {
                return each;
            }
        }
        for (Case each : today.cases()) {
            Rules rules = evolutions.of(each.type());
            if (evolutions.isNameOf(each.type(), stored)
                    || rules.replacementOfRecord(stored) != null
                    || rules.replacementOfEnum(stored) != null) {
                return each;
            }
        }
        return null;
    }

    /**
     * Looks for a conversion from a type that the stored one can be read as: the very same first. Within what a conversion
     * begins with, no other is looked for.
     */
    private @Nullable Found find(SchemaType type, List<Conversion> conversions, String path) {
        if (tried != null) {
            throw new UnreadableSchemaException(
                    path + ": was stored as " + stored.nameOf(type)
                            + ", which would have to be converted within what is to be converted; convert from a generic record");
        }
        Schema described = stored.of(type);
        for (Conversion each : conversions) {
            if (described.equals(TypeSchemas.describe(each.source()))) {
                return attempt(type, each, path);
            }
        }
        for (Conversion each : conversions) {
            Found found = attempt(type, each, path);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Found attempt(SchemaType type, Conversion conversion, String path) {
        tried = new HashMap<>();
        try {
            return new Found(conversion, resolve(type, conversion.source(), path));
        } catch (UnreadableSchemaException e) {
            return null;
        } finally {
            tried = null;
        }
    }

    private static String what(String path, Found found) {
        return path + ": the conversion from " + found.conversion().sourceName();
    }

    private static Class<?> raw(TypeNode today) {
        if (today instanceof RecordNode node) {
            return node.type();
        }
        return today instanceof EnumNode node ? node.type() : ((SealedNode) today).type();
    }

    /** Types are the same if their names are, or were. */
    private void requireSameName(Definition definition, TypeNode today, String path) {
        String name = describe(today);
        if (!definition.name().equals(name) && !evolutions.isNameOf(today, definition.name())) {
            throw new UnreadableSchemaException(path + ": was stored as " + definition.name() + ", and is " + name
                    + " now; if it was renamed, say so with Evolution…formerly(\"" + definition.name() + "\")");
        }
    }

    private ValueSerializer record(RecordDefinition described, RecordNode today, Use use, String path) {
        Rules rules = evolutions.of(today);
        int[] slots = EvolvedRecordSerializer.slots(today, described, rules, path);
        @Nullable Found[] conversions = new Found[slots.length];
        boolean converts = false;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] >= 0) {
                conversions[i] = conversion(described.components().get(i).type(), today, slots[i], path);
                converts |= conversions[i] != null;
            }
        }
        Map<Use, ValueSerializer> known = tried != null ? tried : resolved;
        if (!converts && hasSameShape(described, today)) {
            RecordSerializer serializer = new RecordSerializer(today);
            known.put(use, serializer);
            for (int i = 0; i < today.components().size(); i++) {
                Component component = today.components().get(i);
                serializer.component(
                        i,
                        resolve(described.components().get(i).type(), component.type(), path + "." + component.name()));
            }
            return serializer;
        }
        EvolvedRecordSerializer serializer =
                new EvolvedRecordSerializer(today, described, rules, () -> generic.of(use.stored()), path);
        known.put(use, serializer);
        for (int i = 0; i < slots.length; i++) {
            SchemaType type = described.components().get(i).type();
            Found found = conversions[i];
            if (slots[i] < 0) {
                serializer.component(i, skipper.skip(type), null);
                continue;
            }
            Component component = today.components().get(slots[i]);
            String at = path + "." + component.name();
            if (found == null) {
                serializer.component(i, resolve(type, component.type(), at), null);
            } else {
                EvolutionCall call = EvolutionCall.of(
                                found.conversion().function(),
                                what(at, found),
                                EvolvedRecordSerializer.typeOf(today, slots[i]))
                        .orNull(component.nullable());
                serializer.component(i, found.source(), call);
            }
        }
        return serializer;
    }

    /** How a stored component is converted, or null if it is read as it is. */
    private @Nullable Found conversion(SchemaType type, RecordNode today, int slot, String path) {
        Component component = today.components().get(slot);
        List<Conversion> conversions = evolutions.of(today).conversionsOf(component.name());
        return conversions.isEmpty() || stored.of(type).equals(TypeSchemas.describe(component.type()))
                ? null
                : find(type, conversions, path + "." + component.name());
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
        SealedSerializer serializer = new SealedSerializer(described.name(), names, today, path);
        (tried != null ? tried : resolved).put(use, serializer);
        for (int i = 0; i < names.size(); i++) {
            Defined type = described.cases().get(i);
            Case same = caseOf(names.get(i), today);
            ValueSerializer reader = same != null
                    ? resolve(type, same.type(), path + "(" + same.raw().getSimpleName() + ")")
                    : replaced(type, stored.definition(type), today, path);
            if (reader != null) {
                serializer.caseAt(i, reader);
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
