package io.varve.store.rocksdb;

import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionOptionsUniversal;
import org.rocksdb.CompactionStopStyle;
import org.rocksdb.CompactionStyle;
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

    /**
     * So many runs of pages are merged. Each of them has to be asked for a page that is read, as far as its filter does not
     * say no.
     */
    private static final int PAGE_RUNS = 16;

    /** Of stamps, whose runs are all asked for each page of each commit, and which are few bytes. */
    private static final int STAT_RUNS = 8;

    /** A filter, which is one block, takes a fourteenth of a file of stamps. */
    private static final long STAT_FILE_BYTES = 8 * MIB;

    /**
     * At least so much has a part of the block cache, but for a cache that has less. RocksDB would cut one of 64 MiB into 64,
     * and keep no block that is larger than a part: then it reads the filter of a file with a million keys anew for each
     * question.
     */
    private static final int SHARD_MIB = 8;

    private static final int MAX_SHARD_BITS = 6;

    /** By so many percent a run may be larger or smaller than the next one, to be merged with it: up to twice, or half. */
    private static final int RUN_SIZE_RATIO = 100;

    /** When newer runs have so many percent of the bytes of the oldest, all is merged. No page is ever replaced. */
    private static final int MAX_NEWER_PAGES_PERCENT = 1000;

    /** Stamps are, by larger ones. */
    private static final int MAX_NEWER_STATS_PERCENT = 200;

    private static final double MEMTABLE_BLOOM_RATIO = 0.05;

    /** Two or three usual pages: smaller ones lengthen the index, larger ones read more than was asked for. */
    private static final int BLOCK_BYTES = 8 << 10;

    private final long writeBufferBytes;
    private final LRUCache cache;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
    private final CompactionOptionsUniversal mergingPages = ofSimilarSize();
    private final CompactionOptionsUniversal mergingStats = ofSimilarSize();
    private final ColumnFamilyOptions pages;
    private final ColumnFamilyOptions stats;
    private final ColumnFamilyOptions others;
    private final DBOptions database;

    Tuning(Settings settings, boolean create) {
        writeBufferBytes = settings.writeBufferMiB() * MIB;
        cache = new LRUCache(settings.blockCacheMiB() * MIB, shardBits(settings.blockCacheMiB()));
        pages = inRuns(PAGE_RUNS, mergingPages.setMaxSizeAmplificationPercent(MAX_NEWER_PAGES_PERCENT));
        // Ids and stamps are half zeros and repetition as RocksDB writes them.
        stats = inRuns(STAT_RUNS, mergingStats.setMaxSizeAmplificationPercent(MAX_NEWER_STATS_PERCENT))
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTargetFileSizeBase(STAT_FILE_BYTES)
                // Whether a page is there is asked for every page of every commit; mostly it is not. Without, that took
                // 3.3 µs each, and with it 1.3. No other family has one: each memtable begins by zeroing it, a megabyte
                // or two, and for all of five that was most of the time that opening took.
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO)
                .setMemtableWholeKeyFiltering(true);
        others = family();
        database = withTrackedLogs()
                .setCreateIfMissing(create)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(
                        settings.pointInTimeRecovery()
                                ? WALRecoveryMode.PointInTimeRecovery
                                : WALRecoveryMode.TolerateCorruptedTailRecords)
                .setDbWriteBufferSize(writeBufferBytes)
                // Refs alone would never fill a buffer, so without a bound the log and the time to open would grow.
                .setMaxTotalWalSize(4 * writeBufferBytes)
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

    /** The logarithm of the number of parts that a block cache has, each with a lock of its own. */
    static int shardBits(int cacheMiB) {
        int shards = Math.max(1, cacheMiB / SHARD_MIB);
        return Math.min(MAX_SHARD_BITS, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(shards));
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

    /**
     * Options of a family that gets sorted files of some 10 MB from {@link Folding}: runs of the same size are merged with
     * each other, however much is older. In levels each eight of them would be merged with all that is there.
     */
    private ColumnFamilyOptions inRuns(int runs, CompactionOptionsUniversal merging) {
        return family().setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCompactionOptionsUniversal(merging)
                .setLevel0FileNumCompactionTrigger(runs)
                .setLevel0SlowdownWritesTrigger(3 * runs)
                .setLevel0StopWritesTrigger(5 * runs);
    }

    private static CompactionOptionsUniversal ofSimilarSize() {
        return new CompactionOptionsUniversal()
                .setStopStyle(CompactionStopStyle.CompactionStopStyleSimilarSize)
                .setSizeRatio(RUN_SIZE_RATIO);
    }

    private ColumnFamilyOptions family() {
        return new ColumnFamilyOptions()
                // Core gives compressed pages.
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(Math.max(writeBufferBytes / 2, MIB))
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setFilterPolicy(bloom)
                        .setWholeKeyFiltering(true)
                        .setOptimizeFiltersForMemory(true)
                        // Counted in the cache, so that they can't outgrow it.
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
    }

    /** The options of a family, by its name. */
    ColumnFamilyOptions family(String name) {
        return switch (name) {
            case Families.PAGES -> pages;
            case Families.STATS -> stats;
            default -> others;
        };
    }

    /** With so many bytes of packs in memory they are dropped, once they are folded: half of what RocksDB would wait for. */
    long packsMemtableBytes() {
        return others.writeBufferSize() / 2;
    }

    DBOptions database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        pages.close();
        stats.close();
        others.close();
        mergingPages.close();
        mergingStats.close();
        bloom.close();
        cache.close();
    }
}
