package io.varve.internal.encryption;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one tenant's pages and refs are in the store. Ids are permuted under a key, so that they tell nothing of the content that
 * they are hashes of, and can be turned back; so are hashes in the names of refs. Thread-safe.
 */
final class TenantCipher {

    private static final byte PAGE = 1;
    private static final byte REF = 2;
    private static final int KEY_BYTES = 32;

    private final Sealer sealer;
    private final SecretKey pageIds;
    private final SecretKey refNames;

    /** Derives the keys; the data key is not kept. */
    TenantCipher(TenantId tenant, byte[] dataKey) {
        byte[] nonceKey = derive(tenant, dataKey, "nonces");
        byte[] cipherKey = derive(tenant, dataKey, "contents");
        byte[] idKey = derive(tenant, dataKey, "page ids");
        byte[] nameKey = derive(tenant, dataKey, "ref names");
        sealer = new Sealer(nonceKey, cipherKey);
        pageIds = new SecretKeySpec(idKey, "AES");
        refNames = new SecretKeySpec(nameKey, "AES");
        for (byte[] copied : List.of(nonceKey, cipherKey, idKey, nameKey)) {
            Arrays.fill(copied, (byte) 0);
        }
    }

    private static byte[] derive(TenantId tenant, byte[] dataKey, String purpose) {
        byte[] info = ("varve 1 " + purpose + " " + tenant).getBytes(StandardCharsets.US_ASCII);
        return Hkdf.derive(new byte[0], dataKey, info, KEY_BYTES);
    }

    Page seal(Page page) {
        PageId stored = storedIds(List.of(page.id())).get(0);
        return new Page(stored, sealer.seal(placeOf(stored), page.bytes()));
    }

    byte[] open(PageId stored, byte[] bytes) throws BrokenSealException {
        return sealer.open(placeOf(stored), bytes);
    }

    /** The ids under which pages are stored, in the same order. */
    List<PageId> storedIds(Collection<PageId> ids) {
        return idsIn(Aes.encrypt(pageIds, bytesOf(ids)));
    }

    /** The ids of pages that are stored under these, in the same order. */
    List<PageId> contentIds(Collection<PageId> stored) {
        return idsIn(Aes.decrypt(pageIds, bytesOf(stored)));
    }

    byte[] sealRef(String storedName, byte[] value) {
        return sealer.seal(placeOf(storedName), value);
    }

    byte[] openRef(String storedName, byte[] value) throws BrokenSealException {
        return sealer.open(placeOf(storedName), value);
    }

    /** The name under which a ref is stored that is named by a hash after a prefix. */
    String storedName(String name) {
        int hash = name.indexOf('/') + 1;
        byte[] permuted = Aes.encrypt(refNames, HexFormat.of().parseHex(name, hash, name.length()));
        return name.substring(0, hash) + HexFormat.of().formatHex(permuted);
    }

    /** The name of a ref that is stored under a {@link #storedName}. */
    String contentName(String stored) throws BrokenSealException {
        int hash = stored.indexOf('/') + 1;
        if (stored.length() != hash + 2 * PageId.BYTES) {
            throw new BrokenSealException("is not named as an encrypted ref is");
        }
        try {
            byte[] permuted = Aes.decrypt(refNames, HexFormat.of().parseHex(stored, hash, stored.length()));
            return stored.substring(0, hash) + HexFormat.of().formatHex(permuted);
        } catch (IllegalArgumentException e) {
            throw new BrokenSealException("is not named as an encrypted ref is");
        }
    }

    private static byte[] bytesOf(Collection<PageId> ids) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(ids.size(), PageId.BYTES));
        ids.forEach(id -> bytes.putLong(id.high()).putLong(id.low()));
        return bytes.array();
    }

    private static List<PageId> idsIn(byte[] bytes) {
        List<PageId> ids = new ArrayList<>(bytes.length / PageId.BYTES);
        for (int at = 0; at < bytes.length; at += PageId.BYTES) {
            ids.add(PageId.of(bytes, at));
        }
        return ids;
    }

    private static byte[] placeOf(PageId stored) {
        return ByteBuffer.allocate(1 + PageId.BYTES)
                .put(PAGE)
                .putLong(stored.high())
                .putLong(stored.low())
                .array();
    }

    private static byte[] placeOf(String storedName) {
        byte[] name = storedName.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + name.length).put(REF).put(name).array();
    }
}
