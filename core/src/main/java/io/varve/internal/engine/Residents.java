package io.varve.internal.engine;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Keeps the states of the snapshots used last on the heap, so that going back to them moves a pointer. What a state
 * shares with the head costs nothing; the rest of its persistent collections can be evicted. Thread-safe.
 */
final class Residents<S> {

    private static final int KEPT = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<StateCell<S>> recent = new ArrayDeque<>();

    /** Forgets all snapshots but some. */
    void retainOnly(Predicate<StateCell<S>> retained) {
        lock.lock();
        try {
            recent.removeIf(retained.negate());
        } finally {
            lock.unlock();
        }
    }

    /** Says that a snapshot was taken or read. */
    void used(StateCell<S> cell) {
        lock.lock();
        try {
            if (recent.peekLast() == cell) {
                return;
            }
            recent.remove(cell);
            recent.addLast(cell);
            if (recent.size() > KEPT) {
                recent.removeFirst().release();
            }
        } finally {
            lock.unlock();
        }
    }
}
