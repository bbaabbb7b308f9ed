package io.varve.internal.encryption;

/** By what encrypted bytes are told from others, for those who meet them without a key. */
public final class Sealed {

    /** How many bytes more there are once they are sealed. */
    public static final int OVERHEAD_BYTES = 2 + Xaes.NONCE_BYTES + Xaes.TAG_BYTES;

    /** With what sealed bytes begin. Pages and the values of refs that are not begin with {@code 'V'}. */
    static final byte MAGIC = 'E';

    /** What stands for a page that does not open; no page is like it. */
    static final byte[] UNOPENABLE = {MAGIC};

    private Sealed() {}

    /** Whether the bytes are encrypted, or stand for some that could not be decrypted. */
    public static boolean isSealed(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == MAGIC;
    }
}
