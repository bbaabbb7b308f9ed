package io.varve.internal.encryption;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/** AES on whole blocks, each by itself: a keyed permutation of 128-bit values. Not a way to encrypt a text. */
final class Aes {

    static final int BLOCK_BYTES = 16;

    private Aes() {}

    static byte[] encrypt(SecretKey key, byte[] blocks) {
        return apply(Cipher.ENCRYPT_MODE, key, blocks);
    }

    static byte[] decrypt(SecretKey key, byte[] blocks) {
        return apply(Cipher.DECRYPT_MODE, key, blocks);
    }

    private static byte[] apply(int mode, SecretKey key, byte[] blocks) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher.doFinal(blocks);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES with 256 bits", e);
        }
    }
}
