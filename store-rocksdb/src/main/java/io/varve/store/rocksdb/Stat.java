package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import java.nio.ByteBuffer;

/**
 * What is stored beside a page: its stamp and its size, 12 bytes in a column family of their own. So listing pages
 * reads no page, and putting a page again writes 12 bytes instead of the page.
 */
record Stat(long stamp, int size) {

    private static final int BYTES = Long.BYTES + Integer.BYTES;

    static Stat decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "found " + bytes.length + " bytes where a page's stamp and size take " + BYTES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Stat(buffer.getLong(), buffer.getInt());
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES).putLong(stamp).putInt(size).array();
    }
}
