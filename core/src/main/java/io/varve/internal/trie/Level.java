package io.varve.internal.trie;

/**
 * Which bits of a key's position a branch looks at. A position is 64 bits of hash, followed by the 256 bits of a digest
 * that hardly any key ever needs. Each 64-bit word is looked at in twelve windows of five bits and one of four.
 */
final class Level {

    /** The levels that one word of the position has. */
    private static final int PER_WORD = 13;

    /** The levels that look only at bits which leaves keep. */
    static final int PREFIX_LEVELS = 6;

    /** The number of levels; keys that no level tells apart have the same digest. */
    static final int COUNT = PER_WORD * (1 + KeyHasher.DIGEST_WORDS);

    private Level() {}

    /** The number of slots of a branch. */
    static int slots(int level) {
        return level % PER_WORD == PER_WORD - 1 ? 16 : 32;
    }

    /** The slot of a branch in which a key belongs. */
    static int slot(KeyHasher hasher, long hash, Object key, int level) {
        return level < PER_WORD
                ? window(hash, level)
                : window(hasher.digest(key)[level / PER_WORD - 1], level % PER_WORD);
    }

    /** The slot of a branch in which a resident key belongs, of whose hash the leaf keeps a prefix. */
    static int slot(KeyHasher hasher, int prefix, Object key, int level) {
        return level < PREFIX_LEVELS
                ? (prefix ^ Integer.MIN_VALUE) >>> (27 - 5 * level) & 31
                : slot(hasher, hasher.hash(key), key, level);
    }

    /** The part of a hash that leaves keep: the upper half, biased so that signed comparison orders it. */
    static int prefix(long hash) {
        return (int) (hash >>> 32) ^ Integer.MIN_VALUE;
    }

    private static int window(long word, int level) {
        return level == PER_WORD - 1 ? (int) word & 15 : (int) (word >>> (59 - 5 * level)) & 31;
    }
}
