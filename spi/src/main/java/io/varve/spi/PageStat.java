package io.varve.spi;

import java.util.Objects;

/**
 * What a scan tells of one stored page without its bytes.
 *
 * @param id the page
 * @param stamp the largest stamp of the commits that put it
 * @param size the number of bytes stored under the id, as they were given to {@link SnapshotStore#commit}
 */
public record PageStat(PageId id, long stamp, int size) {

    /**
     * Checks that the size is not negative.
     *
     * @param id the page
     * @param stamp the largest stamp of the commits that put it
     * @param size the number of bytes stored under the id, as they were given to {@link SnapshotStore#commit}
     */
    public PageStat {
        Objects.requireNonNull(id, "id");
        if (size < 0) {
            throw new IllegalArgumentException("a page's size is not negative: " + size);
        }
    }
}
