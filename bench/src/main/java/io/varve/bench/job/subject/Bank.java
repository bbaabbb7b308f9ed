package io.varve.bench.job.subject;

import io.varve.collection.PersistentMap;

/**
 * The state of the Varve subjects.
 *
 * @param accounts by key
 */
public record Bank(PersistentMap<String, Account> accounts) {

    /** The bank that has no accounts. */
    public static final Bank EMPTY = new Bank(PersistentMap.empty());

    /**
     * The bank after a deposit of 1.
     *
     * @param key whose
     * @return the next state
     */
    public Bank deposit(String key) {
        Account before = accounts.get(key).get();
        return new Bank(accounts.put(key, before.deposit(1)));
    }
}
