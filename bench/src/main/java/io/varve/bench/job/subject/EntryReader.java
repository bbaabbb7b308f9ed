package io.varve.bench.job.subject;

import java.nio.file.Path;

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
     * Opens a database into which another process has put accounts, so that none is on this one's heap, nor ever was: keys
     * are in the order of their hashes, so that a batch of any of them changes pages everywhere.
     *
     * @param kind how they will be read
     * @param folder an empty folder
     * @param size how many accounts
     * @return the reader
     */
    static EntryReader load(Kind kind, Path folder, int size) {
        EntryLoader.run(kind, folder, size);
        return open(kind, folder);
    }

    private static EntryReader open(Kind kind, Path folder) {
        return kind == Kind.VARVE ? varve(folder) : raw(folder, kind == Kind.RAW_ACCOUNT);
    }

    private static EntryReader varve(Path folder) {
        VarveSubject varve = VarveSubject.reopen(Backend.in("rocksdb", folder));
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

    private static EntryReader raw(Path folder, boolean decoded) {
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
