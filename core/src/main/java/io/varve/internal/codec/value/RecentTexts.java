package io.varve.internal.codec.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Short strings that were read from a page, so that one that comes again is the same object: keys of maps, and values of
 * which there are few. That takes less heap, and less time than to make another. Not thread-safe.
 */
final class RecentTexts {

    private static final int MAX_BYTES = 16;
    private static final int SLOTS = 64;

    private final @Nullable String[] texts = new @Nullable String[SLOTS];

    /** Where in the page each of them was found. */
    private final int[] positions = new int[SLOTS];

    /**
     * A string of which each char takes a byte.
     *
     * @param page the bytes of the page, always the same
     * @param from where the string begins in them
     * @param length how many bytes it has
     */
    String text(byte[] page, int from, int length) {
        if (length > MAX_BYTES) {
            return made(page, from, length);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + page[i];
        }
        int slot = (hash ^ hash >>> 6 ^ hash >>> 12) & SLOTS - 1;
        String known = texts[slot];
        int position = positions[slot];
        if (known != null
                && known.length() == length
                && Arrays.equals(page, position, position + length, page, from, from + length)) {
            return known;
        }
        String text = made(page, from, length);
        texts[slot] = text;
        positions[slot] = from;
        return text;
    }

    private static String made(byte[] page, int from, int length) {
        return new String(page, from, length, StandardCharsets.ISO_8859_1);
    }
}
