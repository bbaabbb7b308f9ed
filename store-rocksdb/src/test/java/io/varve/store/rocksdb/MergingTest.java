package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.PackedStore.UNGUARDED;
import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

/** How RocksDB merges the files of pages and stamps. */
class MergingTest {

    private static final int PAGES = 100;
    private static final int PAGE_BYTES = 300;
    private static final int PACKS = 1;

    /** As many commits as make more files than are left unmerged. */
    private static final int COMMITS = 40;

    @TempDir
    Path folder;

    @Test
    void a_store_that_was_merged_in_levels_goes_on_in_runs_and_back() throws Exception {
        commit(0, COMMITS);
        mergeInLevels();
        commit(COMMITS, 2 * COMMITS);
        requireAll(2 * COMMITS);
        mergeInLevels();
        requireAll(2 * COMMITS);
        commit(2 * COMMITS, 3 * COMMITS);
        requireAll(3 * COMMITS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_was_deleted_or_erased_leaves_the_disk_as_more_is_written(boolean erased) throws Exception {
        commit(0, 3 * COMMITS);
        long full = bytesOfTables();
        try (RocksDbSnapshotStore store = store()) {
            if (erased) {
                store.commit(ACME, 0, List.of(), List.of(RefUpdate.create("g", bytes("gone"))));
                assertThat(store.eraseTenant(ACME, new Ref("g", bytes("gone")), 1))
                        .isTrue();
            } else {
                for (int commit = 0; commit < 3 * COMMITS; commit++) {
                    delete(store, commit);
                }
            }
            for (int commit = 3 * COMMITS; commit < 3 * COMMITS + COMMITS / 4; commit++) {
                commit(store, commit);
            }
            Instant end = Instant.now().plus(Duration.ofSeconds(30));
            while (bytesOfTables() > full / 2) {
                assertThat(Instant.now())
                        .as("%d of %d bytes are there", bytesOfTables(), full)
                        .isBefore(end);
                Thread.sleep(10);
            }
            assertThat(store.scanPages(ACME, null, 1_000_000)).hasSize(COMMITS / 4 * PAGES);
        }
    }

    @Test
    void a_store_that_is_closed_while_all_is_merged_has_what_it_had() {
        commit(0, COMMITS);
        for (int round = 0; round < 4; round++) {
            int first = (round + 1) * COMMITS;
            try (RocksDbSnapshotStore store = store()) {
                for (int commit = first - COMMITS; commit < first; commit++) {
                    delete(store, commit);
                }
                for (int commit = first; commit < first + COMMITS; commit++) {
                    commit(store, commit);
                }
            }
            requireAll(first, first + COMMITS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, false",
        "100, 0, 0, 100, false",
        "100, 25, 0, 100, false",
        "100, 26, 0, 100, true",
        "100, 0, 33, 100, false",
        "100, 0, 34, 100, true",
        "10, 10, 0, 0, true"
    })
    void all_is_merged_when_a_third_was_deleted_or_erased(
            long all, long deletions, long erasedBytes, long bytes, boolean due) {
        assertThat(Reclaiming.isDue(new PageFiles.Entries(all, deletions), erasedBytes, bytes))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "8, 0", "15, 0", "16, 1", "64, 3", "100, 3", "512, 6", "1048576, 6"})
    void a_part_of_the_block_cache_has_room_for_a_filter(int cacheMiB, int bits) {
        assertThat(Tuning.shardBits(cacheMiB)).isEqualTo(bits);
    }

    private RocksDbSnapshotStore store() {
        FoldingRules rules = new FoldingRules(256 << 10, PACKS, 1 << 30, 1, step -> {});
        return new RocksDbSnapshotStore(
                folder, Settings.of(Map.of("sync", "false")).withFolding(rules));
    }

    private void commit(int from, int to) {
        try (RocksDbSnapshotStore store = store()) {
            for (int commit = from; commit < to; commit++) {
                commit(store, commit);
            }
        }
    }

    private static void commit(RocksDbSnapshotStore store, int commit) {
        List<Page> pages =
                numbers(commit).mapToObj(number -> page(number, PAGE_BYTES)).toList();
        assertThat(store.commit(ACME, commit, pages, List.of()).isApplied()).isTrue();
    }

    private static void delete(RocksDbSnapshotStore store, int commit) {
        List<PageId> ids = numbers(commit).mapToObj(Samples::id).toList();
        assertThat(store.deletePages(ACME, UNGUARDED, ids, Long.MAX_VALUE)).isEqualTo(PAGES);
    }

    private static LongStream numbers(int commit) {
        return LongStream.range((long) commit * PAGES, (commit + 1L) * PAGES);
    }

    private void requireAll(int commits) {
        requireAll(0, commits);
    }

    private void requireAll(int from, int to) {
        try (RocksDbSnapshotStore store = store()) {
            List<PageStat> stats = store.scanPages(ACME, null, 1_000_000);
            assertThat(stats).hasSize((to - from) * PAGES);
            for (int commit = from; commit < to; commit++) {
                List<PageId> ids = numbers(commit).mapToObj(Samples::id).toList();
                Map<PageId, byte[]> found = store.getPages(ACME, ids);
                numbers(commit)
                        .forEach(number -> assertThat(found.get(id(number)))
                                .isEqualTo(page(number, PAGE_BYTES).bytes()));
            }
        }
    }

    /** As versions before this one did, which have RocksDB's usual way of merging. */
    private void mergeInLevels() throws Exception {
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try (ColumnFamilyOptions levels = new ColumnFamilyOptions().setCompactionStyle(CompactionStyle.LEVEL);
                DBOptions options = new DBOptions();
                RocksDB db = RocksDB.open(
                        options,
                        folder.toString(),
                        Families.ALL.stream()
                                .map(name -> new ColumnFamilyDescriptor(bytes(name), levels))
                                .toList(),
                        families)) {
            for (ColumnFamilyHandle family : families) {
                db.compactRange(family);
                family.close();
            }
        }
    }

    private long bytesOfTables() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sst")).toList()) {
                try {
                    sum += Files.size(file);
                } catch (NoSuchFileException e) {
                    // Merged just now.
                }
            }
        }
        return sum;
    }
}
