package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.OTHER;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.faultOf;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.varve.store.rocksdb.FoldingRules.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** How pages get from packs to where they belong, and what becomes of them if that fails or is cut off. */
class FoldingTest {

    private static final int NEVER = Integer.MAX_VALUE;
    private static final int PAGE_BYTES = 500;
    private static final RefUpdate UNGUARDED = RefUpdate.check("none", null);

    @TempDir
    Path folder;

    @Test
    void small_commits_are_in_packs_until_the_store_is_closed_and_large_ones_never() throws Exception {
        Path copy = folder.resolve("copy");
        Path live = folder.resolve("live");
        try (RocksDbSnapshotStore store = store(live, NEVER, 1, step -> {})) {
            put(store, ACME, 1, page(1, PAGE_BYTES));
            put(store, ACME, 2, page(2, 300_000));
            put(store, ACME, 3, page(1, PAGE_BYTES), page(2, 300_000), page(3, 300_000));
            copyAll(live, copy);
        }
        // The third commit is large, but the larger stamp of what is pending has to wait with it.
        assertThat(keys(copy, "varve.packs")).hasSize(2);
        assertThat(keys(copy, "varve.pages")).hasSize(2);
        assertThat(keys(live, "varve.packs")).isEmpty();
        assertThat(keys(live, "varve.pages")).hasSize(3);
        for (Path either : List.of(live, copy)) {
            try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(either)) {
                assertThat(store.scanPages(ACME, null, 10))
                        .containsExactlyInAnyOrder(
                                new PageStat(id(1), 3, PAGE_BYTES),
                                new PageStat(id(2), 3, 300_000),
                                new PageStat(id(3), 3, 300_000));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, NEVER})
    void what_is_pending_after_a_crash_is_read_back(int pagesInFiles) throws Exception {
        Path crashed = folder.resolve("crashed");
        Path live = folder.resolve("live");
        try (RocksDbSnapshotStore store = store(live, NEVER, pagesInFiles, step -> {})) {
            put(store, ACME, 5, page(1, PAGE_BYTES), page(2, PAGE_BYTES));
            put(store, ACME, 9, page(1, PAGE_BYTES), page(3, PAGE_BYTES));
            copyAll(live, crashed);
        }
        for (int again = 0; again < 2; again++) {
            try (RocksDbSnapshotStore store = store(crashed, NEVER, pagesInFiles, step -> {})) {
                requirePages(store, ACME, Map.of(1L, 9L, 2L, 5L, 3L, 9L));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FROZEN, 1",
        "PAGES_WRITTEN, 1",
        "STATS_WRITTEN, 1",
        "PAGES_INGESTED, 1",
        "STATS_INGESTED, 1",
        "PACKS_DELETED, 1",
        "FROZEN, 1000000",
        "PACKS_DELETED, 1000000"
    })
    void a_process_that_is_killed_between_two_steps_of_folding_has_lost_nothing(Step step, int pagesInFiles)
            throws Exception {
        List<String> lines;
        try (JavaProcess process =
                JavaProcess.of(Killed.class, folder.toString(), step.name(), Integer.toString(pagesInFiles))) {
            lines = process.readLines();
            assertThat(process.exitCode()).as("%s", lines).isEqualTo(Killed.EXIT);
        }
        long acknowledged = Long.parseLong(lines.get(lines.size() - 1));
        // The last one is there, but who made it may have been killed before it said so.
        assertThat(acknowledged).isGreaterThanOrEqualTo(Killed.PACKS - 1L);
        for (int again = 0; again < 2; again++) {
            try (RocksDbSnapshotStore store = store(folder, NEVER, 1, unused -> {})) {
                assertThat(folder.resolve(SortedFile.PAGES)).doesNotExist();
                assertThat(folder.resolve(SortedFile.STATS)).doesNotExist();
                long head =
                        Long.parseLong(new String(store.readRef(ACME, "h").orElseThrow(), StandardCharsets.US_ASCII));
                assertThat(head).isGreaterThanOrEqualTo(acknowledged);
                requirePages(store, ACME, Killed.stampsAt(head));
                assertThat(store.deletePages(ACME, UNGUARDED, List.of(id(1)), Long.MAX_VALUE))
                        .isEqualTo(1);
                assertThat(store.commit(ACME, 3, List.of(page(1, PAGE_BYTES)), List.of())
                                .isApplied())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"FROZEN", "PAGES_WRITTEN", "STATS_WRITTEN", "PAGES_INGESTED", "STATS_INGESTED"})
    void a_folding_that_fails_leaves_all_as_it_was_and_brings_nothing_back_when_it_succeeds(Step step) {
        AtomicBoolean failing = new AtomicBoolean(true);
        try (RocksDbSnapshotStore store = store(folder, 2, 1, at -> {
            if (at == step && failing.get()) {
                throw new IllegalStateException("no space left, says the test");
            }
        })) {
            put(store, OTHER, 1, page(7, PAGE_BYTES));
            long number = 0;
            StoreException fault = null;
            while (fault == null) {
                try {
                    put(store, ACME, number + 1, page(number + 1, PAGE_BYTES), page(1, PAGE_BYTES));
                    number++;
                } catch (StoreException e) {
                    fault = e;
                }
            }
            assertThat(number).isEqualTo(2 * FoldingRules.MOST - 1);
            assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(fault)
                    .hasMessageContaining(" has 8 commits whose pages could not be moved to where they belong")
                    .hasMessageContaining("no space left, says the test");
            Map<Long, Long> stamps = new TreeMap<>(Map.of(1L, number));
            for (long i = 2; i <= number; i++) {
                stamps.put(i, i);
            }
            requirePages(store, ACME, stamps);
            assertThat(store.scanTenants(null, 10)).containsExactly(ACME, OTHER);

            assertThat(store.deletePages(ACME, UNGUARDED, List.of(id(1), id(2), id(3)), 3))
                    .isEqualTo(1);
            stamps.remove(2L);
            requirePages(store, ACME, stamps);
            assertThat(store.eraseTenant(OTHER, new Ref("h", bytes("1")), 1)).isTrue();
            assertThat(store.scanPages(OTHER, null, 10)).isEmpty();

            failing.set(false);
            for (long i = 20; i < 30; i++) {
                put(store, ACME, i, page(i, PAGE_BYTES));
                stamps.put(i, i);
            }
            requirePages(store, ACME, stamps);
            put(store, ACME, 1, page(2, PAGE_BYTES));
        }
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            assertThat(store.scanPages(ACME, null, 100)).hasSize(17).contains(new PageStat(id(2), 1, PAGE_BYTES));
            assertThat(store.scanTenants(null, 10)).containsExactly(ACME);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"FROZEN", "STATS_WRITTEN", "PAGES_INGESTED", "STATS_INGESTED", "PACKS_DELETED"})
    void at_every_step_all_pages_are_found_once_and_what_commits_do_meanwhile_stays(Step step) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        try (RocksDbSnapshotStore store = store(folder, 4, 1, at -> {
            if (at == step && first.getAndSet(false)) {
                there.countDown();
                await(goOn);
            }
        })) {
            put(store, OTHER, 1, page(7, PAGE_BYTES));
            for (long i = 1; i <= 3; i++) {
                put(store, ACME, i, page(i, PAGE_BYTES));
            }
            await(there);
            try {
                requirePages(store, ACME, Map.of(1L, 1L, 2L, 2L, 3L, 3L));
                assertThat(store.scanTenants(null, 10)).containsExactly(ACME, OTHER);
                put(store, ACME, 9, page(1, PAGE_BYTES), page(4, PAGE_BYTES));
                put(store, ACME, 8, page(2, PAGE_BYTES), page(5, 300_000));
                requirePages(store, ACME, Map.of(1L, 9L, 2L, 8L, 3L, 3L, 4L, 9L, 5L, 8L));

                CompletableFuture<Integer> deletion = CompletableFuture.supplyAsync(
                        () -> store.deletePages(ACME, UNGUARDED, List.of(id(3), id(4)), 9));
                CompletableFuture<Boolean> erasure =
                        CompletableFuture.supplyAsync(() -> store.eraseTenant(OTHER, new Ref("h", bytes("1")), 1));
                goOn.countDown();
                assertThat(deletion.join()).isEqualTo(1);
                assertThat(erasure.join()).isTrue();
            } finally {
                goOn.countDown();
            }
            requirePages(store, ACME, Map.of(1L, 9L, 2L, 8L, 4L, 9L, 5L, 8L));
            assertThat(store.scanTenants(null, 10)).containsExactly(ACME);
        }
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            requirePages(store, ACME, Map.of(1L, 9L, 2L, 8L, 4L, 9L, 5L, 8L));
            assertThat(store.scanTenants(null, 10)).containsExactly(ACME);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void after_any_commits_deletions_and_erasures_the_pages_equal_a_model_while_they_move(long seed) {
        System.out.println("FoldingTest: seed " + seed);
        Random random = new Random(seed);
        // Two pages are in files or not, and in packs or not, as their numbers have it.
        FoldingRules often = new FoldingRules(PAGE_BYTES, 3 + random.nextInt(4), 1 << 20, 10, step -> {});
        Settings settings = Settings.of(Map.of("sync", "false")).withFolding(often);
        Map<TenantId, Map<Long, Long>> models = Map.of(ACME, new TreeMap<>(), OTHER, new TreeMap<>());
        RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder, settings);
        try {
            for (int i = 0; i < 100; i++) {
                TenantId tenant = random.nextBoolean() ? ACME : OTHER;
                Map<Long, Long> model = models.get(tenant);
                List<Long> numbers =
                        random.longs(1 + random.nextInt(6), 0, 25).boxed().toList();
                long stamp = random.nextInt(20);
                int dice = random.nextInt(100);
                if (dice < 75) {
                    put(
                            store,
                            tenant,
                            stamp,
                            numbers.stream().map(FoldingTest::sized).toArray(Page[]::new));
                    numbers.forEach(number -> model.merge(number, stamp, Math::max));
                } else if (dice < 95) {
                    List<Long> removed = numbers.stream()
                            .distinct()
                            .filter(number -> model.getOrDefault(number, stamp) < stamp)
                            .toList();
                    assertThat(store.deletePages(
                                    tenant,
                                    UNGUARDED,
                                    numbers.stream().map(Samples::id).toList(),
                                    stamp))
                            .isEqualTo(removed.size());
                    model.keySet().removeAll(removed);
                } else if (dice < 97) {
                    byte[] head = store.readRef(tenant, "h").orElse(null);
                    if (head != null) {
                        assertThat(store.eraseTenant(tenant, new Ref("h", head), 1))
                                .isTrue();
                        model.clear();
                    }
                } else {
                    store.close();
                    store = new RocksDbSnapshotStore(folder, settings);
                }
                requirePages(store, tenant, model);
            }
            requirePages(store, ACME, models.get(ACME));
            requirePages(store, OTHER, models.get(OTHER));
        } finally {
            store.close();
        }
    }

