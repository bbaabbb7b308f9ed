package io.varve.internal.codec.value;

import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.value.Elements.SameElementsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sequence or set as its count and its elements; those of unordered sets sorted by their bytes. */
final class CollectionSerializer extends ValueSerializer {

    private final ContainerKind kind;
    private final ValueSerializer element;
    private final @Nullable String evolved;

    /**
     * Makes a serializer.
     *
     * @param evolved where it is, if the elements are others than they were when they were stored; else null
     */
    CollectionSerializer(ContainerKind kind, ValueSerializer element, @Nullable String evolved) {
        this.kind = kind;
        this.element = element;
        this.evolved = evolved;
    }

    @Override
    public void write(PageOutput out, Object value) {
        out.enter();
        Elements.requireNaturalOrder(kind, value);
        int size = Elements.size(value);
        out.writeCount(size);
        SortedParts parts = Elements.isUnordered(kind) ? new SortedParts(out, size) : null;
        int index = 0;
        try {
            for (@Nullable Object each : (Iterable<?>) value) {
                if (each == null) {
                    throw UnwritableValueException.nullElement();
                }
                element.write(out, each);
                if (parts != null) {
                    parts.take(null);
                }
                index++;
            }
        } catch (UnwritableValueException e) {
            throw e.at("[" + index + "]");
        }
        if (index != size) {
            throw UnwritableValueException.of("changed while it was being written; a state has to be immutable");
        }
        if (parts != null) {
            parts.forEachSorted(ignored -> {});
        }
        out.exit();
    }

    @Override
    public Object read(PageInput in) {
        in.enter();
        int count = in.readCount();
        List<Object> elements = Elements.newList(count);
        for (int i = 0; i < count; i++) {
            elements.add(element.read(in));
        }
        in.exit();
        try {
            return Elements.collection(kind, elements);
        } catch (SameElementsException e) {
            throw e.at(evolved);
        }
    }
}
