package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** RocksDB, in which a change is one synced put; what the accounts were is known on the heap, as it is to Varve. */
final class RawDepositors implements Depositors {

    private final Path folder;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final ThreadLocal<AccountCodec> codec = ThreadLocal.withInitial(AccountCodec::new);
    private final long loaded;
    private RocksDbEntries entries;

    RawDepositors(Path folder, int tenants, int size) {
        this.folder = folder.resolve("raw");
        this.entries = RocksDbEntries.open(this.folder);
        long sum = 0;
        for (int tenant = 0; tenant < tenants; tenant++) {
            for (int number = 0; number < size; number++) {
                Account account = Account.of(number);
                accounts.put(key(tenant, Keys.of(number)), account);
                sum += account.balance();
            }
        }
        this.loaded = sum;
        entries.putAll(accounts, codec.get());
    }

    private static String key(int tenant, String key) {
        return tenant + "/" + key;
    }

    @Override
    public void deposit(int tenant, String key) {
        Account changed = accounts.computeIfPresent(key(tenant, key), (same, account) -> account.deposit(1));
        if (changed == null) {
            throw new IllegalStateException("tenant " + tenant + " has no " + key);
        }
        entries.put(key(tenant, key), codec.get().encode(changed));
    }

    @Override
    public void reopen() {
        entries.close();
        entries = RocksDbEntries.open(folder);
    }

    @Override
    public long deposited() {
        return accounts.keySet().stream()
                        .mapToLong(key -> codec.get().decode(entries.get(key)).balance())
                        .sum()
                - loaded;
    }

    @Override
    public void close() {
        entries.close();
    }
}
