package io.varve.store.rocksdb;

import static io.varve.store.rocksdb.Samples.bytes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The database of a store, without the store around it. */
record RawDatabase(RocksDB db, Map<String, ColumnFamilyHandle> families) {

    /** What is done with it. */
    interface Use {
        void of(RawDatabase db) throws RocksDBException;
    }

    static void use(Path folder, Use use) throws RocksDBException {
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
            use.of(new RawDatabase(db, families));
            handles.forEach(ColumnFamilyHandle::close);
        }
    }

    static List<byte[]> keys(Path folder, String family) throws RocksDBException {
        List<byte[]> found = new ArrayList<>();
        use(folder, db -> {
            try (RocksIterator iterator = db.db.newIterator(db.family(family))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    found.add(iterator.key());
                }
            }
        });
        return found;
    }

    byte[] get(String family, byte[] key) throws RocksDBException {
        return db.get(family(family), key);
    }

    void put(String family, byte[] key, byte[] value) throws RocksDBException {
        db.put(family(family), key, value);
    }

    private ColumnFamilyHandle family(String name) {
        return families.get(name);
    }
}
