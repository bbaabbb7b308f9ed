package io.varve.spi;

import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable page: an id and the bytes that a store keeps under it.
 *
 * <p>The same id always stands for the same content, but not always for the same bytes (they may be compressed
 * otherwise), so a store that already has the id may keep either version.
 *
 * @param id the id
 * @param bytes the bytes, possibly none; not copied, and never to be modified after they were given here
 */
public record Page(PageId id, byte[] bytes) {

    /**
     * Checks that nothing is null.
     *
     * @param id the id
     * @param bytes the bytes, possibly none; not copied, and never to be modified after they were given here
     */
    public Page {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(bytes, "bytes");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Page that && id.equals(that.id) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Page[" + id + ", " + bytes.length + " bytes]";
    }
}
