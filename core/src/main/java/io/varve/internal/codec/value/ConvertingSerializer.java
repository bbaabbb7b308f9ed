package io.varve.internal.codec.value;

/** Reads a value as what it was, and has a function make today's value of it. */
final class ConvertingSerializer extends ReadingSerializer {

    private final ValueSerializer source;
    private final EvolutionCall conversion;

    ConvertingSerializer(ValueSerializer source, EvolutionCall conversion) {
        this.source = source;
        this.conversion = conversion;
    }

    @Override
    public Object read(PageInput in) {
        return conversion.applyToValue(source.read(in));
    }
}
