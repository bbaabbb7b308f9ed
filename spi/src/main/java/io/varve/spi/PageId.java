package io.varve.spi;

import java.util.HexFormat;

/**
 * The 128-bit id of a page, which to a store is opaque. Ids are ordered as their 16 bytes, unsigned.
 *
 * @param high the first 8 bytes, big-endian
 * @param low the last 8 bytes, big-endian
 */
public record PageId(long high, long low) implements Comparable<PageId> {

    /** The number of bytes of an id. */
    public static final int BYTES = 16;

    /**
     * Reads an id from its bytes.
     *
     * @param bytes at least {@code offset + 16} bytes; more are ignored, so that a digest can be given as it is
     * @param offset where the id begins
     * @return the id
     * @throws IndexOutOfBoundsException if fewer than 16 bytes remain at {@code offset}
     */
    public static PageId of(byte[] bytes, int offset) {
        return new PageId(longAt(bytes, offset), longAt(bytes, offset + Long.BYTES));
    }

    /**
     * Reads an id from exactly 16 bytes.
     *
     * @param bytes the bytes
     * @return the id
     * @throws IllegalArgumentException if there are not 16 bytes
     */
    public static PageId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a page id has " + BYTES + " bytes, not " + bytes.length);
        }
        return of(bytes, 0);
    }

    /**
     * Reads an id from the 32 hexadecimal digits that {@link #toString()} prints.
     *
     * @param hex the digits
     * @return the id
     * @throws IllegalArgumentException if the text is not 32 hexadecimal digits
     */
    public static PageId parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /**
     * The 16 bytes of this id.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[Long.BYTES + i] = (byte) (low >>> (56 - 8 * i));
        }
        return bytes;
    }

    @Override
    public int compareTo(PageId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The id as 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    private static long longAt(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (bytes[offset + i] & 0xFF);
        }
        return value;
    }
}
