package io.varve.bench.job.subject;

import io.varve.Durability;
import io.varve.RetentionPolicy;
import io.varve.RollbackOption;
import io.varve.Snapshot;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.StateManager;
import io.varve.StateManagerBuilder;
import io.varve.Tenant;
import io.varve.collection.EntryChange;
import io.varve.spi.SnapshotStores;
import io.vavr.Tuple;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Varve on one of its stores, of which each but memory's syncs before a snapshot returns. */
public final class VarveSubject implements Subject {

    private static final int LOAD_BATCH = 20_000;

    private final Backend backend;
    private final int kept;
    private final Optional<Durability> durability;
    private @Nullable StateManager<Bank> states;
    private @Nullable Tenant<Bank> bank;

    /**
     * Opens an empty bank.
     *
     * @param backend where; it is closed with this subject
     * @param kept how many snapshots are kept
     * @param durability when changes are durable; the store's default if empty
     */
    public VarveSubject(Backend backend, int kept, Optional<Durability> durability) {
        this(backend, kept, durability, manager -> manager.createTenant("bank"));
    }

    private VarveSubject(
            Backend backend,
            int kept,
            Optional<Durability> durability,
            Function<StateManager<Bank>, Tenant<Bank>> tenant) {
        this.backend = backend;
        this.kept = kept;
        this.durability = durability;
        states = open();
        bank = tenant.apply(states);
    }

    /** Opens the bank that another process has left. */
    static VarveSubject reopen(Backend backend) {
        return new VarveSubject(backend, Subjects.KEPT, Optional.empty(), manager -> manager.tenant("bank"));
    }

    private StateManager<Bank> open() {
        StateManagerBuilder<Bank> builder = StateManager.builder(Bank.class)
                .store(SnapshotStores.open(backend.url()))
                .initialState(Bank.EMPTY)
                .retention(RetentionPolicy.keepAutomatic(kept));
        durability.ifPresent(builder::durability);
        return builder.open();
    }

    @Override
    public String name() {
        return "varve-" + backend.name();
    }

    @Override
    public Map<Ability, String> cannot() {
        if (backend.durable()) {
            return Map.of();
        }
        String reason = "nothing is on disk";
        return Map.of(Ability.DURABLE, reason, Ability.REOPEN, reason, Ability.PAST_REOPENED, reason);
    }

    /** {@return the tenant, for what only Varve can do} */
    public Tenant<Bank> bank() {
        if (bank == null) {
            throw new IllegalStateException(name() + " is stopped");
        }
        return bank;
    }

    @Override
    public void load(int size) {
        for (int from = 0; from < size; from += LOAD_BATCH) {
            var batch = IntStream.range(from, Math.min(size, from + LOAD_BATCH))
                    .mapToObj(number -> Tuple.of(Keys.of(number), Account.of(number)))
                    .toList();
            bank().apply(state -> new Bank(state.accounts().putAll(batch)));
        }
        bank().snapshot();
    }

    @Override
    public Account get(String key) {
        return bank().state().accounts().get(key).get();
    }

    @Override
    public long checksum() {
        return checksum(bank().state());
    }

    private static long checksum(Bank state) {
        long sum = 0;
        for (var entry : state.accounts()) {
            sum += entry._2.checksum(entry._1);
        }
        return sum;
    }

    @Override
    public void deposit(String key) {
        bank().apply(state -> state.deposit(key));
    }

    @Override
    public void snapshot() {
        bank().snapshot();
    }

    @Override
    public Accounts at(int snapshotsBack) {
        Snapshot<Bank> past = bank().at(back(snapshotsBack));
        return new Accounts() {
            @Override
            public Account get(String key) {
                return past.state().accounts().get(key).get();
            }

            @Override
            public long checksum() {
                return VarveSubject.checksum(past.state());
            }
        };
    }

    private SnapshotRef back(int snapshots) {
        return SnapshotRef.index(bank().snapshotCount() - 1 - snapshots);
    }

    @Override
    public void rollback(int snapshotsBack) {
        bank().rollback(back(snapshotsBack), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
    }

    @Override
    public int list() {
        int dated = 0;
        for (SnapshotInfo info : bank().snapshots()) {
            dated += info.createdAt().toEpochMilli() > 0 ? 1 : 0;
        }
        return dated;
    }

    @Override
    public void deleteOldest(int count) {
        for (int i = 0; i < count; i++) {
            bank().delete(SnapshotRef.index(0));
        }
        bank().collectGarbage();
    }

    @Override
    public Comparison compare(int earlier, int later) {
        Bank before = bank().at(back(earlier)).state();
        Bank after = bank().at(back(later)).state();
        Comparison found = Comparison.NONE;
        for (EntryChange<String, Account> change : before.accounts().diff(after.accounts())) {
            if (!(change instanceof EntryChange.Replaced<String, Account> replaced)) {
                throw new IllegalStateException("accounts are neither opened nor closed, and yet: " + change);
            }
            found = found.with(replaced.key(), replaced.before(), replaced.after());
        }
        return found;
    }

    @Override
    public void stop() {
        if (!backend.durable()) {
            throw cannot(Ability.REOPEN);
        }
        closeManager();
    }

    private void closeManager() {
        if (states != null) {
            states.close();
            states = null;
            bank = null;
        }
    }

    @Override
    public void start() {
        states = open();
        bank = states.tenant("bank");
    }

    @Override
    public OptionalLong pagesWritten() {
        return OptionalLong.of(bank().metrics().pages().written());
    }

    @Override
    public Stream<ProcessHandle> processes() {
        return backend.processes();
    }

    @Override
    public void close() {
        closeManager();
        backend.close();
    }
}
