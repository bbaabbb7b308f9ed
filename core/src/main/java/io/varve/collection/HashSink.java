package io.varve.collection;

import io.varve.internal.trie.CanonicalSink;

/** Takes what identifies a key; see {@link VarveKey#hashTo}. Calls can be chained. Not thread-safe. */
public sealed interface HashSink permits CanonicalSink {

    /** Puts a boolean. */
    HashSink putBoolean(boolean value);

    /** Puts an int. */
    HashSink putInt(int value);

    /** Puts a long. */
    HashSink putLong(long value);

    /** Puts a double as {@link Double#equals} sees it: all NaN are one, 0.0 and -0.0 are two. */
    HashSink putDouble(double value);

    /** Puts a string. Cost: O(length). */
    HashSink putString(String value);

    /** Puts bytes with their number. */
    HashSink putBytes(byte[] value);

    /**
     * Puts a value that could be a key itself.
     *
     * @throws io.varve.UnsupportedTypeException if it can't
     */
    HashSink putKey(Object value);
}
