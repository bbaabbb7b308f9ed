package io.varve.bench.job.subject;

import java.nio.file.Path;

/** Banks of several tenants, changed by many threads; a change is on disk when it returns, if there is a disk. */
public interface Depositors extends AutoCloseable {

    /**
     * Changes one account, which no other thread changes.
     *
     * @param tenant of which tenant
     * @param key the key of an account that is there
     */
    void deposit(int tenant, String key);

    /** Closes and opens again, if anything is on disk. */
    void reopen();

    /** {@return how many deposits there were, counted in the accounts} */
    long deposited();

    @Override
    void close();

    /**
     * Loads the accounts.
     *
     * @param backend a backend of Varve's, or raw-rocksdb
     * @param folder an empty folder
     * @param tenants how many tenants
     * @param accounts how many accounts each has
     * @return the banks
     */
    static Depositors open(String backend, Path folder, int tenants, int accounts) {
        return backend.equals("raw-rocksdb")
                ? new RawDepositors(folder, tenants, accounts)
                : new VarveDepositors(Backend.in(backend, folder), tenants, accounts);
    }
}
