package io.varve.internal.codec.value;

import io.varve.internal.codec.schema.ContainerKind;

/** Reads a value that was always there as one that may be. */
final class PresentSerializer extends ReadingSerializer {

    private final ContainerKind kind;
    private final ValueSerializer value;

    PresentSerializer(ContainerKind kind, ValueSerializer value) {
        this.kind = kind;
        this.value = value;
    }

    @Override
    public Object read(PageInput in) {
        return OptionalSerializer.make(kind, value.read(in));
    }
}
