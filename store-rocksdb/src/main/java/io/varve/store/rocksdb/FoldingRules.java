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

    /** With 64 packs instead of 256, RocksDB would merge small files into large ones all the time. */
    static final FoldingRules DEFAULT = new FoldingRules(256 << 10, 256, 16 << 20, 1024, step -> {});

    /** As many bytes are put into files, however few pages they are. */
    private static final int BATCH_BYTES = 1 << 20;

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

    /** Whether so many pages are worth two files, rather than being in the log once more. */
    boolean inFiles(int pages, long pageHeapBytes) {
        return pages >= pagesInFiles || pageHeapBytes >= BATCH_BYTES;
    }

    boolean isDue(int pendingPacks, long pendingBytes) {
        return pendingPacks >= packs || pendingBytes >= heapBytes;
    }

    boolean isOverdue(int pendingPacks, long pendingBytes) {
        return pendingPacks / MOST >= packs || pendingBytes / MOST >= heapBytes;
    }
}
