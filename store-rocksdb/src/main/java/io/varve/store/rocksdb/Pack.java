package io.varve.store.rocksdb;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages of one commit as one record: a version byte, the tenant's length and text, the stamp, then for each page its id,
 * its size and its bytes. A page that only gets the stamp has the complement of its size there, and no bytes.
 *
 * @param tenant whose pages they are
 * @param stamp the stamp of them all
 * @param pages what the commit did to each
 */
record Pack(TenantId tenant, long stamp, Map<PageId, PendingPage> pages) {

    private static final byte VERSION = 1;

    byte[] encode() {
        byte[] name = tenant.value().getBytes(StandardCharsets.US_ASCII);
        int length = 2 + name.length + Long.BYTES;
        for (PendingPage page : pages.values()) {
            byte[] bytes = page.bytes();
            length += PageId.BYTES + Integer.BYTES + (bytes == null ? 0 : bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        buffer.put(VERSION).put((byte) name.length).put(name).putLong(stamp);
        pages.forEach((id, page) -> {
            buffer.putLong(id.high()).putLong(id.low());
            byte[] bytes = page.bytes();
            if (bytes == null) {
                buffer.putInt(~page.size());
            } else {
                buffer.putInt(bytes.length).put(bytes);
            }
        });
        return buffer.array();
    }

    /**
     * Reads a record.
     *
     * @param what names the record in a fault's message
     * @throws StoreException {@code CORRUPT} if it is none
     */
    static Pack decode(byte[] record, String what) {
        ByteBuffer buffer = ByteBuffer.wrap(record);
        try {
            byte version = buffer.get();
            if (version != VERSION) {
                throw damaged(what, "its version is " + version + " instead of " + VERSION);
            }
            TenantId tenant =
                    new TenantId(new String(take(buffer, buffer.get() & 0xFF, what), StandardCharsets.ISO_8859_1));
            long stamp = buffer.getLong();
            if (stamp < 0) {
                throw damaged(what, "its stamp is " + stamp);
            }
            Map<PageId, PendingPage> pages = new LinkedHashMap<>();
            while (buffer.hasRemaining()) {
                PageId id = new PageId(buffer.getLong(), buffer.getLong());
                int size = buffer.getInt();
                PendingPage page = size < 0
                        ? PendingPage.stamped(~size, stamp)
                        : PendingPage.added(take(buffer, size, what), stamp);
                if (pages.put(id, page) != null) {
                    throw damaged(what, "it has page " + id + " twice");
                }
            }
            return new Pack(tenant, stamp, pages);
        } catch (BufferUnderflowException e) {
            throw damaged(what, "it ends within a page, after " + record.length + " bytes");
        } catch (IllegalArgumentException e) {
            throw damaged(what, "it names no tenant: " + e.getMessage());
        }
    }

    private static byte[] take(ByteBuffer buffer, int length, String what) {
        if (length > buffer.remaining()) {
            throw damaged(
                    what,
                    "found " + buffer.remaining() + " bytes at byte " + buffer.position() + " where there should be "
                            + length);
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static StoreException damaged(String what, String why) {
        return new StoreException(Kind.CORRUPT, what + " is damaged: " + why + ". Restore the folder from a backup");
    }
}
