package io.varve.internal.trie;

/**
 * Places keys: a stable 64-bit hash and, for keys that share it, a digest that no two keys share. Equal keys have equal
 * positions, on every machine and in every run.
 */
public abstract class KeyHasher {

    /** The number of 64-bit words of a digest. */
    static final int DIGEST_WORDS = 4;

    /** Constructor for implementations. */
    KeyHasher() {}

    /** The hasher of all maps but those that tests make. */
    public static KeyHasher standard() {
        return CanonicalHasher.INSTANCE;
    }

    /**
     * Refuses a class whose instances can't be keys. What an interface's instances are is only seen when they come.
     *
     * @throws io.varve.UnsupportedTypeException if they can't
     */
    public static void requireHashable(Class<?> type) {
        if (!type.isInterface()) {
            Object ignored = KeyType.of(type);
        }
    }

    /**
     * The hash of a key.
     *
     * @throws io.varve.UnsupportedTypeException if keys of its type can't be hashed
     */
    abstract long hash(Object key);

    /** The digest of a key: a new array of {@value #DIGEST_WORDS} words. */
    abstract long[] digest(Object key);

    /**
     * Compares two keys by their digests.
     *
     * @throws IllegalArgumentException if unequal keys have the same
     */
    final int compareDigests(Object key, Object other) {
        return key.equals(other) ? 0 : compareDigests(digest(key), key, digest(other), other);
    }

    /** Does as {@link #compareDigests(Object, Object)} with digests that are known already. */
    static int compareDigests(long[] digest, Object key, long[] otherDigest, Object other) {
        for (int word = 0; word < DIGEST_WORDS; word++) {
            int order = Long.compareUnsigned(digest[word], otherDigest[word]);
            if (order != 0) {
                return order;
            }
        }
        if (key.equals(other)) {
            return 0;
        }
        throw indistinct(key, other);
    }

    /** Compares two keys by their positions. */
    final int compare(long hash, Object key, long otherHash, Object other) {
        return hash != otherHash ? Long.compareUnsigned(hash, otherHash) : compareDigests(key, other);
    }

    static IllegalArgumentException indistinct(Object key, Object other) {
        return new IllegalArgumentException("the keys '" + key + "' and '" + other + "' ("
                + key.getClass().getName() + ") are not equal, but hash alike in every bit; hashTo has to put all that"
                + " equals compares");
    }
}
