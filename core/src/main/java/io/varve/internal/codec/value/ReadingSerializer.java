package io.varve.internal.codec.value;

/** Reads what an older version of a type wrote; writing is always done with today's. */
public abstract class ReadingSerializer extends ValueSerializer {

    /** Constructor for implementations. */
    protected ReadingSerializer() {}

    @Override
    public final void write(PageOutput out, Object value) {
        throw new UnsupportedOperationException("reads what another version wrote, and is never written with");
    }
}
