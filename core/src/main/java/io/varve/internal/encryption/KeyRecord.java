package io.varve.internal.encryption;

import io.varve.CorruptDataException;
import io.varve.EncryptionKey;
import io.varve.UnsupportedFormatException;
import io.varve.spi.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The value of the key ref: a tenant's data key, encrypted under a key of the provider's by AES-256-GCM.
 *
 * <pre>
 * 0   1  'K'
 * 1   1  the version of this format, 1
 * 2   1  the length of the id of the provider's key
 * 3   n  that id, ASCII
 * …  12  the nonce, random
 * …  48  the data key, encrypted, and the tag
 * …   4  a CRC-32C of all that, by which damage is told from a wrong key
 * </pre>
 *
 * The checksum is of no use against somebody who changes it too; then the tag does not fit.
 *
 * @param keyId the id of the provider's key
 */
record KeyRecord(String keyId, byte[] nonce, byte[] wrapped) {

    static final int DATA_KEY_BYTES = 32;

    private static final byte MAGIC = 'K';
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int FIXED_BYTES = 3 + NONCE_BYTES + DATA_KEY_BYTES + TAG_BYTES + Integer.BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    static byte[] newDataKey() {
        return random(DATA_KEY_BYTES);
    }

    /**
     * Encrypts a data key. The nonce is random: a key of the provider's encrypts a few data keys in its life, not billions.
     *
     * @throws GeneralSecurityException if the provider's key can't be used for that
     */
    static KeyRecord wrap(TenantId tenant, byte[] dataKey, EncryptionKey key) throws GeneralSecurityException {
        byte[] nonce = random(NONCE_BYTES);
        return new KeyRecord(key.id(), nonce, gcm(Cipher.ENCRYPT_MODE, tenant, key, nonce, dataKey));
    }

    /**
     * Decrypts the data key, which the caller overwrites after use.
     *
     * @throws AEADBadTagException if it was encrypted under another key
     * @throws GeneralSecurityException if the provider's key can't be used for that
     */
    byte[] unwrap(TenantId tenant, EncryptionKey key) throws GeneralSecurityException {
        return gcm(Cipher.DECRYPT_MODE, tenant, key, nonce, wrapped);
    }

    private static byte[] gcm(int mode, TenantId tenant, EncryptionKey key, byte[] nonce, byte[] in)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret(), new GCMParameterSpec(8 * TAG_BYTES, nonce));
        // The id of a tenant has no space.
        cipher.updateAAD(("varve 1 data key " + tenant + " " + key.id()).getBytes(StandardCharsets.US_ASCII));
        return cipher.doFinal(in);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    byte[] encode() {
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + id.length)
                .put(MAGIC)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .put(nonce)
                .put(wrapped);
        return out.putInt(checksum(out.array())).array();
    }

    static KeyRecord decode(String refName, TenantId tenant, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (value.length < FIXED_BYTES
                || in.get() != MAGIC
                || in.getInt(value.length - Integer.BYTES) != checksum(value)) {
            throw damaged(refName, tenant);
        }
        byte version = in.get();
        if (version > VERSION) {
            throw new UnsupportedFormatException("tenant '" + tenant + "' is encrypted in format " + version
                    + "; this version of Varve reads formats up to " + VERSION + ": use a newer one");
        }
        byte[] id = new byte[Byte.toUnsignedInt(in.get())];
        if (value.length != FIXED_BYTES + id.length) {
            throw damaged(refName, tenant);
        }
        in.get(id);
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] wrapped = new byte[DATA_KEY_BYTES + TAG_BYTES];
        in.get(nonce).get(wrapped);
        return new KeyRecord(new String(id, StandardCharsets.US_ASCII), nonce, wrapped);
    }

    private static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, record.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static CorruptDataException damaged(String refName, TenantId tenant) {
        return new CorruptDataException("tenant '" + tenant + "': ref " + refName + ", which holds its data key, is"
                + " damaged. Nothing of the tenant can be read without it: restore that ref from a backup");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRecord that
                && keyId.equals(that.keyId)
                && Arrays.equals(nonce, that.nonce)
                && Arrays.equals(wrapped, that.wrapped);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(nonce);
    }

    @Override
    public String toString() {
        return "KeyRecord[under " + keyId + "]";
    }
}
