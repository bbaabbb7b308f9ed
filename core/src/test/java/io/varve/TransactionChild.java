package io.varve;

import io.varve.spi.SnapshotStores;
import java.util.concurrent.CountDownLatch;

/**
 * The program that {@link TransactionCrashTest} kills: it runs a transaction, stops within one of its steps and says so.
 */
final class TransactionChild {

    static final int STEPS = 5;

    private TransactionChild() {}

    /**
     * Five steps that count; the second is a checkpoint.
     *
     * @param stopAt the number of the step that never returns, from 1 on
     */
    static Transaction<Ledger> transaction(Tenant<Ledger> tenant, int stopAt) {
        Transaction<Ledger> transaction = tenant.transaction("import-42").by("child");
        for (int i = 1; i <= STEPS; i++) {
            int number = i;
            Transition<Ledger> step = state -> {
                if (number == stopAt) {
                    System.out.println("STOPPED");
                    System.out.flush();
                    new CountDownLatch(1).await();
                }
                return state.incremented().with("step " + number, state.count());
            };
            transaction = i == 2 ? transaction.checkpoint("accounts", step) : transaction.step(step);
        }
        return transaction;
    }

    public static void main(String[] arguments) {
        Durability mode = Durability.valueOf(arguments[1]);
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(SnapshotStores.open(arguments[0]))
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .open();
        Tenant<Ledger> tenant = states.findTenant("acme").getOrElse(() -> states.createTenant("acme"));
        switch (arguments[2]) {
            case "stepwise" ->
                transaction(tenant, Integer.parseInt(arguments[3])).run();
            default ->
                transaction(tenant, Integer.parseInt(arguments[3])).atomic().run();
        }
    }
}
