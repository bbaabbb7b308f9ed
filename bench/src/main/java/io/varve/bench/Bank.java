package io.varve.bench;

import io.varve.collection.PersistentMap;

/** The state of the Varve subjects. */
public record Bank(PersistentMap<String, Account> accounts) {

    Bank deposit(String key) {
        Account before = accounts.get(key).get();
        return new Bank(accounts.put(key, before.deposit(1)));
    }
}
