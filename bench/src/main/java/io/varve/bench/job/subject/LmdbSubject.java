package io.varve.bench.job.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * LMDB: an account is an entry of a database, changes wait in the open write transaction. A snapshot commits that, which
 * syncs (neither {@code NOSYNC} nor {@code NOMETASYNC}), and holds a read transaction, which is how an older version is
 * kept. LMDB binds the write transaction to its thread.
 */
final class LmdbSubject implements Subject {

    private static final long MAP_SIZE = 1L << 36;

    private final Path folder;
    private final int kept;
    private final AccountCodec codec = new AccountCodec();
    private final HeldVersions<Txn<ByteBuffer>> versions;
    private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(64);
    private final ByteBuffer valueBuffer = ByteBuffer.allocateDirect(4_096);
    private Env<ByteBuffer> environment;
    private Dbi<ByteBuffer> accounts;
    private Txn<ByteBuffer> head;

    @SuppressWarnings("NullAway.Init") // start() sets the rest
    LmdbSubject(Path folder, int kept) {
        this.folder = folder.resolve("lmdb");
        this.kept = kept;
        this.versions = new HeldVersions<>(kept, Txn::close);
        try {
            Files.createDirectory(this.folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    @Override
    public String name() {
        return "lmdb";
    }

    @Override
    public Map<Ability, String> cannot() {
        String held = "an older version is there only while a transaction is held open";
        return Map.of(
                Ability.PAST_REOPENED, held,
                Ability.ROLLBACK, "an older version can be read, not made the head",
                Ability.FORWARD, "it can't roll back",
                Ability.LIST, held + ", of which nothing else is known",
                Ability.COMPARE, "versions can't be compared but entry by entry");
    }

    @Override
    public void start() {
        environment = Env.create()
                .setMapSize(MAP_SIZE)
                .setMaxDbs(1)
                .setMaxReaders(kept + 8)
                .open(folder.toFile(), EnvFlags.MDB_NOTLS);
        accounts = environment.openDbi("accounts", DbiFlags.MDB_CREATE);
        head = environment.txnWrite();
    }

    @Override
    public void load(int size) {
        for (int number = 0; number < size; number++) {
            put(Keys.of(number), Account.of(number));
        }
        snapshot();
    }

    private ByteBuffer key(String key) {
        return keyBuffer.clear().put(key.getBytes(UTF_8)).flip();
    }

    private void put(String key, Account account) {
        accounts.put(
                head, key(key), valueBuffer.clear().put(codec.encode(account)).flip());
    }

    @Override
    public Account get(String key) {
        return get(head, key);
    }

    private Account get(Txn<ByteBuffer> version, String key) {
        ByteBuffer value = accounts.get(version, key(key));
        if (value == null) {
            throw new IllegalStateException("lmdb lost " + key);
        }
        return codec.decode(bytes(value));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public long checksum() {
        return checksum(head);
    }

    private long checksum(Txn<ByteBuffer> version) {
        long sum = 0;
        try (CursorIterable<ByteBuffer> entries = accounts.iterate(version)) {
            for (CursorIterable.KeyVal<ByteBuffer> entry : entries) {
                sum += codec.decode(bytes(entry.val())).checksum(new String(bytes(entry.key()), UTF_8));
            }
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        put(key, get(key).deposit(1));
    }

    @Override
    public void snapshot() {
        head.commit();
        head.close();
        head = environment.txnWrite();
        versions.hold(environment.txnRead());
    }

    @Override
    public Accounts at(int snapshotsBack) {
        Txn<ByteBuffer> version = versions.back(snapshotsBack);
        return new Accounts() {
            @Override
            public Account get(String key) {
                return LmdbSubject.this.get(version, key);
            }

            @Override
            public long checksum() {
                return LmdbSubject.this.checksum(version);
            }
        };
    }

    /** What only the oldest needed is used again by later changes; the file never shrinks. */
    @Override
    public void deleteOldest(int count) {
        versions.releaseOldest(count);
    }

    @Override
    public void stop() {
        versions.releaseAll();
        head.close();
        environment.close();
    }

    @Override
    public void close() {
        if (!environment.isClosed()) {
            stop();
        }
    }
}