    static LongStream seeds() {
        return new Random().longs(2);
    }

    private static Page sized(long number) {
        return page(number, number % 3 == 0 ? PAGE_BYTES : 20);
    }

    @Test
    void a_damaged_pack_is_refused_naming_it_and_the_folder_is_left_as_it_is() throws Exception {
        Path crashed = folder.resolve("crashed");
        Path live = folder.resolve("live");
        try (RocksDbSnapshotStore store = store(live, NEVER, 1, step -> {})) {
            put(store, ACME, 1, page(1, PAGE_BYTES));
            put(store, ACME, 2, page(2, PAGE_BYTES));
            copyAll(live, crashed);
        }
        raw(
                crashed,
                db -> db.put("varve.packs", ByteBuffer.allocate(8).putLong(1).array(), bytes("\u0001nonsense")));

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(crashed));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault)
                .hasMessageContaining(
                        "the store in " + crashed.toRealPath() + ", in its pack 1, is damaged: found 7 bytes")
                .hasMessageContaining("Restore the folder from a backup");
        assertThat(keys(crashed, "varve.packs")).hasSize(2);
        assertThat(keys(crashed, "varve.pages")).isEmpty();

        raw(crashed, db -> db.put("varve.packs", bytes("?"), bytes("!")));
        assertThat(faultOf(() -> new RocksDbSnapshotStore(crashed)).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void a_store_of_format_1_is_opened_and_is_of_format_2_then() throws Exception {
        format1();

        try (RocksDbSnapshotStore store = store(folder, NEVER, 1, step -> {})) {
            requirePages(store, ACME, Map.of(1L, 1L));
            put(store, ACME, 2, page(1, PAGE_BYTES), page(2, PAGE_BYTES));
            requirePages(store, ACME, Map.of(1L, 2L, 2L, 2L));
        }

        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            requirePages(store, ACME, Map.of(1L, 2L, 2L, 2L));
        }
        raw(folder, db -> assertThat(db.get("default", Format.KEY)).isEqualTo(bytes("2")));
    }

    @Test
    void a_store_of_format_1_without_what_was_acknowledged_is_refused() throws Exception {
        format1();
        try (Acknowledged acknowledged = Acknowledged.in(folder)) {
            acknowledged.upTo(1000);
        }

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault).hasMessageContaining("writes up to number 1000 were acknowledged");
    }

    /** As an earlier version made it. */
    private void format1() throws Exception {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
                RocksDB db = RocksDB.open(
                        options,
                        folder.toString(),
                        Stream.of("default", "varve.pages", "varve.refs", "varve.stats")
                                .map(name -> new ColumnFamilyDescriptor(bytes(name)))
                                .toList(),
                        handles)) {
            db.put(handles.get(0), Format.KEY, bytes("1"));
            db.put(handles.get(1), Keys.page(ACME, id(1)), page(1, PAGE_BYTES).bytes());
            db.put(handles.get(2), Keys.ref(ACME, "h"), bytes("1"));
            db.put(handles.get(3), Keys.page(ACME, id(1)), new Stat(1, PAGE_BYTES).encode());
            handles.forEach(ColumnFamilyHandle::close);
        }
    }

    private static RocksDbSnapshotStore store(Path folder, int packs, int pagesInFiles, Consumer<Step> steps) {
        FoldingRules rules = new FoldingRules(256 << 10, packs, 1 << 30, pagesInFiles, steps);
        return new RocksDbSnapshotStore(folder, Settings.of(Map.of()).withFolding(rules));
    }

    /** Puts pages, and sets the head to the stamp. */
    private static void put(RocksDbSnapshotStore store, TenantId tenant, long stamp, Page... pages) {
        byte[] head = store.readRef(tenant, "h").orElse(null);
        assertThat(store.commit(
                                tenant,
                                stamp,
                                List.of(pages),
                                List.of(new RefUpdate("h", head, bytes(Long.toString(stamp)))))
                        .isApplied())
                .isTrue();
    }

    /** That a tenant has these pages and no others, by their numbers, with these stamps. */
    private static void requirePages(RocksDbSnapshotStore store, TenantId tenant, Map<Long, Long> stamps) {
        List<PageStat> found = store.scanPages(tenant, null, 1_000_000);
        assertThat(found.stream().map(PageStat::id)).doesNotHaveDuplicates().isSorted();
        Map<PageId, Long> expected = new TreeMap<>();
        stamps.forEach((number, stamp) -> expected.put(id(number), stamp));
        Map<PageId, Long> actual = new TreeMap<>();
        found.forEach(stat -> actual.put(stat.id(), stat.stamp()));
        assertThat(actual).isEqualTo(expected);
        List<PageStat> inParts = new ArrayList<>();
        for (PageId last = null; ; last = inParts.get(inParts.size() - 1).id()) {
            List<PageStat> part = store.scanPages(tenant, last, 2);
            inParts.addAll(part);
            if (part.size() < 2) {
                break;
            }
        }
        assertThat(inParts).isEqualTo(found);
        Map<PageId, byte[]> pages = store.getPages(tenant, expected.keySet());
        stamps.keySet().forEach(number -> {
            byte[] bytes = pages.get(id(number));
            assertThat(bytes).as("page %d", number).isNotNull();
            assertThat(bytes).isEqualTo(page(number, bytes.length).bytes());
        });
        found.forEach(stat -> assertThat(pages.get(stat.id())).hasSize(stat.size()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<byte[]> keys(Path folder, String family) throws Exception {
        List<byte[]> found = new ArrayList<>();
        raw(folder, db -> {
            try (RocksIterator iterator = db.db().newIterator(db.family(family))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    found.add(iterator.key());
                }
            }
        });
        return found;
    }

    private interface RawUse {
        void of(Raw db) throws RocksDBException;
    }

    /** A database without a store around it. */
    private record Raw(RocksDB db, Map<String, ColumnFamilyHandle> families) {

        ColumnFamilyHandle family(String name) {
            return families.get(name);
        }

        byte[] get(String family, byte[] key) throws RocksDBException {
            return db.get(family(family), key);
        }

        void put(String family, byte[] key, byte[] value) throws RocksDBException {
            db.put(family(family), key, value);
        }
    }

    private static void raw(Path folder, RawUse use) throws RocksDBException {
        List<String> names = List.of("default", "varve.packs", "varve.pages", "varve.refs", "varve.stats");
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                RocksDB db = RocksDB.open(
                        options,
                        folder.toString(),
                        names.stream()
                                .map(name -> new ColumnFamilyDescriptor(bytes(name)))
                                .toList(),
                        handles)) {
            Map<String, ColumnFamilyHandle> families = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                families.put(names.get(i), handles.get(i));
            }
            use.of(new Raw(db, families));
            handles.forEach(ColumnFamilyHandle::close);
        }
    }

    /** What a kill would leave, as long as nothing moves. */
    private static void copyAll(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Files.delete(to.resolve(Owner.FILE)); // It names this process, which is alive.
    }

    /** Commits until folding has come to a step, and dies there. */
    static final class Killed {

        static final int EXIT = 77;
        static final int PACKS = 8;

        public static void main(String[] arguments) {
            Step last = Step.valueOf(arguments[1]);
            AtomicInteger acknowledged = new AtomicInteger();
            RocksDbSnapshotStore store = store(Path.of(arguments[0]), PACKS, Integer.parseInt(arguments[2]), step -> {
                if (step == last) {
                    System.out.println(acknowledged.get());
                    System.out.flush();
                    Runtime.getRuntime().halt(EXIT);
                }
            });
            for (int number = 1; number <= 1000; number++) {
                put(store, ACME, number, page(number, PAGE_BYTES), page(number / 2, PAGE_BYTES));
                acknowledged.set(number);
            }
        }

        /** The stamps of all pages when the head is the one given. */
        static Map<Long, Long> stampsAt(long head) {
            Map<Long, Long> stamps = new TreeMap<>();
            for (long number = 1; number <= head; number++) {
                stamps.put(number, number);
                stamps.put(number / 2, number);
            }
            return stamps;
        }
    }
}
