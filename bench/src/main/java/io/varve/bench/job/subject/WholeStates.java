package io.varve.bench.job.subject;

/** Where whole states are kept as bytes, each under a number. */
interface WholeStates extends AutoCloseable {

    /** Keeps a state as the head, synced, and removes an older one unless its number is negative. */
    void put(long number, byte[] state, long remove);

    byte[] get(long number);

    /** Makes an older state the head, synced. */
    void point(long number);

    /** The number of the head. */
    long head();

    /** The numbers of all, ascending, after looking at when each was put. */
    long[] list();

    /** Removes the states with numbers below one, and frees their space. */
    void deleteBelow(long number);

    @Override
    void close();
}
