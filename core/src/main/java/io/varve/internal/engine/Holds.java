package io.varve.internal.engine;

import io.vavr.collection.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which snapshots of a tenant the retention policy must leave alone, since something under way needs them. Thread-safe. */
final class Holds {

    private final Set<Hold> current = ConcurrentHashMap.newKeySet();

    /** Begins to hold nothing yet. */
    Hold begin() {
        Hold hold = new Hold();
        current.add(hold);
        return hold;
    }

    /** The sequence numbers of what is held by anybody. */
    HashSet<Long> sequences() {
        HashSet<Long> all = HashSet.empty();
        for (Hold hold : current) {
            all = all.union(hold.sequences);
        }
        return all;
    }

    /** What one holds, until it is closed. Used by one thread at a time. */
    final class Hold implements AutoCloseable {

        private volatile HashSet<Long> sequences = HashSet.empty();

        private Hold() {}

        void add(long sequence) {
            sequences = sequences.add(sequence);
        }

        @Override
        public void close() {
            current.remove(this);
        }
    }
}
