package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * H2's MVStore: an account is an entry of a map whose old versions are kept. A snapshot is {@code commit} followed by
 * {@code sync}, since the former alone does not force the file.
 */
final class MvStoreSubject implements Subject {

    private final Path file;
    private final int kept;
    private final AccountCodec codec = new AccountCodec();
    private MVStore store;
    private MVMap<String, byte[]> accounts;

    @SuppressWarnings("NullAway.Init") // start() sets the rest
    MvStoreSubject(Path folder, int kept) {
        this.file = folder.resolve("accounts.mv");
        this.kept = kept;
        start();
    }

    @Override
    public String name() {
        return "mvstore";
    }

    @Override
    public Map<Ability, String> cannot() {
        return Map.of(
                Ability.PAST_REOPENED, "older versions can be read only by the process that made them",
                Ability.FORWARD, "rolling back removes what is newer",
                Ability.LIST, "a version is a number, of which nothing else is known",
                Ability.DELETE, "versions go by age alone",
                Ability.COMPARE, "versions can't be compared but entry by entry");
    }

    @Override
    public void start() {
        store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(256)
                .open();
        store.setVersionsToKeep(kept);
        accounts = store.openMap(
                "accounts",
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    @Override
    public void load(int size) {
        for (int number = 0; number < size; number++) {
            put(Keys.of(number), Account.of(number));
        }
        snapshot();
    }

    private void put(String key, Account account) {
        accounts.put(key, codec.encode(account));
    }

    @Override
    public Account get(String key) {
        return get(accounts, key);
    }

    private Account get(MVMap<String, byte[]> version, String key) {
        byte[] value = version.get(key);
        if (value == null) {
            throw new IllegalStateException("mvstore lost " + key);
        }
        return codec.decode(value);
    }

    @Override
    public long checksum() {
        return checksum(accounts);
    }

    private long checksum(MVMap<String, byte[]> version) {
        long sum = 0;
        Cursor<String, byte[]> cursor = version.cursor(null);
        while (cursor.hasNext()) {
            String key = cursor.next();
            sum += codec.decode(cursor.getValue()).checksum(key);
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        put(key, get(key).deposit(1));
    }

    @Override
    public void snapshot() {
        store.commit();
        store.sync();
    }

    /** A version is opened as it was when the next one began. */
    @Override
    public Accounts at(int snapshotsBack) {
        MVMap<String, byte[]> version = accounts.openVersion(store.getCurrentVersion() - 1 - snapshotsBack);
        return new Accounts() {
            @Override
            public Account get(String key) {
                return MvStoreSubject.this.get(version, key);
            }

            @Override
            public long checksum() {
                return MvStoreSubject.this.checksum(version);
            }
        };
    }

    /** A version is rolled back to as it was when it began. */
    @Override
    public void rollback(int snapshotsBack) {
        store.rollbackTo(store.getCurrentVersion() - snapshotsBack);
        store.sync();
    }

    @Override
    public void stop() {
        store.close();
    }

    @Override
    public void close() {
        if (!store.isClosed()) {
            store.close();
        }
    }
}
