package io.varve.internal.codec.value;

import io.varve.UnreadableSchemaException;
import io.varve.generic.GenericRecord;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.schema.ContainerKind.Layout;
import io.varve.internal.codec.schema.Definition;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.type.Evolutions.Rules;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.trie.TrieMap;
import io.varve.internal.vector.RadixVector;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record whose components were others when it was stored: each stored one goes where today's of that name is,
 * perhaps through a conversion, or is passed over; what is new is computed, or gets the empty value of its type.
 */
final class EvolvedRecordSerializer extends ReadingSerializer {

    private final RecordNode today;
    private final RecordDefinition stored;
    private final String path;
    private final int[] slots;
    private final ValueSerializer[] serializers;
    private final @Nullable EvolutionCall[] conversions;
    private final @Nullable Object[] defaults;
    private final @Nullable EvolutionCall[] computations;

    /** Reads the record as it was stored, for the computations; null if there are none. */
    private final @Nullable ValueSerializer generic;

    EvolvedRecordSerializer(
            RecordNode today,
            RecordDefinition stored,
            Rules rules,
            Supplier<ValueSerializer> genericReader,
            String path) {
        this.today = today;
        this.stored = stored;
        this.path = path;
        this.slots = slots(today, stored, rules, path);
        this.serializers = new ValueSerializer[slots.length];
        this.conversions = new EvolutionCall[slots.length];
        this.defaults = new Object[today.components().size()];
        this.computations = new EvolutionCall[defaults.length];
        boolean computes = false;
        for (int i = 0; i < defaults.length; i++) {
            if (indexOf(slots, i) < 0) {
                computations[i] = computation(rules, i);
                if (computations[i] == null) {
                    defaults[i] = emptyValue(today.components().get(i));
                } else {
                    computes = true;
                }
            }
        }
        this.generic = computes ? genericReader.get() : null;
    }

    /** Where today the stored components belong, each, or -1 if nowhere. */
    static int[] slots(RecordNode today, RecordDefinition stored, Rules rules, String path) {
        List<String> names =
                stored.components().stream().map(Definition.Component::name).toList();
        int[] slots = new int[names.size()];
        Arrays.fill(slots, -1);
        for (int i = 0; i < slots.length; i++) {
            String renamed = rules.renamed().get(names.get(i));
            String name = renamed != null && !names.contains(renamed) ? renamed : names.get(i);
            int slot = indexOf(today.components(), name);
            int other = slot < 0 ? -1 : indexOf(slots, slot);
            if (other >= 0) {
                throw new UnreadableSchemaException(path + "." + name + ": a stored " + stored.name() + " has both "
                        + names.get(other) + " and " + names.get(i) + ", which the evolution of "
                        + today.type().getName() + " both calls " + name + "; compute it instead");
            }
            slots[i] = slot;
        }
        return slots;
    }

    private @Nullable EvolutionCall computation(Rules rules, int index) {
        Component component = today.components().get(index);
        var function = rules.computationOf(component.name());
        return function == null
                ? null
                : EvolutionCall.of(
                                function,
                                path + "." + component.name() + ": its computation from the stored " + stored.name(),
                                typeOf(today, index))
                        .orNull(component.nullable());
    }

    /** The class of a component. */
    static Class<?> typeOf(RecordNode today, int index) {
        return today.type().getRecordComponents()[index].getType();
    }

    /** Where today a stored component belongs, or -1 if nowhere. */
    int slotOf(int storedIndex) {
        return slots[storedIndex];
    }

    void component(int storedIndex, ValueSerializer serializer, @Nullable EvolutionCall conversion) {
        serializers[storedIndex] = serializer;
        conversions[storedIndex] = conversion;
    }

    @Override
    public Object read(PageInput in) {
        GenericRecord whole = null;
        if (generic != null) {
            PageInput.Mark mark = in.mark();
            whole = (GenericRecord) generic.read(in);
            in.goBack(mark);
        }
        in.enter();
        @Nullable Object[] values = defaults.clone();
        for (int i = 0; i < serializers.length; i++) {
            boolean there = !stored.components().get(i).nullable() || in.readFlag();
            Object value = there ? convert(i, serializers[i].read(in)) : null;
            if (slots[i] >= 0) {
                values[slots[i]] = there ? value : ofNull(today.components().get(slots[i]));
            }
        }
        if (serializers.length == 0) {
            RecordSerializer.readEmpty(in);
        }
        in.exit();
        if (whole != null) {
            for (int i = 0; i < values.length; i++) {
                EvolutionCall computation = computations[i];
                if (computation != null) {
                    values[i] = computation.apply(whole);
                }
            }
        }
        return RecordSerializer.construct(today, today.constructor(), values);
    }

    private @Nullable Object convert(int storedIndex, Object value) {
        EvolutionCall conversion = conversions[storedIndex];
        return conversion == null ? value : conversion.apply(value);
    }

    private @Nullable Object ofNull(Component component) {
        if (component.nullable()) {
            return null;
        }
        if (component.type() instanceof ContainerNode container
                && container.kind().layout() == Layout.OPTIONAL) {
            return OptionalSerializer.make(container.kind(), null);
        }
        throw new UnreadableSchemaException(
                path + "." + component.name()
                        + ": a stored value is null, and the component is not @Nullable any more; mark it, or make it an Option");
    }

    private @Nullable Object emptyValue(Component component) {
        Object empty = component.nullable() ? null : emptyValue(component.type());
        if (empty == null && !component.nullable()) {
            throw new UnreadableSchemaException(path + "." + component.name() + ": is new in "
                    + today.type().getName() + ", and stored values have none; make it an Option, mark it @Nullable,"
                    + " choose a collection, or say with Evolution.ofRecord("
                    + today.type().getSimpleName() + ".class).computed(\"" + component.name()
                    + "\", …) what it is");
        }
        return empty;
    }

    private static @Nullable Object emptyValue(TypeNode type) {
        if (!(type instanceof ContainerNode container)) {
            return null;
        }
        ContainerKind kind = container.kind();
        return switch (kind.layout()) {
            case OPTIONAL -> OptionalSerializer.make(kind, null);
            case SEQUENCE, SET -> Elements.collection(kind, List.of());
            case MAP -> Elements.map(kind, List.of());
            case PERSISTENT_MAP -> TrieMap.empty();
            case PERSISTENT_VECTOR -> RadixVector.empty();
            case EITHER, TUPLE -> null;
        };
    }

    private static int indexOf(int[] slots, int slot) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == slot) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(List<Component> components, String name) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
