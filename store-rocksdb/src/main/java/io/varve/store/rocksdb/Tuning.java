package io.varve.store.rocksdb;

import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;

/**
 * RocksDB's options: nothing acknowledged is lost silently, and native memory stays near block cache + write buffers,
 * whatever the amount of data.
 */
final class Tuning implements AutoCloseable {

    private static final long MIB = 1 << 20;
    private static final int MAX_OPEN_FILES = 512;
    private static final int LOG_FILES = 4;
    private static final int BLOOM_BITS = 10;
    private static final int LEVEL_0_FILES = 8;
    private static final double MEMTABLE_BLOOM_RATIO = 0.05;

    /** Two or three usual pages: smaller ones lengthen the index, larger ones read more than was asked for. */
    private static final int BLOCK_BYTES = 8 << 10;

    private final LRUCache cache;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
    private final ColumnFamilyOptions family;
    private final ColumnFamilyOptions stats;
    private final DBOptions database;

    Tuning(Settings settings, boolean create) {
        long writeBuffers = settings.writeBufferMiB() * MIB;
        cache = new LRUCache(settings.blockCacheMiB() * MIB);
        family = new ColumnFamilyOptions()
                // Core gives compressed pages, and ids and stamps don't compress.
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(Math.max(writeBuffers / 2, MIB))
                // Folded packs come as files of some 10 MB: with RocksDB's 4, all of the level below would be written
                // anew
                // for every 40 MB.
                .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
                .setLevel0SlowdownWritesTrigger(3 * LEVEL_0_FILES)
                .setLevel0StopWritesTrigger(5 * LEVEL_0_FILES)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        // For the same question as below.
                        .setFilterPolicy(bloom)
                        .setWholeKeyFiltering(true)
                        .setOptimizeFiltersForMemory(true)
                        // Counted in the cache, so that they can't outgrow it.
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
        stats = new ColumnFamilyOptions(family)
                // Whether a page is there is asked for every page of every commit; mostly it is not. Without, that took
                // 3.3 µs each, and with it 1.3. No other family has one: each memtable begins by zeroing it, a megabyte
                // or two, and for all of five that was most of the time that opening took.
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO)
                .setMemtableWholeKeyFiltering(true);
        database = withTrackedLogs()
                .setCreateIfMissing(create)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(
                        settings.pointInTimeRecovery()
                                ? WALRecoveryMode.PointInTimeRecovery
                                : WALRecoveryMode.TolerateCorruptedTailRecords)
                .setDbWriteBufferSize(writeBuffers)
                // Refs alone would never fill a buffer, so without a bound the log and the time to open would grow.
                .setMaxTotalWalSize(4 * writeBuffers)
                .setMaxOpenFiles(MAX_OPEN_FILES)
                // RocksDB begins as many threads for each family, however few files it has; that took longer than all
                // else.
                .setMaxFileOpeningThreads(1)
                .setBytesPerSync(MIB)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4 * MIB)
                .setKeepLogFileNum(LOG_FILES)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setSkipStatsUpdateOnDbOpen(true);
    }

    /**
     * Options under which the manifest records the length of each log that was closed, so that one that was cut short or
     * lost later is found at the next open. The strict recovery mode alone would take the cut for a torn tail. The Java
     * binding has no setter for it.
     */
    private static DBOptions withTrackedLogs() {
        Properties properties = new Properties();
        properties.setProperty("track_and_verify_wals_in_manifest", "true");
        DBOptions options = DBOptions.getDBOptionsFromProps(properties);
        if (options == null) {
            throw new IllegalStateException("this version of rocksdbjni does not know " + properties.keySet());
        }
        return options;
    }

    /** How the files of every family are written. */
    ColumnFamilyOptions family() {
        return family;
    }

    /** The options of the family of this name. */
    ColumnFamilyOptions family(String name) {
        return name.equals(Families.STATS) ? stats : family;
    }

    DBOptions database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        stats.close();
        family.close();
        bloom.close();
        cache.close();
    }
}
