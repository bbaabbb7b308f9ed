package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Looks whether all that was {@linkplain Acknowledged acknowledged} is there. */
final class LostWrites {

    private LostWrites() {}

    /**
     * Refuses a folder without writes that were acknowledged, before RocksDB opens it and begins new logs: a log that is put
     * back would be of no use then.
     */
    static void requireNone(Path folder, List<String> names, Settings settings) {
        long inLogs = Folder.checkLogs(folder);
        long expected;
        try {
            expected = Acknowledged.readFrom(folder);
        } catch (IOException e) {
            throw new StoreException(Kind.UNAVAILABLE, "can't read " + folder.resolve(Acknowledged.FILE) + ": " + e, e);
        }
        if (inLogs >= expected) {
            return;
        }
        // Usually because all of it is in sorted files and the logs are new, which costs little to find out.
        long found = lastSequence(folder, names, settings);
        if (found < expected) {
            throw new StoreException(
                    Kind.CORRUPT,
                    "the store in " + folder + " is damaged: writes up to number " + expected
                            + " were acknowledged, and its files end with number " + found
                            + ". A log was removed, or cut short after it was written. Put it back; if it is lost: "
                            + LogCheck.remedy());
        }
    }

    /** Of a folder that is only read, whether or not it can be opened; if not, opening it says why. */
    private static long lastSequence(Path folder, List<String> names, Settings settings) {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Tuning tuning = new Tuning(settings, false);
                RocksDB readOnly = RocksDB.openReadOnly(
                        tuning.database(), folder.toString(), Families.descriptors(names, tuning), handles)) {
            long found = readOnly.getLatestSequenceNumber();
            handles.forEach(ColumnFamilyHandle::close);
            return found;
        } catch (RocksDBException e) {
            return Long.MAX_VALUE;
        }
    }
}
