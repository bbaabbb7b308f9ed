package io.varve.bench.job.subject;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Whole states in RocksDB, and beside each the time at which it was put; every write is synced. */
final class RocksDbWholeStates implements WholeStates {

    private static final byte STATE = 's';
    private static final byte TIME = 't';
    private static final byte[] HEAD = {'h'};

    private final Options options = new Options().setCreateIfMissing(true);
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final RocksDB database;

    RocksDbWholeStates(Path folder) {
        try {
            this.database =
                    RocksDB.open(options, folder.resolve("naive-rocksdb").toString());
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't open RocksDB in " + folder, e);
        }
    }

    private static byte[] key(byte kind, long number) {
        return ByteBuffer.allocate(9).put(kind).putLong(number).array();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    @Override
    public void put(long number, byte[] state, long remove) {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(key(STATE, number), state);
            batch.put(key(TIME, number), bytes(System.currentTimeMillis()));
            batch.put(HEAD, bytes(number));
            if (remove >= 0) {
                batch.delete(key(STATE, remove));
                batch.delete(key(TIME, remove));
            }
            database.write(synced, batch);
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't write state " + number, e);
        }
    }

    @Override
    public byte[] get(long number) {
        return get(key(STATE, number), "state " + number);
    }

    private byte[] get(byte[] key, String what) {
        try {
            byte[] value = database.get(key);
            if (value == null) {
                throw new IllegalStateException("there is no " + what);
            }
            return value;
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't read " + what, e);
        }
    }

    @Override
    public void point(long number) {
        try {
            database.put(synced, HEAD, bytes(number));
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't make state " + number + " the head", e);
        }
    }

    @Override
    public long head() {
        return ByteBuffer.wrap(get(HEAD, "head")).getLong();
    }

    @Override
    public long[] list() {
        LongStream.Builder numbers = LongStream.builder();
        try (RocksIterator times = database.newIterator()) {
            for (times.seek(new byte[] {TIME}); times.isValid(); times.next()) {
                if (ByteBuffer.wrap(times.value()).getLong() > 0) {
                    numbers.add(ByteBuffer.wrap(times.key()).getLong(1));
                }
            }
        }
        return numbers.build().toArray();
    }

    @Override
    public void deleteBelow(long number) {
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(key(STATE, 0), key(STATE, number));
            batch.deleteRange(key(TIME, 0), key(TIME, number));
            database.write(synced, batch);
            database.compactRange();
        } catch (RocksDBException e) {
            throw new IllegalStateException("can't delete the states below " + number, e);
        }
    }

    @Override
    public void close() {
        database.close();
        synced.close();
        options.close();
    }
}
