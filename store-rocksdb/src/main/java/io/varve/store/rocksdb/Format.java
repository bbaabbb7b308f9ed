package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * The number of a database's format, in its default family.
 *
 * @param folder where it is, for messages
 * @param families all that it has
 */
record Format(Path folder, RocksDB db, List<ColumnFamilyHandle> families) {

    /** The format that this version writes, and the newest that it reads. */
    static final int NEWEST = 2;

    static final byte[] KEY = "varve.format".getBytes(StandardCharsets.US_ASCII);

    /** Finds the number of the format, or marks a new database; brings an older one to this format. */
    void check() throws RocksDBException {
        byte[] found = db.get(KEY);
        if (found == null) {
            mark();
            return;
        }
        String format = new String(found, StandardCharsets.ISO_8859_1);
        if (!format.matches("[1-9][0-9]{0,8}")) {
            throw new StoreException(Kind.CORRUPT, "the store in " + folder + " is damaged: its format is no number");
        }
        if (Integer.parseInt(format) > NEWEST) {
            throw new StoreException(
                    Kind.UNSUPPORTED,
                    "the store in " + folder + " has format " + format
                            + ", and this version of Varve reads formats up to " + NEWEST
                            + ". Open it with the version that wrote it, or a newer one");
        }
        if (Integer.parseInt(format) < NEWEST) {
            // Before the first pack, which an older version would not see.
            write();
        }
    }

    private void mark() throws RocksDBException {
        for (ColumnFamilyHandle family : families) {
            try (RocksIterator iterator = db.newIterator(family)) {
                iterator.seekToFirst();
                iterator.status();
                if (iterator.isValid()) {
                    throw new StoreException(
                            Kind.CORRUPT, "the store in " + folder + " is damaged: it has data but no format number");
                }
            }
        }
        write();
    }

    private void write() throws RocksDBException {
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            db.put(synced, KEY, Integer.toString(NEWEST).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
