package io.varve.bench.job.subject;

import java.util.SplittableRandom;

/** The keys that every benchmark uses, and an endless, repeatable choice among them. Not thread-safe. */
public final class Keys {

    private final int size;
    private final SplittableRandom random = new SplittableRandom(42);

    /**
     * Chooses among the first keys.
     *
     * @param size how many there are
     */
    public Keys(int size) {
        this.size = size;
    }

    /**
     * The key of a number.
     *
     * @param number the number
     * @return the key
     */
    public static String of(int number) {
        return "account-" + number;
    }

    /** {@return the next key, any of them} */
    public String next() {
        return of(nextNumber());
    }

    /** {@return the number of the next key} */
    public int nextNumber() {
        return random.nextInt(size);
    }
}
