package io.varve.internal.engine;

import java.io.DataInputStream;

/** The value of a ref that keeps a snapshot's name unique: the snapshot's sequence number. */
final class NameRecord {

    private NameRecord() {}

    static byte[] encode(long sequence) {
        return RefFormat.encode(out -> out.writeLong(sequence));
    }

    static long decode(String refName, byte[] value) {
        return RefFormat.decode(refName, value, DataInputStream::readLong);
    }
}
