package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.generic.GenericEnum;
import io.varve.generic.GenericOpaque;
import io.varve.generic.GenericRecord;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.schema.Definition;
import io.varve.internal.codec.schema.Definition.Component;
import io.varve.internal.codec.schema.Definition.CustomDefinition;
import io.varve.internal.codec.schema.Definition.EnumDefinition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.schema.Definition.SealedDefinition;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.codec.schema.SchemaType;
import io.varve.internal.codec.schema.SchemaType.Container;
import io.varve.internal.codec.schema.SchemaType.Defined;
import io.varve.internal.codec.schema.SchemaType.Scalar;
import io.vavr.collection.LinkedHashMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads values by the schema they were stored with, and no classes but those of the JDK, Vavr and this library. */
public final class GenericValues {

    private final Schema schema;
    private final GenericCollections collections;
    private final Map<Defined, Reading> defined = new HashMap<>();

    /**
     * Makes what reads the values of a schema.
     *
     * @param schema describes them
     * @param collections reads persistent collections
     */
    public GenericValues(Schema schema, GenericCollections collections) {
        this.schema = schema;
        this.collections = collections;
    }

    /** Reads values of a type. */
    public ValueSerializer of(SchemaType type) {
        if (type instanceof Scalar scalar) {
            return Scalars.of(scalar.kind());
        }
        if (type instanceof Container container) {
            return container(container);
        }
        Defined use = (Defined) type;
        Reading before = defined.get(use);
        if (before != null) {
            return before;
        }
        Reading reading = new Reading();
        defined.put(use, reading); // Before its parts, which may lead back here.
        reading.by = definition(schema.definition(use));
        return reading;
    }

    private Function<PageInput, Object> definition(Definition definition) {
        if (definition instanceof RecordDefinition described) {
            return record(described);
        }
        if (definition instanceof SealedDefinition described) {
            List<ValueSerializer> cases =
                    described.cases().stream().map(this::of).toList();
            return in -> cases.get(number(in, cases.size(), "case", described)).read(in);
        }
        if (definition instanceof EnumDefinition described) {
            List<String> constants = described.constants();
            return in -> new GenericEnum(
                    described.name(), constants.get(number(in, constants.size(), "constant", described)));
        }
        CustomDefinition described = (CustomDefinition) definition;
        return in -> new GenericOpaque(described.name(), described.version(), CustomSerializer.readBytes(in));
    }

    private static int number(PageInput in, int count, String what, Definition definition) {
        int number = in.readVarInt(true);
        if (number < 0 || number >= count) {
            throw new KryoException(what + " " + number + " of " + definition.name() + ", which has " + count);
        }
        return number;
    }

    private Function<PageInput, Object> record(RecordDefinition described) {
        List<Component> components = described.components();
        List<ValueSerializer> parts =
                components.stream().map(component -> of(component.type())).toList();
        return in -> {
            LinkedHashMap<String, @Nullable Object> values = LinkedHashMap.empty();
            for (int i = 0; i < components.size(); i++) {
                Component component = components.get(i);
                boolean there = !component.nullable() || in.readFlag();
                values = values.put(component.name(), there ? parts.get(i).read(in) : null);
            }
            if (components.isEmpty()) {
                RecordSerializer.readEmpty(in);
            }
            return GenericRecord.of(described.name(), values);
        };
    }

    private ValueSerializer container(Container container) {
        List<ValueSerializer> parts =
                container.arguments().stream().map(this::of).toList();
        // One class for each way of writing: a sorted set could not sort generic records.
        return switch (container.kind().layout()) {
            case SEQUENCE -> new CollectionSerializer(ContainerKind.VAVR_VECTOR, parts.get(0), null);
            case SET -> new CollectionSerializer(ContainerKind.VAVR_LINKED_HASH_SET, parts.get(0), null);
            case MAP -> new MapSerializer(ContainerKind.VAVR_LINKED_HASH_MAP, parts.get(0), parts.get(1), null);
            case OPTIONAL -> new OptionalSerializer(ContainerKind.VAVR_OPTION, parts.get(0));
            case EITHER -> new EitherSerializer(parts.get(0), parts.get(1));
            case TUPLE -> new TupleSerializer(parts.toArray(ValueSerializer[]::new));
            case PERSISTENT_MAP -> collections.map(parts.get(0), parts.get(1));
            case PERSISTENT_VECTOR -> collections.vector(parts.get(0));
        };
    }

    private static final class Reading extends ReadingSerializer {

        private Function<PageInput, Object> by = in -> in;

        @Override
        public Object read(PageInput in) {
            in.enter();
            Object read = by.apply(in);
            in.exit();
            return read;
        }
    }
}
