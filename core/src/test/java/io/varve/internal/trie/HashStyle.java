package io.varve.internal.trie;

import java.util.function.LongUnaryOperator;

/** Ways to place keys, from fair to hostile. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are
enum HashStyle {
    FAIR(hash -> hash, 0),
    THREE_TOP_BITS(hash -> hash & 0xE000_0000_0000_0000L, 0),
    THREE_BOTTOM_BITS(hash -> hash & 7, 0),
    EQUAL_TOP_HALF(hash -> hash >>> 32, 0),
    EQUAL_BOTTOM_HALF(hash -> hash & 0xFFFF_FFFF_0000_0000L, 0),
    EQUAL_BUT_FOR_THE_BITS_30_TO_35(hash -> hash & 0x3_F000_0000L, 0),
    ALL_EQUAL(hash -> 42, 0),
    ALL_EQUAL_EVEN_IN_THE_DIGESTS_FIRST_WORDS(hash -> -1, 3);

    private final LongUnaryOperator weaken;
    private final int equalDigestWords;

    HashStyle(LongUnaryOperator weaken, int equalDigestWords) {
        this.weaken = weaken;
        this.equalDigestWords = equalDigestWords;
    }

    KeyHasher hasher() {
        return new KeyHasher() {
            @Override
            long hash(Object key) {
                return weaken.applyAsLong(KeyHasher.standard().hash(key));
            }

            @Override
            long[] digest(Object key) {
                long[] digest = KeyHasher.standard().digest(key);
                for (int word = 0; word < equalDigestWords; word++) {
                    digest[word] = 7;
                }
                return digest;
            }
        };
    }
}
