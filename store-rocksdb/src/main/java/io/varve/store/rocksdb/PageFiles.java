package io.varve.store.rocksdb;

import io.varve.spi.TenantId;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.TableProperties;

/** The sorted files of pages and of their stamps: what they have, by their own account, and how all are merged. */
final class PageFiles {

    /** RocksDB's name for how many bytes the files of a family have. */
    private static final String TABLE_BYTES = "rocksdb.live-sst-files-size";

    private final RocksDB db;
    private final ColumnFamilyHandle pages;
    private final ColumnFamilyHandle stats;

    PageFiles(RocksDB db, ColumnFamilyHandle pages, ColumnFamilyHandle stats) {
        this.db = db;
        this.pages = pages;
        this.stats = stats;
    }

    /**
     * What the files of pages have.
     *
     * @param all values and deletions
     * @param deletions how many of them say that a key is deleted
     */
    record Entries(long all, long deletions) {}

    /** Counts what the files of pages have. Opens each of them that is not open. */
    Entries entries() throws RocksDBException {
        long all = 0;
        long deletions = 0;
        for (TableProperties file : db.getPropertiesOfAllTables(pages).values()) {
            all += file.getNumEntries();
            deletions += file.getNumDeletions();
        }
        return new Entries(all, deletions);
    }

    /** Whether pages were deleted by what is in no file yet. */
    boolean hasDeletionsInMemory() throws RocksDBException {
        return db.getLongProperty(pages, "rocksdb.num-deletes-active-mem-table") > 0
                || db.getLongProperty(pages, "rocksdb.num-deletes-imm-mem-tables") > 0;
    }

    /** How many bytes the files of pages have. */
    long pageBytes() throws RocksDBException {
        return db.getLongProperty(pages, TABLE_BYTES);
    }

    /** How many bytes all have. */
    long bytes() throws RocksDBException {
        return pageBytes() + db.getLongProperty(stats, TABLE_BYTES);
    }

    /** About how many bytes of the files of pages are a tenant's. */
    long bytesOf(TenantId tenant) {
        try (Slice from = new Slice(Keys.startOf(tenant));
                Slice to = new Slice(Keys.endOf(tenant))) {
            return db.getApproximateSizes(pages, List.of(new Range(from, to)), SizeApproximationFlag.INCLUDE_FILES)[0];
        }
    }

    /** Merges all files of pages, then those of stamps, into one run each, beside what else is merged. */
    void mergeAll(CompactRangeOptions options) throws RocksDBException {
        db.compactRange(pages, null, null, options);
        db.compactRange(stats, null, null, options);
    }
}
