package io.varve.crash;

import io.varve.Ledger;
import io.varve.collection.PersistentMap;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;

/** States of which everything follows from a number, so that any of them can be checked. */
final class Numbered {

    private static final int ENTRIES = 240;

    /** A state replaces each of these parts of its entries in turn, and so hardly a page stays as it was. */
    private static final int PARTS = 8;

    private Numbered() {}

    /** The state of a number. */
    static Ledger state(long number) {
        PersistentMap<String, Ledger.Entry> entries = PersistentMap.empty();
        for (long earlier = Math.max(1, number - PARTS + 1); earlier <= number; earlier++) {
            entries = replaced(entries, earlier);
        }
        return new Ledger(number, "note " + number, entries);
    }

    /** The state of the next number, which shares with this one what it does not replace. */
    static Ledger next(Ledger state) {
        long number = state.count() + 1;
        return new Ledger(number, "note " + number, replaced(state.entries(), number));
    }

    private static PersistentMap<String, Ledger.Entry> replaced(
            PersistentMap<String, Ledger.Entry> entries, long number) {
        return entries.putAll(Iterator.rangeBy((int) (number % PARTS), ENTRIES, PARTS)
                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i + " of " + number, number))));
    }
}
