package io.varve.internal.codec.value;

/** Reads what an older version of a type wrote; writing is always done with today's. */
abstract class ReadingSerializer extends ValueSerializer {

    @Override
    public final void write(PageOutput out, Object value) {
        throw new UnsupportedOperationException("reads what another version wrote, and is never written with");
    }
}
