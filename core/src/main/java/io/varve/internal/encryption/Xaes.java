package io.varve.internal.encryption;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM as of <a href="https://c2sp.org/XAES-256-GCM">C2SP</a>: AES-256-GCM under a key derived from the first half of a
 * nonce of 192 bits, with the other half as its nonce. Where the nonces of plain GCM, 96 bits, would begin to repeat by
 * chance after some billion messages, these don't. Thread-safe.
 */
final class Xaes {

    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;

    private static final int HALF = NONCE_BYTES / 2;
    private static final int KEY_BYTES = 32;

    private final SecretKey key;
    private final byte[] mask;

    /** Takes a key of 32 bytes, which are copied. */
    Xaes(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        this.mask = doubled(Aes.encrypt(this.key, new byte[Aes.BLOCK_BYTES]));
    }

    /** Encrypts; the result is longer by {@link #TAG_BYTES}. */
    byte[] seal(byte[] nonce, byte[] associatedData, byte[] plaintext) {
        try {
            return gcm(Cipher.ENCRYPT_MODE, nonce, associatedData, plaintext, 0);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * Decrypts and verifies.
     *
     * @param from where what {@link #seal} returned begins in the bytes
     * @throws AEADBadTagException if any of the bytes, the nonce or the associated data is not what it was
     */
    byte[] open(byte[] nonce, byte[] associatedData, byte[] sealed, int from) throws AEADBadTagException {
        try {
            return gcm(Cipher.DECRYPT_MODE, nonce, associatedData, sealed, from);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-256-GCM", e);
        }
    }

    private byte[] gcm(int mode, byte[] nonce, byte[] associatedData, byte[] in, int from)
            throws GeneralSecurityException {
        byte[] derived = derivedKey(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(derived, "AES"),
                new GCMParameterSpec(8 * TAG_BYTES, nonce, HALF, NONCE_BYTES - HALF));
        Arrays.fill(derived, (byte) 0);
        cipher.updateAAD(associatedData);
        return cipher.doFinal(in, from, in.length - from);
    }

    private byte[] derivedKey(byte[] nonce) {
        byte[] blocks = new byte[KEY_BYTES];
        for (int block = 0; block < 2; block++) {
            int at = block * Aes.BLOCK_BYTES;
            blocks[at + 1] = (byte) (block + 1);
            blocks[at + 2] = 'X';
            System.arraycopy(nonce, 0, blocks, at + 4, HALF);
            for (int i = 0; i < Aes.BLOCK_BYTES; i++) {
                blocks[at + i] ^= mask[i];
            }
        }
        return Aes.encrypt(key, blocks);
    }

    /** Times x in the field of 2^128, as CMAC does it (NIST SP 800-38B). */
    private static byte[] doubled(byte[] block) {
        byte[] twice = new byte[block.length];
        int carry = 0;
        for (int i = block.length - 1; i >= 0; i--) {
            twice[i] = (byte) (block[i] << 1 | carry);
            carry = block[i] >>> 7 & 1;
        }
        twice[block.length - 1] ^= (byte) (0b1000_0111 & -carry);
        return twice;
    }
}
