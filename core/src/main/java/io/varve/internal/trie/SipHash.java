package io.varve.internal.trie;

/**
 * SipHash-1-3 (Aumasson and Bernstein, <i>SipHash: a fast short-input PRF</i>, 2012, with one compression and three
 * finalization rounds) over the bytes that are written to it.
 */
final class SipHash extends CanonicalSink {

    /** The fixed key, "varve key hashes" in ASCII: constants of the format. */
    static final long KEY_LOW = 0x656B_2065_7672_6176L;

    static final long KEY_HIGH = 0x7365_6873_6168_2079L;

    private static final long INIT_0 = 0x736F_6D65_7073_6575L;
    private static final long INIT_1 = 0x646F_7261_6E64_6F6DL;
    private static final long INIT_2 = 0x6C79_6765_6E65_7261L;
    private static final long INIT_3 = 0x7465_6462_7974_6573L;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long pending;
    private int length;

    SipHash(long keyLow, long keyHigh) {
        v0 = keyLow ^ INIT_0;
        v1 = keyHigh ^ INIT_1;
        v2 = keyLow ^ INIT_2;
        v3 = keyHigh ^ INIT_3;
    }

    SipHash() {
        this(KEY_LOW, KEY_HIGH);
    }

    @Override
    void write(long word, int bytes) {
        int shift = (length & 7) * 8;
        long low = bytes == 8 ? word : word & (1L << 8 * bytes) - 1;
        pending |= low << shift;
        if (shift + 8 * bytes >= 64) {
            compress(pending);
            pending = shift == 0 ? 0 : low >>> 64 - shift;
        }
        length += bytes;
    }

    @Override
    void writeChars(String string) {
        int end = string.length() & ~3;
        for (int i = 0; i < end; i += 4) {
            write(fourChars(string, i), 8);
        }
        for (int i = end; i < string.length(); i++) {
            write(string.charAt(i), 2);
        }
    }

    /** The hash of all that was written; nothing more can be. */
    long finish() {
        compress(pending | (long) length << 56);
        v2 ^= 0xFF;
        for (int round = 0; round < 3; round++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The hash of a key that is a string, with nothing allocated. */
    static long ofString(String string) {
        SipHash hash = new SipHash();
        hash.putString(string);
        return hash.finish();
    }

    private static long fourChars(String string, int index) {
        return string.charAt(index)
                | (long) string.charAt(index + 1) << 16
                | (long) string.charAt(index + 2) << 32
                | (long) string.charAt(index + 3) << 48;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
