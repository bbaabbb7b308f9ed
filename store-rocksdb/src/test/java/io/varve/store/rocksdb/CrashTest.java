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
import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other processes do to a store, and what becomes of one whose own process dies. */
class CrashTest {

    private static final int PAGES_PER_COMMIT = 5;
    private static final int WRITERS = 3;

    /** In blocks of 512 bytes: 20 MiB, since the native library is unpacked into a file of 15 MB first. */
    private static final int FILE_LIMIT = 40 << 10;

    @TempDir
    Path folder;

    @Test
    void every_acknowledged_commit_is_there_whole_after_kill_9() throws Exception {
        Map<TenantId, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            try (JavaProcess committer = JavaProcess.of(Committer.class, folder.toString())) {
                String ready = committer.readLine();
                assertThat(ready).isEqualTo("ready");
                int toRead = 60 + 97 * round;
                for (int i = 0; i < toRead; i++) {
                    acknowledge(acknowledged, committer.readLine());
                }
                committer.kill();
                committer.readLines().forEach(line -> acknowledge(acknowledged, line));
            }
            try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
                assertThat(acknowledged).hasSize(WRITERS);
                acknowledged.forEach((tenant, last) -> requireWhole(store, tenant, last));
            }
        }
    }

    private static void acknowledge(Map<TenantId, Long> acknowledged, String line) {
        String[] words = line.split(" ", -1);
        // The last line may have been cut off by the kill.
        if (words.length == 3 && words[2].equals("done")) {
            acknowledged.merge(new TenantId(words[0]), Long.parseLong(words[1]), Math::max);
        }
    }

    private static void requireWhole(RocksDbSnapshotStore store, TenantId tenant, long acknowledged) {
        long head = Committer.headOf(store, tenant);
        // One more may have been written without being acknowledged.
        assertThat(head).isBetween(acknowledged, acknowledged + 1);
        for (long number = 1; number <= head; number++) {
            List<PageId> ids = Committer.idsOf(tenant, number);
            Map<PageId, byte[]> pages = store.getPages(tenant, ids);
            for (int i = 0; i < ids.size(); i++) {
                assertThat(pages.get(ids.get(i)))
                        .isEqualTo(Committer.pageOf(tenant, number, i).bytes());
            }
            assertThat(store.readRef(tenant, "s/" + number))
                    .hasValueSatisfying(value -> assertThat(value).isEqualTo(bytes("snapshot")));
        }
        assertThat(store.readRef(tenant, "s/" + (head + 1))).isEmpty();
    }

    @Test
    void a_folder_that_another_process_has_open_is_refused_and_the_process_named() throws Exception {
        try (JavaProcess holder = JavaProcess.of(Holder.class, folder.toString())) {
            assertThat(holder.readLine()).isEqualTo("open");

            StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

            assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(fault)
                    .hasMessageContaining(folder.toRealPath().toString())
                    .hasMessageContaining("process " + holder.pid() + ", started ")
                    .hasMessageContaining("which is running");

            Files.writeString(folder.resolve(Owner.FILE), "999999999 2020-01-01T00:00:00Z " + folder);
            assertThat(faultOf(() -> new RocksDbSnapshotStore(folder)))
                    .hasMessageContaining("process 999999999")
                    .hasMessageContaining("not running here");

            Files.delete(folder.resolve(Owner.FILE));
            assertThat(faultOf(() -> new RocksDbSnapshotStore(folder)))
                    .hasMessageContaining("a process that varve.owner does not name");

            holder.kill();
        }
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            assertThat(store.readRef(ACME, "h")).isPresent();
        }
    }

    /** With pages that go where they belong at once, and with some that are in packs first. */
    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 200_000})
    void a_write_that_fails_is_of_unknown_outcome_until_the_store_has_mended_itself(int pageBytes) throws Exception {
        List<String> lines;
        try (JavaProcess process =
                JavaProcess.withFileLimit(FILE_LIMIT, FullDisk.class, folder.toString(), Integer.toString(pageBytes))) {
            lines = process.readLines();
            assertThat(process.exitCode()).as("%s", lines).isZero();
        }
        assertThat(lines).as("%s", lines).hasSize(5);
        long acknowledged = Long.parseLong(lines.get(0));
        assertThat(acknowledged).isPositive();
        assertThat(lines.get(1))
                .startsWith("OUTCOME_UNKNOWN")
                .contains("a write for tenant 'acme'")
                .contains("may or may not be there once the cause is gone")
                .contains("File too large");
        // The log was too large for the limit, and the next one is not yet.
        assertThat(lines.get(2)).isEqualTo("other is written");
        long found = Long.parseLong(lines.get(3));
        assertThat(found).isBetween(acknowledged, acknowledged + 1);
        assertThat(lines.get(4)).isEqualTo("the next one is written");

        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            assertThat(Committer.headOf(store, ACME)).isEqualTo(found + 1);
            assertThat(store.getPages(ACME, List.of(id(acknowledged), id(found + 1))))
                    .hasSize(2);
        }
    }

    /** Commits for several tenants at once, and prints each commit that was acknowledged. */
    static final class Committer {

        public static void main(String[] arguments) throws InterruptedException {
            RocksDbSnapshotStore store = new RocksDbSnapshotStore(Path.of(arguments[0]), Map.of("writeBufferMiB", "2"));
            System.out.println("ready");
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                TenantId tenant = new TenantId("tenant" + i);
                Thread thread = new Thread(() -> commitForEver(store, tenant));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static void commitForEver(RocksDbSnapshotStore store, TenantId tenant) {
            for (long number = headOf(store, tenant) + 1; ; number++) {
                List<Page> pages = new ArrayList<>();
                for (int i = 0; i < PAGES_PER_COMMIT; i++) {
                    pages.add(pageOf(tenant, number, i));
                }
                byte[] expected = number == 1 ? null : bytes(Long.toString(number - 1));
                boolean applied = store.commit(
                                tenant,
                                number,
                                pages,
                                List.of(
                                        new RefUpdate("h", expected, bytes(Long.toString(number))),
                                        RefUpdate.create("s/" + number, bytes("snapshot"))))
                        .isApplied();
                if (!applied) {
                    throw new AssertionError("conflict at " + number);
                }
                synchronized (System.out) {
                    System.out.println(tenant + " " + number + " done");
                }
            }
        }

        static long headOf(RocksDbSnapshotStore store, TenantId tenant) {
            return store.readRef(tenant, "h")
                    .map(value -> Long.parseLong(new String(value, StandardCharsets.UTF_8)))
                    .orElse(0L);
        }

        static List<PageId> idsOf(TenantId tenant, long number) {
            List<PageId> ids = new ArrayList<>();
            for (int i = 0; i < PAGES_PER_COMMIT; i++) {
                ids.add(pageOf(tenant, number, i).id());
            }
            return ids;
        }

        static Page pageOf(TenantId tenant, long number, int i) {
            return page(number * PAGES_PER_COMMIT + i, 1000 + 1500 * i);
        }
    }

    /** Opens a store and keeps it. */
    static final class Holder {

        public static void main(String[] arguments) throws InterruptedException {
            RocksDbSnapshotStore store = new RocksDbSnapshotStore(Path.of(arguments[0]));
            store.commit(ACME, 0, List.of(), List.of(RefUpdate.create("h", bytes("1"))));
            System.out.println("open");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Commits until a write fails because the log may not grow, and prints what the store answers then. */
    static final class FullDisk {

        public static void main(String[] arguments) {
            // Folding may be at work when the write fails, and says then that it could not go on.
            LogManager.getLogManager().reset();
            RocksDbSnapshotStore store = new RocksDbSnapshotStore(Path.of(arguments[0]));
            store.commit(OTHER, 0, List.of(), List.of(RefUpdate.create("h", bytes("1"))));
            long number = 0;
            StoreException failure = null;
            int pageBytes = Integer.parseInt(arguments[1]);
            while (failure == null) {
                try {
                    commit(store, ACME, number + 1, pageBytes);
                    number++;
                } catch (StoreException e) {
                    failure = e;
                }
            }
            System.out.println(number);
            System.out.println(failure.kind() + " " + failure.getMessage().replace('\n', ' '));
            boolean other =
                    store.commit(OTHER, 1, List.of(page(1, 10)), List.of()).isApplied();
            System.out.println(other ? "other is written" : "other is not written");
            long found = Committer.headOf(store, ACME);
            System.out.println(found);
            System.out.println(commit(store, ACME, found + 1, pageBytes) ? "the next one is written" : "conflict");
            store.close();
        }

        static boolean commit(RocksDbSnapshotStore store, TenantId tenant, long number, int pageBytes) {
            byte[] expected = number == 1 ? null : bytes(Long.toString(number - 1));
            return store.commit(
                            tenant,
                            number,
                            List.of(page(number, pageBytes)),
                            List.of(new RefUpdate("h", expected, bytes(Long.toString(number)))))
                    .isApplied();
        }
    }
}
