package io.varve.bench;

import io.varve.RetentionPolicy;
import io.varve.RollbackOption;
import io.varve.SnapshotRef;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import io.vavr.Tuple;
import java.util.stream.IntStream;

/** Varve on one of its stores. */
final class VarveSubject implements Subject {

    private static final int LOAD_BATCH = 50_000;

    private final String url;
    private StateManager<Bank> states;
    private Tenant<Bank> bank;

    VarveSubject(String url, int size) {
        this.url = url;
        this.states = open();
        this.bank = states.createTenant("bank");
        for (int from = 0; from < size; from += LOAD_BATCH) {
            var batch = IntStream.range(from, Math.min(size, from + LOAD_BATCH))
                    .mapToObj(number -> Tuple.of(Keys.of(number), Account.of(number)))
                    .toList();
            bank.apply(state -> new Bank(state.accounts().merge(PersistentMap.ofEntries(batch))));
        }
        bank.snapshot();
    }

    private StateManager<Bank> open() {
        return StateManager.builder(Bank.class)
                .store(SnapshotStores.open(url))
                .initialState(new Bank(PersistentMap.empty()))
                .retention(RetentionPolicy.keepAutomatic(KEPT).keepNamed(KEPT))
                .open();
    }

    @Override
    public void deposit(String key) {
        bank.apply(state -> state.deposit(key));
    }

    @Override
    public long balance(String key) {
        return bank.state().accounts().get(key).get().balance();
    }

    @Override
    public void snapshot() {
        bank.snapshot();
    }

    @Override
    public long balanceAt(int snapshotsBack, String key) {
        return bank.at(back(snapshotsBack)).state().accounts().get(key).get().balance();
    }

    @Override
    public void rollbackAndForward(int snapshotsBack) {
        bank.rollback(back(snapshotsBack), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        bank.rollback(SnapshotRef.latest(), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
    }

    @Override
    public void transact(String first, String second, String third, String fourth) {
        var outcome = bank.transaction()
                .step(state -> state.deposit(first))
                .checkpoint("half", state -> state.deposit(second))
                .step(state -> state.deposit(third))
                .step(state -> state.deposit(fourth))
                .atomic()
                .run();
        if (outcome.isLeft()) {
            throw outcome.getLeft().cause();
        }
    }

    private SnapshotRef back(int snapshots) {
        return SnapshotRef.index(Math.max(0, bank.snapshots().size() - 1 - snapshots));
    }

    @Override
    public void reopen() {
        if (url.startsWith("memory:")) {
            return;
        }
        states.close();
        states = open();
        bank = states.tenant("bank");
    }

    @Override
    public void close() {
        states.close();
    }
}
