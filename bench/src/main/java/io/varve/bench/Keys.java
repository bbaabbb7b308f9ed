package io.varve.bench;

import java.util.SplittableRandom;

/** The keys that every benchmark uses, and an endless, repeatable choice among them. Not thread-safe. */
final class Keys {

    private final int size;
    private final SplittableRandom random = new SplittableRandom(42);

    Keys(int size) {
        this.size = size;
    }

    static String of(int number) {
        return "account-" + number;
    }

    String next() {
        return of(nextNumber());
    }

    int nextNumber() {
        return random.nextInt(size);
    }
}
