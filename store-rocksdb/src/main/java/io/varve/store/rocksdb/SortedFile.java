package io.varve.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * A sorted file that is written to be taken into a family: keys in ascending order, synced when it is finished. It lies in
 * the database's folder, so that taking it over is a link, and a killed process may leave it there.
 */
final class SortedFile implements AutoCloseable {

    static final String PAGES = "varve.folding.pages";
    static final String STATS = "varve.folding.stats";

    private final Path file;
    private final EnvOptions environment = new EnvOptions();
    private final Options options;
    private final SstFileWriter writer;
    private boolean isEmpty = true;

    /**
     * Begins a file.
     *
     * @param family the name of the family that will take it over
     */
    SortedFile(Path file, Tuning tuning, String family) throws RocksDBException {
        this.file = file;
        options = new Options(tuning.database(), tuning.family(family));
        writer = new SstFileWriter(environment, options);
        try {
            writer.open(file.toString());
        } catch (RocksDBException e) {
            close();
            throw e;
        }
    }

    /** Removes what a folding that was cut off has left behind. */
    static void removeAll(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(PAGES));
        Files.deleteIfExists(folder.resolve(STATS));
    }

    void put(byte[] key, byte[] value) throws RocksDBException {
        writer.put(key, value);
        isEmpty = false;
    }

    /**
     * Writes the rest, and syncs it.
     *
     * @return whether there is a file: RocksDB makes none without keys
     */
    boolean finish() throws RocksDBException {
        if (!isEmpty) {
            writer.finish();
        }
        return !isEmpty;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        writer.close();
        options.close();
        environment.close();
    }
}
