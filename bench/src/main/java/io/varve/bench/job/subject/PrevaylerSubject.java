package io.varve.bench.job.subject;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.prevayler.Prevayler;
import org.prevayler.PrevaylerFactory;
import org.prevayler.Transaction;
import org.prevayler.foundation.serialization.Serializer;

/**
 * Prevayler: the accounts on the heap, and a journal of what was done to them. A snapshot is one transaction with all
 * deposits since the last, whose journal entry is synced ({@code journalDiskSync}). What Prevayler calls a snapshot, all
 * accounts in one file, is taken once, after loading.
 */
final class PrevaylerSubject implements Subject {

    /** Opens accounts; it is the journal that is written, not they. */
    record Opening(int size) implements Transaction<Map<String, Account>> {
        @Override
        public void executeOn(Map<String, Account> accounts, Date now) {
            for (int number = 0; number < size; number++) {
                accounts.put(Keys.of(number), Account.of(number));
            }
        }
    }

    /** A deposit of 1 for each key. */
    record Deposits(List<String> keys) implements Transaction<Map<String, Account>> {
        @Override
        public void executeOn(Map<String, Account> accounts, Date now) {
            keys.forEach(key -> accounts.computeIfPresent(key, (same, account) -> account.deposit(1)));
        }
    }

    private static final class AllAccounts implements Serializer {

        private final AccountCodec codec = new AccountCodec();

        @Override
        @SuppressWarnings("unchecked") // there is no other system
        public void writeObject(OutputStream out, Object accounts) throws IOException {
            out.write(codec.encodeAll((Map<String, Account>) accounts));
        }

        @Override
        public Object readObject(InputStream in) throws IOException {
            return codec.decodeAll(in.readAllBytes());
        }
    }

    private final Path folder;
    private final List<String> waiting = new ArrayList<>();
    private @Nullable Prevayler<Map<String, Account>> prevayler;

    PrevaylerSubject(Path folder, int kept) {
        this.folder = folder.resolve("prevayler");
        start();
    }

    @Override
    public String name() {
        return "prevayler";
    }

    @Override
    public Map<Ability, String> cannot() {
        String reason = "the journal leads to the newest state alone";
        return Map.of(
                Ability.PAST, reason,
                Ability.PAST_REOPENED, reason,
                Ability.ROLLBACK, reason,
                Ability.FORWARD, reason,
                Ability.LIST, reason,
                Ability.DELETE, reason,
                Ability.COMPARE, reason);
    }

    @Override
    public void start() {
        PrevaylerFactory<Map<String, Account>> factory = new PrevaylerFactory<>();
        factory.configurePrevalentSystem(new HashMap<>());
        factory.configurePrevalenceDirectory(folder.toString());
        factory.configureJournalDiskSync(true);
        factory.configureSnapshotSerializer("snapshot", new AllAccounts());
        try {
            prevayler = factory.create();
        } catch (Exception e) {
            throw new IllegalStateException("can't open Prevayler in " + folder, e);
        }
    }

    private Prevayler<Map<String, Account>> prevayler() {
        if (prevayler == null) {
            throw new IllegalStateException("prevayler is stopped");
        }
        return prevayler;
    }

    @Override
    public void load(int size) {
        prevayler().execute(new Opening(size));
        try {
            prevayler().takeSnapshot();
        } catch (Exception e) {
            throw new IllegalStateException("can't write all accounts", e);
        }
    }

    @Override
    public Account get(String key) {
        Account account = prevayler().prevalentSystem().get(key);
        if (account == null) {
            throw new IllegalStateException("prevayler lost " + key);
        }
        long deposits =
                waiting.isEmpty() ? 0 : waiting.stream().filter(key::equals).count();
        return deposits == 0 ? account : account.deposit(deposits);
    }

    @Override
    public long checksum() {
        long sum = 0;
        for (String key : prevayler().prevalentSystem().keySet()) {
            sum += get(key).checksum(key);
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        waiting.add(key);
    }

    @Override
    public void snapshot() {
        prevayler().execute(new Deposits(List.copyOf(waiting)));
        waiting.clear();
    }

    @Override
    public void stop() {
        try {
            prevayler().close();
        } catch (IOException e) {
            throw new IllegalStateException("can't close Prevayler", e);
        }
        prevayler = null;
        waiting.clear();
    }

    @Override
    public void close() {
        if (prevayler != null) {
            stop();
        }
    }
}
