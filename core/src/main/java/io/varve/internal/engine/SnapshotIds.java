package io.varve.internal.engine;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Makes snapshot ids: the milliseconds of their time, their sequence number and 64 random bits, in hexadecimal of fixed
 * width, so that the ids of a tenant sort as text in the order they were made and none can be guessed.
 */
final class SnapshotIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private SnapshotIds() {}

    static String next(Instant createdAt, long sequence) {
        HexFormat hex = HexFormat.of();
        // Flipping the sign bit orders times before 1970 first.
        return hex.toHexDigits(createdAt.toEpochMilli() ^ Long.MIN_VALUE) + "-" + hex.toHexDigits(sequence) + "-"
                + hex.toHexDigits(RANDOM.nextLong());
    }
}
