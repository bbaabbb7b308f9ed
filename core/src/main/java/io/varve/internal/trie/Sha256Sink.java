package io.varve.internal.trie;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over the bytes that are written to it. */
final class Sha256Sink extends CanonicalSink {

    private final MessageDigest digest = newDigest();

    @Override
    void write(long word, int bytes) {
        for (int i = 0; i < bytes; i++) {
            digest.update((byte) (word >>> 8 * i));
        }
    }

    /** The digest of all that was written, as big-endian words. */
    long[] finish() {
        long[] words = new long[KeyHasher.DIGEST_WORDS];
        ByteBuffer.wrap(digest.digest()).asLongBuffer().get(words);
        return words;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
