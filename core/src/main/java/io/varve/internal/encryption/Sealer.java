package io.varve.internal.encryption;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts bytes for one place, always to the same: the nonce is a keyed hash of the place and the bytes, so that it comes
 * back only with both, and shows nothing but that. Compare-and-set on sealed values works like that on the values.
 * Thread-safe.
 *
 * <pre>
 * 0   1  'E'
 * 1   1  the version of this format, 1
 * 2  24  the nonce
 * 26  n  the ciphertext, as long as the text
 * …  16  the tag
 * </pre>
 */
final class Sealer {

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 2 + Xaes.NONCE_BYTES;
    private static final String HMAC = "HmacSHA256";

    private final SecretKey nonceKey;
    private final Xaes cipher;

    /** Takes two independent keys of 32 bytes. */
    Sealer(byte[] nonceKey, byte[] cipherKey) {
        this.nonceKey = new SecretKeySpec(nonceKey, HMAC);
        this.cipher = new Xaes(cipherKey);
    }

    /**
     * Seals bytes.
     *
     * @param place where they are kept; they open nowhere else
     */
    byte[] seal(byte[] place, byte[] bytes) {
        byte[] associatedData = associatedData(place);
        byte[] nonce = nonce(associatedData, bytes);
        byte[] sealed = cipher.seal(nonce, associatedData, bytes);
        return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                .put(Sealed.MAGIC)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * Opens what was sealed for a place.
     *
     * @throws BrokenSealException if these bytes were not, or not under this key
     */
    byte[] open(byte[] place, byte[] sealed) throws BrokenSealException {
        if (!Sealed.isSealed(sealed)) {
            throw new BrokenSealException("is not encrypted");
        }
        if (sealed.length < HEADER_BYTES + Xaes.TAG_BYTES) {
            throw new BrokenSealException("is cut short: " + sealed.length + " bytes, where the least are "
                    + (HEADER_BYTES + Xaes.TAG_BYTES));
        }
        if (sealed[1] != VERSION) {
            throw new BrokenSealException(
                    "is encrypted in format " + sealed[1] + "; this version of Varve knows format " + VERSION);
        }
        try {
            return cipher.open(
                    Arrays.copyOfRange(sealed, 2, HEADER_BYTES), associatedData(place), sealed, HEADER_BYTES);
        } catch (AEADBadTagException e) {
            throw new BrokenSealException(
                    "does not decrypt with the tenant's key: it was changed, or comes from elsewhere");
        }
    }

    private static byte[] associatedData(byte[] place) {
        return ByteBuffer.allocate(1 + place.length).put(VERSION).put(place).array();
    }

    private byte[] nonce(byte[] associatedData, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(nonceKey);
            // The length first, so that no two pairs are hashed as the same bytes.
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, associatedData.length));
            mac.update(associatedData);
            mac.update(bytes);
            return Arrays.copyOf(mac.doFinal(), Xaes.NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + HMAC, e);
        }
    }
}
