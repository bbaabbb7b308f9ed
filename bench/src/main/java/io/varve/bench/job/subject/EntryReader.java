package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.util.Optional;

/** Reads accounts that are in RocksDB, through Varve or with nothing in between. */
public interface EntryReader extends AutoCloseable {

    /** Which way. */
    enum Kind {
        /** Through Varve. */
        VARVE,
        /** RocksDB's bytes. */
        RAW_BYTES,
        /** RocksDB's bytes made an account. */
        RAW_ACCOUNT
    }

    /**
     * Reads an account as far as this kind of reading goes.
     *
     * @param key its key
     * @return the account or its bytes
     */
    Object read(String key);

    /**
     * Reads an account, whole.
     *
     * @param key its key
     * @return the account
     */
    Account account(String key);

    @Override
    void close();

    /**
     * Puts accounts into a database and opens it again, so that none is on the heap.
     *
     * @param kind how they will be read
     * @param folder an empty folder
     * @param size how many accounts
     * @return the reader
     */
    static EntryReader load(Kind kind, Path folder, int size) {
        return kind == Kind.VARVE ? varve(folder, size) : raw(folder, size, kind == Kind.RAW_ACCOUNT);
    }

    private static EntryReader varve(Path folder, int size) {
        VarveSubject varve = new VarveSubject(Backend.in("rocksdb", folder), 1, Optional.empty());
        varve.load(size);
        varve.stop();
        varve.start();
        return new EntryReader() {
            @Override
            public Object read(String key) {
                return varve.get(key);
            }

            @Override
            public Account account(String key) {
                return varve.get(key);
            }

            @Override
            public void close() {
                varve.close();
            }
        };
    }

    private static EntryReader raw(Path folder, int size, boolean decoded) {
        try (RocksDbEntries loading = RocksDbEntries.open(folder.resolve("raw"))) {
            loading.load(size);
        }
        RocksDbEntries entries = RocksDbEntries.open(folder.resolve("raw"));
        AccountCodec codec = new AccountCodec();
        return new EntryReader() {
            @Override
            public Object read(String key) {
                byte[] bytes = entries.get(key);
                return decoded ? codec.decode(bytes) : bytes;
            }

            @Override
            public Account account(String key) {
                return codec.decode(entries.get(key));
            }

            @Override
            public void close() {
                entries.close();
            }
        };
    }
}
