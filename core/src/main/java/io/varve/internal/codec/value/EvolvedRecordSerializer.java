package io.varve.internal.codec.value;

import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.schema.ContainerKind.Layout;
import io.varve.internal.codec.schema.Definition.RecordDefinition;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.trie.TrieMap;
import io.varve.internal.vector.RadixVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record whose components were others when it was stored: each stored one goes where today's of that name is, or
 * is passed over; what is new gets the empty value of its type.
 */
final class EvolvedRecordSerializer extends ReadingSerializer {

    private final RecordNode today;
    private final RecordDefinition stored;
    private final String path;
    private final int[] slots;
    private final ValueSerializer[] serializers;
    private final @Nullable Object[] defaults;

    EvolvedRecordSerializer(RecordNode today, RecordDefinition stored, String path) {
        this.today = today;
        this.stored = stored;
        this.path = path;
        int storedCount = stored.components().size();
        this.slots = new int[storedCount];
        this.serializers = new ValueSerializer[storedCount];
        this.defaults = new Object[today.components().size()];
        boolean[] given = new boolean[defaults.length];
        for (int i = 0; i < storedCount; i++) {
            slots[i] = indexOf(today.components(), stored.components().get(i).name());
            if (slots[i] >= 0) {
                given[slots[i]] = true;
            }
        }
        for (int i = 0; i < defaults.length; i++) {
            if (!given[i]) {
                defaults[i] = emptyValue(today.components().get(i));
            }
        }
    }

    /** Where today a stored component belongs, or -1 if there is none of its name. */
    int slotOf(int storedIndex) {
        return slots[storedIndex];
    }

    void component(int storedIndex, ValueSerializer serializer) {
        serializers[storedIndex] = serializer;
    }

    @Override
    public Object read(PageInput in) {
        in.enter();
        @Nullable Object[] values = defaults.clone();
        for (int i = 0; i < serializers.length; i++) {
            boolean there = !stored.components().get(i).nullable() || in.readFlag();
            Object value = there ? serializers[i].read(in) : null;
            if (slots[i] >= 0) {
                values[slots[i]] = value == null ? ofNull(today.components().get(slots[i])) : value;
            }
        }
        if (serializers.length == 0) {
            RecordSerializer.readEmpty(in);
        }
        in.exit();
        return RecordSerializer.construct(today, today.constructor(), values);
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
                    + today.type().getName() + ", and stored values have none; make it an Option, mark it @Nullable, or"
                    + " choose a collection");
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

    private static int indexOf(List<Component> components, String name) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
