package io.varve.store.rocksdb;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of all column families but that of packs: the tenant's bytes, a zero byte, then a page id or the name of a ref.
 *
 * <p>The zero byte keeps tenants apart, because no tenant id contains one: {@code a} is no prefix of {@code a:b}. As it
 * is also smaller than every byte of an id, keys stand in the order of the tenants' text ({@code a} before {@code a:b}
 * before {@code b}), which a length in front of the id would destroy.
 */
final class Keys {

    private static final byte END_OF_TENANT = 0;

    /** Above the terminator and below every character of an id. */
    private static final byte AFTER_TENANT = 1;

    /** Above every character of a ref's name. */
    private static final byte AFTER_NAMES = 0x7F;

    private Keys() {}

    static byte[] page(TenantId tenant, PageId id) {
        byte[] key = startOf(tenant, PageId.BYTES);
        System.arraycopy(id.toBytes(), 0, key, key.length - PageId.BYTES, PageId.BYTES);
        return key;
    }

    static byte[] ref(TenantId tenant, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        byte[] key = startOf(tenant, bytes.length);
        System.arraycopy(bytes, 0, key, key.length - bytes.length, bytes.length);
        return key;
    }

    /** The key of a pack: its number, not negative. */
    static byte[] pack(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long packNumber(byte[] key) {
        if (key.length != Long.BYTES || key[0] < 0) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "found a key of " + key.length + " bytes among the packs, where numbers have " + Long.BYTES);
        }
        return ByteBuffer.wrap(key).getLong();
    }

    /** The smallest key that a tenant could have. */
    static byte[] startOf(TenantId tenant) {
        return startOf(tenant, 0);
    }

    /** The smallest key above all keys of a tenant, and not above any of the next one. */
    static byte[] endOf(TenantId tenant) {
        byte[] key = startOf(tenant, 0);
        key[key.length - 1] = AFTER_TENANT;
        return key;
    }

    /** The smallest key above those of the refs whose names begin with a prefix. */
    static byte[] endOfRefs(TenantId tenant, String prefix) {
        byte[] key = ref(tenant, prefix);
        byte[] end = Arrays.copyOf(key, key.length + 1);
        end[key.length] = AFTER_NAMES;
        return end;
    }

    /** The smallest key above a key. */
    static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    static TenantId tenantOf(byte[] key) {
        int length = 0;
        while (length < key.length && key[length] != END_OF_TENANT) {
            length++;
        }
        try {
            return new TenantId(new String(key, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT, "found a key that begins with no tenant id: " + e.getMessage(), e);
        }
    }

    static PageId pageIdOf(TenantId tenant, byte[] key) {
        int start = tenant.value().length() + 1;
        if (key.length != start + PageId.BYTES) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "found a key of " + (key.length - start) + " bytes among the pages of tenant '" + tenant
                            + "', where ids have " + PageId.BYTES);
        }
        return PageId.of(key, start);
    }

    static String nameOf(TenantId tenant, byte[] key) {
        int start = tenant.value().length() + 1;
        return new String(key, start, key.length - start, StandardCharsets.US_ASCII);
    }

    private static byte[] startOf(TenantId tenant, int more) {
        byte[] id = tenant.value().getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(id, id.length + 1 + more);
    }
}
