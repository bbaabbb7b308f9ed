package io.varve.bench.job.subject;

/**
 * What differs between two snapshots, in numbers that can be checked.
 *
 * @param accounts how many accounts differ
 * @param keys the sum of their keys' hash codes
 * @param deposited by how much more the later balances are, together
 */
public record Comparison(int accounts, long keys, long deposited) {

    /** Nothing differs. */
    public static final Comparison NONE = new Comparison(0, 0, 0);

    /**
     * One more account that differs.
     *
     * @param key its key
     * @param before what it was
     * @param after what it became
     * @return the numbers with it
     */
    public Comparison with(String key, Account before, Account after) {
        return new Comparison(accounts + 1, keys + key.hashCode(), deposited + after.balance() - before.balance());
    }
}
