package io.varve.store.jdbc;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keys as the bytes that the tables hold. Ids of tenants and names of refs are ASCII. */
final class Keys {

    private static final byte[] FIRST = new byte[0];

    private Keys() {}

    static byte[] of(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] key) {
        return new String(key, StandardCharsets.US_ASCII);
    }

    static PageId pageId(byte[] key) {
        try {
            return PageId.of(key);
        } catch (IllegalArgumentException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, "a row of the pages' table: " + e.getMessage(), e);
        }
    }

    /** The least key above another: the key itself with a zero byte; the least of all keys above null. */
    static byte[] above(byte @Nullable [] key) {
        return key == null ? FIRST : Arrays.copyOf(key, key.length + 1);
    }

    /** The least key above all ASCII keys that begin with a prefix. */
    static byte[] aboveAll(String prefix) {
        byte[] key = Arrays.copyOf(of(prefix), prefix.length() + 1);
        key[prefix.length()] = Byte.MAX_VALUE;
        return key;
    }
}
