package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.faultOf;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose files were damaged is refused, or says so where the damage is read; it never crashes the process. */
class DamageTest {

    private static final int COMMITS = 20;
    private static final int PAGE_BYTES = 3000;

    /** Of RocksDB's log. */
    private static final int BLOCK = 32 << 10;

    private static final int HEADER = 7;

    @TempDir
    Path folder;

    @TempDir
    Path copies;

    /** What a crash leaves behind: one log with {@value #COMMITS} commits, each of which moves the head. */
    @BeforeEach
    void commit(@TempDir Path live) throws IOException {
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(live)) {
            for (int number = 1; number <= COMMITS; number++) {
                byte[] expected = number == 1 ? null : bytes(Integer.toString(number - 1));
                assertThat(store.commit(
                                        ACME,
                                        number,
                                        List.of(page(number, PAGE_BYTES)),
                                        List.of(new RefUpdate("h", expected, bytes(Integer.toString(number)))))
                                .isApplied())
                        .isTrue();
            }
            copyAll(live, folder);
        }
        Files.delete(folder.resolve(Owner.FILE)); // It names this process, which is alive.
    }

    @Test
    void a_store_that_was_closed_needs_no_logs() throws IOException {
        new RocksDbSnapshotStore(folder).close();
        for (Path log : all("\\.log")) {
            Files.delete(log);
        }

        assertThat(head(Map.of())).isEqualTo(COMMITS);
    }

    @Test
    void a_log_that_ends_within_a_record_that_was_never_acknowledged_is_opened_without_that_record()
            throws IOException {
        Path log = largest(".log");
        truncate(log, Files.size(log) - 100);
        Files.delete(folder.resolve(Acknowledged.FILE));

        assertThat(head(Map.of())).isEqualTo(COMMITS - 1);
    }

    @Test
    void a_log_that_ends_within_a_record_that_was_acknowledged_is_refused_and_can_be_put_back() throws IOException {
        Path log = largest(".log");
        byte[] whole = Files.readAllBytes(log);
        for (long length : new long[] {whole.length - 1, whole.length - PAGE_BYTES, 0}) {
            truncate(log, length);
            requireRefusedForWhatIsMissing();
        }
        Files.delete(log);
        requireRefusedForWhatIsMissing();

        Files.write(log, whole);
        assertThat(head(Map.of())).isEqualTo(COMMITS);
    }

    @Test
    void what_is_missing_is_given_up_by_recovery_to_a_point_in_time() throws IOException {
        truncate(largest(".log"), Files.size(largest(".log")) - 100);
        requireRefusedForWhatIsMissing();

        assertThat(head(Map.of("recovery", "point-in-time"))).isEqualTo(COMMITS - 1);
        assertThat(head(Map.of())).isEqualTo(COMMITS - 1);
    }

    private void requireRefusedForWhatIsMissing() {
        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));
        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault)
                .hasMessageContaining("were acknowledged, and its files end with number")
                .hasMessageContaining("A log was removed, or cut short")
                .hasMessageContaining("recovery=point-in-time");
    }

    @Test
    void a_log_that_is_damaged_in_the_middle_is_refused_and_recovery_to_a_point_in_time_offered() throws IOException {
        Path log = largest(".log");
        flip(log, Files.size(log) / 2);

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault)
                .hasMessageContaining(folder.toRealPath().toString())
                .hasMessageContaining("which was committed later, is whole")
                .hasMessageContaining("recovery=point-in-time");
        assertThat(head(Map.of("recovery", "point-in-time"))).isBetween(5, COMMITS - 5);
        assertThat(head(Map.of())).isBetween(5, COMMITS - 5);
    }

    @Test
    void a_log_that_is_cut_anywhere_keeps_the_commits_that_are_whole() throws IOException {
        Path log = largest(".log");
        byte[] whole = Files.readAllBytes(log);
        List<Integer> heads = new ArrayList<>();
        for (int length = whole.length; length > whole.length / 2; length -= 1009) {
            Path copy = copyWith(log, Arrays.copyOf(whole, length));
            Files.delete(copy.resolve(Acknowledged.FILE));
            heads.add(head(copy, Map.of()));
        }
        assertThat(heads).startsWith(COMMITS, COMMITS - 1).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(heads.get(heads.size() - 1)).isBetween(COMMITS / 2 - 1, COMMITS / 2 + 1);
    }

    @Test
    void a_log_with_a_damaged_header_is_refused_wherever_a_commit_follows_and_never_hangs() throws IOException {
        Path log = largest(".log");
        byte[] whole = Files.readAllBytes(log);
        List<Integer> headers = headersOf(whole);
        List<Integer> damaged = new ArrayList<>(headers.subList(headers.size() - 6, headers.size() - 1));
        damaged.addAll(headers.stream().filter(start -> start % BLOCK == 0).toList());
        for (int header : damaged) {
            for (int i = 0; i < HEADER; i++) {
                for (int bits : new int[] {0x01, 0x80}) {
                    byte[] flipped = whole.clone();
                    flipped[header + i] ^= (byte) bits;
                    Path copy = copyWith(log, flipped);

                    assertThat(faultOf(() -> new RocksDbSnapshotStore(copy)).kind())
                            .isEqualTo(Kind.CORRUPT);
                }
            }
        }
    }

    private static List<Integer> headersOf(byte[] log) {
        List<Integer> headers = new ArrayList<>();
        int position = 0;
        while (position + HEADER <= log.length) {
            if (BLOCK - position % BLOCK < HEADER) {
                position += BLOCK - position % BLOCK;
            } else {
                headers.add(position);
                position += HEADER + (log[position + 4] & 0xFF | (log[position + 5] & 0xFF) << 8);
            }
        }
        return headers;
    }

    @Test
    void a_damaged_sorted_file_is_reported_as_corrupt_where_it_is_read_and_never_as_missing() throws IOException {
        new RocksDbSnapshotStore(folder).close();
        assertThat(largest(".log").toFile().length()).isZero();
        for (Path file : all(".sst")) {
            byte[] whole = Files.readAllBytes(file);
            for (long position = 0; position < whole.length; position += 997) {
                Files.write(file, whole);
                flip(file, position);
                try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
                    assertThat(store.getPages(ACME, List.of(id(1), id(COMMITS / 2), id(COMMITS))))
                            .hasSize(3);
                    assertThat(store.scanPages(ACME, null, 1000)).hasSize(COMMITS);
                    assertThat(store.scanRefs(ACME, "", null, 10)).hasSize(1);
                    assertThat(store.readRef(ACME, "h"))
                            .hasValueSatisfying(value -> assertThat(value).isEqualTo(bytes("" + COMMITS)));
                } catch (StoreException e) {
                    assertThat(e.kind()).as("%s at %s: %s", file, position, e).isEqualTo(Kind.CORRUPT);
                }
            }
            Files.write(file, whole);
        }
    }

    @Test
    void a_missing_sorted_file_is_refused_as_corrupt() throws IOException {
        new RocksDbSnapshotStore(folder).close();
        Path file = largest(".sst");
        Files.delete(file);

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault).hasMessageContaining(file.getFileName().toString());
    }

    @Test
    void a_damaged_manifest_is_refused_as_corrupt() throws IOException {
        Path manifest = largest("MANIFEST-\\d+");
        flip(manifest, Files.size(manifest) / 2);

        assertThat(faultOf(() -> new RocksDbSnapshotStore(folder)).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void a_missing_manifest_is_refused_as_corrupt() throws IOException {
        Path manifest = largest("MANIFEST-\\d+");
        Files.delete(manifest);

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault).hasMessageContaining(manifest.getFileName().toString());
    }

    @Test
    void a_CURRENT_that_names_nothing_is_refused_as_corrupt() throws IOException {
        for (String content : List.of("", "nonsense", "MANIFEST-999999\n", "\0\0\0\0")) {
            Files.writeString(folder.resolve("CURRENT"), content, StandardCharsets.ISO_8859_1);

            assertThat(faultOf(() -> new RocksDbSnapshotStore(folder)).kind())
                    .as("%s", content)
                    .isEqualTo(Kind.CORRUPT);
        }
    }

    @Test
    void a_missing_CURRENT_is_refused_so_that_no_new_store_replaces_the_data() throws IOException {
        Files.delete(folder.resolve("CURRENT"));
        List<Path> before = all("");

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault).hasMessageContaining("no file 'CURRENT'");
        assertThat(all("")).isEqualTo(before);
    }

    private int head(Map<String, String> properties) {
        return head(folder, properties);
    }

    private static int head(Path folder, Map<String, String> properties) {
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder, properties)) {
            int head = Integer.parseInt(new String(store.readRef(ACME, "h").orElseThrow(), StandardCharsets.UTF_8));
            for (int number = 1; number <= COMMITS; number++) {
                assertThat(store.getPages(ACME, List.of(id(number)))).hasSize(number <= head ? 1 : 0);
            }
            return head;
        }
    }

    private Path largest(String ending) throws IOException {
        return all(ending).stream()
                .max((one, other) ->
                        Long.compare(one.toFile().length(), other.toFile().length()))
                .orElseThrow();
    }

    private List<Path> all(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(".*" + ending))
                    .sorted()
                    .toList();
        }
    }

    /** A copy of the folder in which one file has other bytes. */
    private Path copyWith(Path changed, byte[] bytes) throws IOException {
        Path copy = Files.createTempDirectory(copies, "copy");
        copyAll(folder, copy);
        Files.write(copy.resolve(changed.getFileName()), bytes);
        return copy;
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void flip(Path file, long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 0x55);
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }
}
