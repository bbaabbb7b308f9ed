package io.varve.store.rocksdb;

import org.jspecify.annotations.Nullable;

/**
 * What a commit did to a page: put it, or only gave it a larger stamp because it was there.
 *
 * @param bytes the page, or null if it was there before
 * @param size how many bytes the page has
 * @param stamp its stamp since then
 */
record PendingPage(byte @Nullable [] bytes, int size, long stamp) {

    /** About what the entry takes on the heap beside the page's bytes: an id, this record, and their places in a map. */
    private static final int OVERHEAD = 160;

    static PendingPage added(byte[] bytes, long stamp) {
        return new PendingPage(bytes, bytes.length, stamp);
    }

    static PendingPage stamped(int size, long stamp) {
        return new PendingPage(null, size, stamp);
    }

    /** This page after what came before it, which may have brought the bytes; both are of the same content. */
    PendingPage after(@Nullable PendingPage earlier) {
        if (earlier == null) {
            return this;
        }
        return new PendingPage(bytes == null ? earlier.bytes : bytes, size, Math.max(stamp, earlier.stamp));
    }

    Stat stat() {
        return new Stat(stamp, size);
    }

    /** About how many bytes of heap it takes. */
    int heapBytes() {
        return OVERHEAD + (bytes == null ? 0 : bytes.length);
    }
}
