package io.varve.internal.bundle;

import io.varve.spi.PageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Constants of the format. */
final class BundleFormat {

    static final byte[] MAGIC = "VARVBNDL".getBytes(StandardCharsets.US_ASCII);

    /** The version that is written here, and the newest that is read. */
    static final int VERSION = 1;

    static final int HASH_BYTES = 32;

    /** Four numbers, the fingerprint of the head, and the hash. */
    static final int MANIFEST_BYTES = 4 * Long.BYTES + PageId.BYTES + HASH_BYTES;

    private BundleFormat() {}

    static MessageDigest newHash() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
