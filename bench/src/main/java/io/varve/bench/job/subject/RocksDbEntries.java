package io.varve.bench.job.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with an entry for each account, nothing else: the floor that others are compared with. */
public final class RocksDbEntries implements AutoCloseable {

    private static final int LOAD_BATCH = 50_000;

    static {
        RocksDB.loadLibrary(); // a filter does not do it
    }

    private final BloomFilter filter = new BloomFilter();
    private final Options options = new Options()
            .setCreateIfMissing(true)
            .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(filter));
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final RocksDB database;

    private RocksDbEntries(Path folder, boolean readOnly) {
        try {
            this.database = readOnly
                    ? RocksDB.openReadOnly(options, folder.toString())
                    : RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't open RocksDB in " + folder, e);
        }
    }

    /**
     * Opens a database, which need not exist.
     *
     * @param folder where
     * @return the database
     */
    public static RocksDbEntries open(Path folder) {
        return new RocksDbEntries(folder, false);
    }

    static RocksDbEntries openReadOnly(Path folder) {
        return new RocksDbEntries(folder, true);
    }

    /**
     * Creates the accounts with the first numbers, synced.
     *
     * @param size how many
     */
    public void load(int size) {
        AccountCodec codec = new AccountCodec();
        for (int from = 0; from < size; from += LOAD_BATCH) {
            try (WriteBatch batch = new WriteBatch()) {
                for (int number = from; number < Math.min(size, from + LOAD_BATCH); number++) {
                    batch.put(Keys.of(number).getBytes(UTF_8), codec.encode(Account.of(number)));
                }
                write(batch);
            } catch (RocksDBException e) {
                throw new IllegalStateException("can't load account " + from + " and those that follow", e);
            }
        }
    }

    void putAll(Map<String, Account> accounts, AccountCodec codec) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<String, Account> entry : accounts.entrySet()) {
                batch.put(entry.getKey().getBytes(UTF_8), codec.encode(entry.getValue()));
            }
            write(batch);
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't write " + accounts.size() + " accounts", e);
        }
    }

    void write(WriteBatch batch) throws RocksDBException {
        database.write(synced, batch);
    }

    /**
     * Writes one account, synced; concurrent ones share a sync.
     *
     * @param key its key
     * @param account its bytes
     */
    public void put(String key, byte[] account) {
        try {
            database.put(synced, key.getBytes(UTF_8), account);
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't write " + key, e);
        }
    }

    /**
     * Reads one account.
     *
     * @param key the key of an account that is there
     * @return its bytes
     */
    public byte[] get(String key) {
        try {
            byte[] value = database.get(key.getBytes(UTF_8));
            if (value == null) {
                throw new IllegalStateException("RocksDB lost " + key);
            }
            return value;
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't read " + key, e);
        }
    }

    long checksum(AccountCodec codec) {
        long sum = 0;
        try (RocksIterator entries = database.newIterator()) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                sum += codec.decode(entries.value()).checksum(new String(entries.key(), UTF_8));
            }
            entries.status();
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't read all accounts", e);
        }
        return sum;
    }

    void checkpoint(Path folder) {
        try (Checkpoint checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't make a checkpoint in " + folder, e);
        }
    }

    @Override
    public void close() {
        database.close();
        synced.close();
        options.close();
        filter.close();
    }
}
