package io.varve.store.rocksdb;

import java.util.function.Consumer;

/**
 * What goes into packs, when they are folded, and how.
 *
 * @param packBytes commits whose new pages have more bytes put them where they belong: there is little to save then, and
 *     much to hold
 * @param packs as many pending packs are folded in the background
 * @param heapBytes pending pages that take as much heap are folded in the background
 * @param pagesInFiles fewer pages are put into the families by a batch, as many and more by sorted files
 * @param steps is told after each step; what it throws fails the folding there
 */
record FoldingRules(int packBytes, int packs, long heapBytes, int pagesInFiles, Consumer<Step> steps) {

    /**
     * What takes the same disk and processor time for each commit whether there are 256 or more of them in a file; with 64,
     * RocksDB merges small files into large ones all the time.
     */
    static final FoldingRules DEFAULT = new FoldingRules(256 << 10, 256, 16 << 20, 1024, step -> {});

    /** So many times as much may be pending; the next commit folds it before it begins. */
    static final int MOST = 4;

    /** How far folding has come, in this order. By a batch there are the first and the last only. */
    enum Step {
        FROZEN,
        PAGES_WRITTEN,
        STATS_WRITTEN,
        PAGES_INGESTED,
        STATS_INGESTED,
        PACKS_DELETED
    }

    boolean isDue(int pendingPacks, long pendingBytes) {
        return pendingPacks >= packs || pendingBytes >= heapBytes;
    }

    boolean isOverdue(int pendingPacks, long pendingBytes) {
        return pendingPacks / MOST >= packs || pendingBytes / MOST >= heapBytes;
    }
}
