package io.varve.internal.engine;

import io.varve.UnsupportedFormatException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where in the log of operations a stored head is, as its ref says it. Numbers begin with 1.
 *
 * @param first the number of the first operation in the store, {@code next} if there is none
 * @param next the number of the next operation
 * @param current the operation that the head is the result of; 0 if it comes from none, as far as the log knows
 * @param end the operation up to which redo leads; {@code current} if there is nothing to redo
 */
record UndoMark(long first, long next, long current, long end) {

    /** Of a timeline that never had a log. */
    static final UndoMark NONE = new UndoMark(1, 1, 0, 0);

    private static final int VERSION = 1;

    UndoMark {
        if (first < 1 || first > next || current < 0 || end < current || end >= next) {
            throw new IllegalArgumentException(
                    "operations " + first + " to " + next + ", at " + current + " of " + end);
        }
    }

    boolean isNone() {
        return equals(NONE);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(first);
        out.writeLong(next);
        out.writeLong(current);
        out.writeLong(end);
    }

    static UndoMark read(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version > VERSION) {
            throw new UnsupportedFormatException("a head's operations were written in format " + version
                    + "; this version of Varve reads formats up to " + VERSION + ": use a newer one");
        }
        return new UndoMark(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
