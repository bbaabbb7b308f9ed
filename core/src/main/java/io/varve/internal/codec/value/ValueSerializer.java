package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * Writes and reads the values of one use of a type. Every value takes at least one byte, so that a count can be checked
 * against the bytes that remain. Equal values have equal bytes. Immutable once resolved, and thread-safe.
 */
public abstract class ValueSerializer extends Serializer<Object> {

    /** Constructor for implementations. */
    protected ValueSerializer() {
        setImmutable(true);
    }

    /**
     * Writes a value.
     *
     * @throws UnwritableValueException if it can't be kept
     */
    public abstract void write(PageOutput out, Object value);

    /**
     * Reads a value.
     *
     * @throws com.esotericsoftware.kryo.kryo5.KryoException if the bytes are malformed
     * @throws io.varve.UnreadableSchemaException if today's type has no such value
     */
    public abstract Object read(PageInput in);

    @Override
    public final void write(Kryo kryo, Output output, Object object) {
        write((PageOutput) output, object);
    }

    @Override
    public final Object read(Kryo kryo, Input input, Class<?> type) {
        return read((PageInput) input);
    }
}
