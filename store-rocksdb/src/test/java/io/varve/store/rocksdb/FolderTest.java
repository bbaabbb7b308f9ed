package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.faultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Which folders are opened, and what the others are told. */
class FolderTest {

    @TempDir
    Path folder;

    @Test
    void a_missing_folder_is_created_with_those_above_it() {
        Path deep = folder.resolve("var/lib/shop");

        commit(deep);

        assertThat(isThere(deep)).isTrue();
    }

    @Test
    void a_file_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.db"), "data");

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(file));

        assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(fault).hasMessageContaining(file + " is a file");
        assertThat(file).hasContent("data");
    }

    @Test
    void a_folder_below_a_file_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.db"), "data");

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(file.resolve("store")));

        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault).hasMessageContaining("can't make or read the folder").hasMessageContaining("shop.db");
    }

    @Test
    void a_folder_with_somebody_elses_files_is_refused_and_left_as_it_is() throws IOException {
        Files.writeString(folder.resolve("holiday.jpg"), "beach");
        Files.writeString(folder.resolve("notes.txt"), "todo");

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(fault)
                .hasMessageContaining("no Varve store: found 'holiday.jpg' and 1 more")
                .hasMessageContaining("a folder of its own");
        assertThat(names()).containsExactly("holiday.jpg", "notes.txt");
    }

    @Test
    void the_empty_root_of_a_volume_is_no_obstacle() throws IOException {
        Files.createDirectory(folder.resolve("lost+found"));

        commit(folder);

        assertThat(isThere(folder)).isTrue();
    }

    @Test
    void somebody_elses_RocksDB_is_refused_and_left_as_it_is() throws IOException, RocksDBException {
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB foreign = RocksDB.open(options, folder.toString())) {
            foreign.put(bytes("their"), bytes("data"));
        }
        List<String> before = names();

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(fault).hasMessageContaining("no Varve store: its column families are [default]");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void a_creation_that_was_cut_off_is_finished() throws IOException, RocksDBException {
        Files.writeString(folder.resolve(Owner.FILE), "999999999 2020-01-01T00:00:00Z " + folder);
        try (Options options = new Options().setCreateIfMissing(true)) {
            RocksDB.open(options, folder.toString()).close();
        }

        commit(folder);

        assertThat(isThere(folder)).isTrue();
    }

    @Test
    void what_a_creation_left_that_was_cut_off_even_earlier_is_no_obstacle() throws IOException {
        for (String name :
                List.of(Owner.FILE, "LOCK", "LOG", "LOG.old.1700000000000000", "IDENTITY", "MANIFEST-000001")) {
            Files.createFile(folder.resolve(name));
        }

        commit(folder);

        assertThat(isThere(folder)).isTrue();
    }

    @Test
    void a_newer_format_is_refused_naming_both_versions() throws RocksDBException {
        commit(folder);
        setFormat("7");

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(fault)
                .hasMessageContaining("has format 7")
                .hasMessageContaining("reads formats up to 2")
                .hasMessageContaining("a newer one");
        setFormat("1");
        assertThat(isThere(folder)).isTrue();
    }

    @Test
    void a_format_that_is_no_number_is_corrupt() throws RocksDBException {
        commit(folder);
        setFormat("one");

        assertThat(faultOf(() -> new RocksDbSnapshotStore(folder)).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void data_without_a_format_is_corrupt() throws RocksDBException {
        commit(folder);
        setFormat(null);

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault).hasMessageContaining("data but no format number");
    }

    @Test
    void a_folder_is_opened_once_in_a_process_also_through_a_link() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("store")));
        Path store = folder.resolve("store");
        try (RocksDbSnapshotStore first = new RocksDbSnapshotStore(store)) {
            for (Path again : List.of(store, link)) {
                StoreException fault = faultOf(() -> new RocksDbSnapshotStore(again));

                assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(fault)
                        .hasMessageContaining(store.toRealPath() + " is already open")
                        .hasMessageContaining(
                                "this process, pid " + ProcessHandle.current().pid());
            }
            assertThat(first.readRef(ACME, "h")).isEmpty();

            Files.delete(store.resolve(Owner.FILE));
            assertThat(faultOf(() -> new RocksDbSnapshotStore(link)).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        commit(link);
        assertThat(isThere(store)).isTrue();
    }

    @Test
    void the_owner_file_goes_when_the_store_closes_and_is_written_over_when_its_process_is_gone() throws IOException {
        Files.writeString(folder.resolve(Owner.FILE), "999999999 2020-01-01T00:00:00Z " + folder);

        commit(folder);

        assertThat(folder.resolve(Owner.FILE)).doesNotExist();
    }

    @Test
    void a_folder_without_permission_to_write_is_refused() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(folder));

        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault).hasMessageContaining("may not read and write the folder " + folder.toRealPath());
    }

    private static void commit(Path folder) {
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            store.commit(ACME, 0, List.of(), List.of(RefUpdate.create("h", bytes("1"))));
        }
    }

    private static boolean isThere(Path folder) {
        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            return store.readRef(ACME, "h").isPresent();
        }
    }

    private void setFormat(String format) throws RocksDBException {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        List<ColumnFamilyDescriptor> descriptors = Stream.of(
                        "default", "varve.packs", "varve.pages", "varve.refs", "varve.stats")
                .map(name -> new ColumnFamilyDescriptor(bytes(name)))
                .toList();
        try (DBOptions options = new DBOptions();
                RocksDB db = RocksDB.open(options, folder.toString(), descriptors, handles)) {
            if (format == null) {
                db.delete(Format.KEY);
            } else {
                db.put(Format.KEY, format.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
