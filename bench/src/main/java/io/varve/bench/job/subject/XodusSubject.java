package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.util.Map;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.bindings.StringBinding;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/**
 * JetBrains Xodus: an account is an entry of a store, changes wait in an open transaction. A snapshot flushes that,
 * synced since {@code logDurableWrite} is on, and holds a read-only transaction, which is how an older version is kept.
 */
final class XodusSubject implements Subject {

    private static final int LOAD_BATCH = 50_000;

    private final Path folder;
    private final AccountCodec codec = new AccountCodec();
    private final HeldVersions<Transaction> versions;
    private Environment environment;
    private Store accounts;
    private Transaction head;

    @SuppressWarnings("NullAway.Init") // start() sets the rest
    XodusSubject(Path folder, int kept) {
        this.folder = folder.resolve("xodus");
        this.versions = new HeldVersions<>(kept, Transaction::abort);
        start();
    }

    @Override
    public String name() {
        return "xodus";
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
        environment = Environments.newInstance(
                folder.toFile(),
                new EnvironmentConfig().setLogDurableWrite(true).setEnvCloseForcedly(true));
        head = environment.beginTransaction();
        accounts = environment.openStore("accounts", StoreConfig.WITHOUT_DUPLICATES, head);
    }

    @Override
    public void load(int size) {
        for (int number = 0; number < size; number++) {
            put(Keys.of(number), Account.of(number));
            if (number % LOAD_BATCH == LOAD_BATCH - 1) {
                flush();
            }
        }
        snapshot();
    }

    private void put(String key, Account account) {
        accounts.put(head, StringBinding.stringToEntry(key), new ArrayByteIterable(codec.encode(account)));
    }

    private void flush() {
        if (!head.flush()) {
            throw new IllegalStateException("somebody else changed the accounts");
        }
    }

    @Override
    public Account get(String key) {
        return get(head, key);
    }

    private Account get(Transaction version, String key) {
        ByteIterable value = accounts.get(version, StringBinding.stringToEntry(key));
        if (value == null) {
            throw new IllegalStateException("xodus lost " + key);
        }
        return decode(value);
    }

    private Account decode(ByteIterable value) {
        byte[] bytes = new byte[value.getLength()];
        System.arraycopy(value.getBytesUnsafe(), 0, bytes, 0, bytes.length);
        return codec.decode(bytes);
    }

    @Override
    public long checksum() {
        return checksum(head);
    }

    private long checksum(Transaction version) {
        long sum = 0;
        try (Cursor cursor = accounts.openCursor(version)) {
            while (cursor.getNext()) {
                sum += decode(cursor.getValue()).checksum(StringBinding.entryToString(cursor.getKey()));
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
        flush();
        versions.hold(environment.beginReadonlyTransaction());
    }

    @Override
    public Accounts at(int snapshotsBack) {
        Transaction version = versions.back(snapshotsBack);
        return new Accounts() {
            @Override
            public Account get(String key) {
                return XodusSubject.this.get(version, key);
            }

            @Override
            public long checksum() {
                return XodusSubject.this.checksum(version);
            }
        };
    }

    @Override
    public void deleteOldest(int count) {
        versions.releaseOldest(count);
        environment.gc();
    }

    @Override
    public void stop() {
        versions.releaseAll();
        head.abort();
        environment.close();
    }

    @Override
    public void close() {
        if (environment.isOpen()) {
            stop();
        }
    }
}
