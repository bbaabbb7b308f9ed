package io.varve.bench.job.subject;

import io.varve.Durability;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import io.vavr.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Tenants of Varve in EVERY_TRANSITION. */
final class VarveDepositors implements Depositors {

    private final Backend backend;

    /** What all accounts have before any deposit; of numbers only, since a state is read no more once its manager is closed. */
    private final long loadedBalance;

    private final int tenants;
    private StateManager<Bank> states;
    private List<Tenant<Bank>> banks;

    VarveDepositors(Backend backend, int tenants, int accounts) {
        this.backend = backend;
        this.tenants = tenants;
        Bank loaded = new Bank(PersistentMap.ofEntries(IntStream.range(0, accounts)
                .mapToObj(number -> Tuple.of(Keys.of(number), Account.of(number)))
                .toList()));
        this.loadedBalance = balances(loaded);
        this.states = open();
        this.banks = banks(states::createTenant);
        banks.forEach(bank -> bank.apply(empty -> loaded));
    }

    private StateManager<Bank> open() {
        return StateManager.builder(Bank.class)
                .store(SnapshotStores.open(backend.url()))
                .initialState(Bank.EMPTY)
                .durability(Durability.EVERY_TRANSITION)
                .open();
    }

    private List<Tenant<Bank>> banks(Function<String, Tenant<Bank>> opener) {
        return IntStream.range(0, tenants)
                .mapToObj(tenant -> opener.apply("bank-" + tenant))
                .toList();
    }

    @Override
    public void deposit(int tenant, String key) {
        banks.get(tenant).apply(state -> state.deposit(key));
    }

    @Override
    public void reopen() {
        if (backend.durable()) {
            states.close();
            states = open();
            banks = banks(states::tenant);
        }
    }

    @Override
    public long deposited() {
        return banks.stream()
                .mapToLong(bank -> balances(bank.state()) - loadedBalance)
                .sum();
    }

    private static long balances(Bank state) {
        long sum = 0;
        for (var entry : state.accounts()) {
            sum += entry._2.balance();
        }
        return sum;
    }

    @Override
    public void close() {
        states.close();
        backend.close();
    }
}
