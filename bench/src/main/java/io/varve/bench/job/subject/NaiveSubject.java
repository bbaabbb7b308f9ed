package io.varve.bench.job.subject;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What people write by hand: the accounts in a {@code java.util.HashMap}, and a snapshot is all of them, written by Kryo,
 * compressed by zstd, and put into a database in one piece, synced.
 */
final class NaiveSubject implements Subject {

    private final String name;
    private final int kept;
    private final Supplier<WholeStates> opener;
    private final AccountCodec codec = new AccountCodec();
    private WholeStates states;
    private Map<String, Account> head = new HashMap<>();
    private long newest = -1;

    NaiveSubject(String name, int kept, Supplier<WholeStates> opener) {
        this.name = name;
        this.kept = kept;
        this.opener = opener;
        this.states = opener.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<Ability, String> cannot() {
        return Map.of();
    }

    @Override
    public void load(int size) {
        for (int number = 0; number < size; number++) {
            head.put(Keys.of(number), Account.of(number));
        }
        snapshot();
    }

    @Override
    public Account get(String key) {
        return get(head, key);
    }

    private Account get(Map<String, Account> accounts, String key) {
        Account account = accounts.get(key);
        if (account == null) {
            throw new IllegalStateException(name + " lost " + key);
        }
        return account;
    }

    @Override
    public long checksum() {
        return checksum(head);
    }

    private static long checksum(Map<String, Account> accounts) {
        long sum = 0;
        for (Map.Entry<String, Account> entry : accounts.entrySet()) {
            sum += entry.getValue().checksum(entry.getKey());
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        head.put(key, get(key).deposit(1));
    }

    @Override
    public void snapshot() {
        newest++;
        states.put(newest, codec.encodeAll(head), newest - kept);
    }

    @Override
    public Accounts at(int snapshotsBack) {
        Map<String, Account> accounts = read(snapshotsBack);
        return new Accounts() {
            @Override
            public Account get(String key) {
                return NaiveSubject.this.get(accounts, key);
            }

            @Override
            public long checksum() {
                return NaiveSubject.checksum(accounts);
            }
        };
    }

    private Map<String, Account> read(int snapshotsBack) {
        return codec.decodeAll(states.get(newest - snapshotsBack));
    }

    @Override
    public void rollback(int snapshotsBack) {
        head = read(snapshotsBack);
        states.point(newest - snapshotsBack);
    }

    @Override
    public int list() {
        return states.list().length;
    }

    @Override
    public void deleteOldest(int count) {
        states.deleteBelow(states.list()[count]);
    }

    @Override
    public Comparison compare(int earlier, int later) {
        Map<String, Account> before = read(earlier);
        Comparison found = Comparison.NONE;
        for (Map.Entry<String, Account> entry : read(later).entrySet()) {
            Account old = get(before, entry.getKey());
            if (!old.equals(entry.getValue())) {
                found = found.with(entry.getKey(), old, entry.getValue());
            }
        }
        return found;
    }

    @Override
    public void stop() {
        states.close();
        head = new HashMap<>();
    }

    @Override
    public void start() {
        states = opener.get();
        long[] all = states.list();
        newest = all[all.length - 1];
        head = codec.decodeAll(states.get(states.head()));
    }

    @Override
    public void close() {
        states.close();
    }
}
