package io.varve.internal.encryption;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256, RFC 5869: many keys out of one. */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /**
     * Derives bytes.
     *
     * @param salt random, or empty
     * @param secret the key to begin with
     * @param info says what the result is for
     * @param length how many, at most 255 times 32
     */
    static byte[] derive(byte[] salt, byte[] secret, byte[] info, int length) {
        if (length > 255 * HASH_BYTES) {
            throw new IllegalArgumentException(
                    "at most " + 255 * HASH_BYTES + " bytes can be derived; asked " + length);
        }
        byte[] pseudorandomKey = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, secret);
        byte[] derived = new byte[length];
        byte[] block = {};
        for (int done = 0, counter = 1; done < length; done += HASH_BYTES, counter++) {
            block = hmac(pseudorandomKey, block, info, new byte[] {(byte) counter});
            System.arraycopy(block, 0, derived, done, Math.min(HASH_BYTES, length - done));
        }
        Arrays.fill(pseudorandomKey, (byte) 0);
        Arrays.fill(block, (byte) 0);
        return derived;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + HMAC, e);
        }
    }
}
