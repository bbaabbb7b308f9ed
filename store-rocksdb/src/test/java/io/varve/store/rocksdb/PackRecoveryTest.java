package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.PackedStore.NEVER;
import static io.varve.store.rocksdb.PackedStore.PAGE_BYTES;
import static io.varve.store.rocksdb.PackedStore.copyAll;
import static io.varve.store.rocksdb.PackedStore.put;
import static io.varve.store.rocksdb.PackedStore.requirePages;
import static io.varve.store.rocksdb.Samples.ACME;
import static io.varve.store.rocksdb.Samples.bytes;
import static io.varve.store.rocksdb.Samples.faultOf;
import static io.varve.store.rocksdb.Samples.id;
import static io.varve.store.rocksdb.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

/** What opening does with the packs that it finds, and with a store that has none yet. */
class PackRecoveryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, NEVER})
    void what_is_pending_after_a_crash_is_read_back(int pagesInFiles) throws Exception {
        Path crashed = folder.resolve("crashed");
        Path live = folder.resolve("live");
        try (RocksDbSnapshotStore store = PackedStore.open(live, NEVER, pagesInFiles, step -> {})) {
            put(store, ACME, 5, page(1, PAGE_BYTES), page(2, PAGE_BYTES));
            put(store, ACME, 9, page(1, PAGE_BYTES), page(3, PAGE_BYTES));
            copyAll(live, crashed);
        }
        for (int again = 0; again < 2; again++) {
            try (RocksDbSnapshotStore store = PackedStore.open(crashed, NEVER, pagesInFiles, step -> {})) {
                requirePages(store, ACME, Map.of(1L, 9L, 2L, 5L, 3L, 9L));
            }
        }
    }

    @Test
    void a_damaged_pack_is_refused_naming_it_and_the_folder_is_left_as_it_is() throws Exception {
        Path crashed = folder.resolve("crashed");
        Path live = folder.resolve("live");
        try (RocksDbSnapshotStore store = PackedStore.open(live, NEVER, 1, step -> {})) {
            put(store, ACME, 1, page(1, PAGE_BYTES));
            put(store, ACME, 2, page(2, PAGE_BYTES));
            copyAll(live, crashed);
        }
        RawDatabase.use(
                crashed,
                db -> db.put("varve.packs", ByteBuffer.allocate(8).putLong(1).array(), bytes("\u0001nonsense")));

        StoreException fault = faultOf(() -> new RocksDbSnapshotStore(crashed));

        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault)
                .hasMessageContaining(
                        "the store in " + crashed.toRealPath() + ", in its pack 1, is damaged: found 7 bytes")
                .hasMessageContaining("Restore the folder from a backup");
        assertThat(RawDatabase.keys(crashed, "varve.packs")).hasSize(2);
        assertThat(RawDatabase.keys(crashed, "varve.pages")).isEmpty();

        RawDatabase.use(crashed, db -> db.put("varve.packs", bytes("?"), bytes("!")));
        assertThat(faultOf(() -> new RocksDbSnapshotStore(crashed)).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void a_store_of_format_1_is_opened_and_is_of_format_2_then() throws Exception {
        format1();

        try (RocksDbSnapshotStore store = PackedStore.open(folder, NEVER, 1, step -> {})) {
            requirePages(store, ACME, Map.of(1L, 1L));
            put(store, ACME, 2, page(1, PAGE_BYTES), page(2, PAGE_BYTES));
            requirePages(store, ACME, Map.of(1L, 2L, 2L, 2L));
        }

        try (RocksDbSnapshotStore store = new RocksDbSnapshotStore(folder)) {
            requirePages(store, ACME, Map.of(1L, 2L, 2L, 2L));
        }
        RawDatabase.use(folder, db -> assertThat(db.get("default", Format.KEY)).isEqualTo(bytes("2")));
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
}
