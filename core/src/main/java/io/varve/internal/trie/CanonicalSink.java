package io.varve.internal.trie;

import io.varve.collection.HashSink;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys as canonical bytes. Each put writes a tag byte and then the value, little-endian; strings and bytes have
 * their length in front. So no two sequences of puts give the same bytes.
 */
public abstract non-sealed class CanonicalSink implements HashSink {

    CanonicalSink() {}

    /** Writes the lowest bytes of a word, the lowest first. */
    abstract void write(long word, int bytes);

    /** Writes the UTF-16 code units of a string, each with its lower byte first. */
    void writeChars(String string) {
        for (int i = 0; i < string.length(); i++) {
            write(string.charAt(i), 2);
        }
    }

    @Override
    public final CanonicalSink putBoolean(boolean value) {
        return put(KeyTag.BOOLEAN, value ? 1 : 0, 1);
    }

    @Override
    public final CanonicalSink putInt(int value) {
        return put(KeyTag.INT, value, 4);
    }

    @Override
    public final CanonicalSink putLong(long value) {
        return put(KeyTag.LONG, value, 8);
    }

    @Override
    public final CanonicalSink putDouble(double value) {
        return put(KeyTag.DOUBLE, Double.doubleToLongBits(value), 8);
    }

    @Override
    public final CanonicalSink putString(String value) {
        return putString(KeyTag.STRING, value);
    }

    @Override
    public final CanonicalSink putBytes(byte[] value) {
        write(KeyTag.BYTES | (long) value.length << 32, 8);
        for (byte b : value) {
            write(b, 1);
        }
        return this;
    }

    @Override
    public final CanonicalSink putKey(Object value) {
        if (value instanceof String string) {
            return putString(string);
        }
        KeyType.of(value.getClass()).put(value, this);
        return this;
    }

    /** Puts a component of a record, which may be null. */
    final CanonicalSink putNullable(@Nullable Object value) {
        return value == null ? tag(KeyTag.NULL) : putKey(value);
    }

    final CanonicalSink putByte(byte value) {
        return put(KeyTag.BYTE, value, 1);
    }

    final CanonicalSink putShort(short value) {
        return put(KeyTag.SHORT, value, 2);
    }

    final CanonicalSink putChar(char value) {
        return put(KeyTag.CHAR, value, 2);
    }

    final CanonicalSink putFloat(float value) {
        return put(KeyTag.FLOAT, Float.floatToIntBits(value), 4);
    }

    final CanonicalSink putInteger(BigInteger value) {
        return tag(KeyTag.BIG_INTEGER).putBytes(value.toByteArray());
    }

    /** Begins a value of several parts. */
    final CanonicalSink tag(int tag) {
        write(tag, 1);
        return this;
    }

    final CanonicalSink put(int tag, long value, int bytes) {
        write(tag, 1);
        write(value, bytes);
        return this;
    }

    final CanonicalSink putString(int tag, String value) {
        // Eight bytes, so that the characters of a key that is a string are aligned to the hash's words.
        write(tag | (long) value.length() << 32, 8);
        writeChars(value);
        return this;
    }
}
