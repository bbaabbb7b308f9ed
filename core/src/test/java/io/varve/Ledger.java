package io.varve;

import io.varve.collection.PersistentMap;

/**
 * The state of most tests: scalars that are kept in the root and a collection that has pages of its own.
 *
 * @param count a number that most transitions increment
 * @param note a text
 * @param entries a collection
 */
public record Ledger(long count, String note, PersistentMap<String, Entry> entries) {

    /**
     * What a ledger has many of.
     *
     * @param text a text
     * @param number a number
     */
    public record Entry(String text, long number) {}

    static final Ledger EMPTY = new Ledger(0, "", PersistentMap.empty());

    Ledger incremented() {
        return new Ledger(count + 1, note, entries);
    }

    Ledger noted(String text) {
        return new Ledger(count, text, entries);
    }

    Ledger with(String key, long number) {
        return new Ledger(count, note, entries.put(key, new Entry("text of " + key, number)));
    }
}
