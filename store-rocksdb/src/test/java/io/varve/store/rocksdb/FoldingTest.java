package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.PackedStore.NEVER;
import static io.varve.store.rocksdb.PackedStore.PAGE_BYTES;
import static io.varve.store.rocksdb.PackedStore.UNGUARDED;
import static io.varve.store.rocksdb.PackedStore.copyAll;
import static io.varve.store.rocksdb.PackedStore.put;
import static io.varve.store.rocksdb.PackedStore.requirePages;
import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.OTHER;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.store.rocksdb.FoldingRules.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How pages get from packs to where they belong, and what becomes of them if that fails or is cut off. */
class FoldingTest {

    @TempDir
    Path folder;

    @Test
    void small_commits_are_in_packs_until_the_store_is_closed_and_large_ones_never() throws Exception {
        Path copy = folder.resolve("copy");
        Path live = folder.resolve("live");
        try (RocksDbSnapshotStore store = PackedStore.open(live, NEVER, 1, step -> {})) {
            put(store, ACME, 1, page(1, PAGE_BYTES));
            put(store, ACME, 2, page(2, 300_000));
            put(store, ACME, 3, page(1, PAGE_BYTES), page(2, 300_000), page(3, 300_000));
            copyAll(live, copy);
        }
        // The third commit is large, but the larger stamp of what is pending has to wait with it.
        assertThat(RawDatabase.keys(copy, "varve.packs")).hasSize(2);
        assertThat(RawDatabase.keys(copy, "varve.pages")).hasSize(2);
        assertThat(RawDatabase.keys(live, "varve.packs")).isEmpty();
        assertThat(RawDatabase.keys(live, "varve.pages")).hasSize(3);
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
            try (RocksDbSnapshotStore store = PackedStore.open(folder, NEVER, 1, unused -> {})) {
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
        try (RocksDbSnapshotStore store = PackedStore.open(folder, 2, 1, at -> {
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
        try (RocksDbSnapshotStore store = PackedStore.open(folder, 4, 1, at -> {
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Commits until folding has come to a step, and dies there. */
    static final class Killed {

        static final int EXIT = 77;
        static final int PACKS = 8;

        public static void main(String[] arguments) {
            Step last = Step.valueOf(arguments[1]);
            AtomicInteger acknowledged = new AtomicInteger();
            RocksDbSnapshotStore store =
                    PackedStore.open(Path.of(arguments[0]), PACKS, Integer.parseInt(arguments[2]), step -> {
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
