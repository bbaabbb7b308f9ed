package io.varve;

import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of a {@link KeyProvider}: AES with 256 bits, and the id by which it is found again. The id is stored in the clear
 * with the tenant's data; the key itself is never stored, and no message shows it.
 *
 * @param id 1 to {@value #MAX_ID_LENGTH} characters of printable ASCII
 * @param secret the key, which need not be exportable: one that a hardware module keeps will do, if the JDK's
 *     AES/GCM/NoPadding can be used with it
 */
public record EncryptionKey(String id, SecretKey secret) {

    /** The largest number of characters in an id. */
    public static final int MAX_ID_LENGTH = 200;

    private static final int BYTES = 32;

    /**
     * Checks the key as far as it can be looked at.
     *
     * @param id 1 to {@value #MAX_ID_LENGTH} characters of printable ASCII
     * @param secret the key
     * @throws IllegalArgumentException if the id is not of that form, or the key is known not to be AES with 256 bits
     */
    public EncryptionKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH || id.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("the id of a key has 1 to " + MAX_ID_LENGTH
                    + " characters of printable ASCII; found " + id.length() + " characters");
        }
        if (!"AES".equals(secret.getAlgorithm())) {
            throw new IllegalArgumentException("a key is for AES; '" + id + "' is for " + secret.getAlgorithm());
        }
        byte[] encoded = secret.getEncoded();
        if (encoded != null) {
            int length = encoded.length;
            Arrays.fill(encoded, (byte) 0);
            if (length != BYTES) {
                throw new IllegalArgumentException("a key has " + BYTES + " bytes; '" + id + "' has " + length);
            }
        }
    }

    /**
     * Makes a key of its bytes.
     *
     * @param id as {@link #id()}
     * @param bytes 32 random bytes; copied, so that the caller can overwrite them
     * @return the key
     * @throws IllegalArgumentException as the constructor
     */
    public static EncryptionKey of(String id, byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes; '" + id + "' has 0");
        }
        return new EncryptionKey(id, new SecretKeySpec(bytes, "AES"));
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "EncryptionKey[" + id + "]";
    }
}
