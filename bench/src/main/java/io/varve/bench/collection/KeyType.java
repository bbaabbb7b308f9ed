package io.varve.bench.collection;

import java.util.SplittableRandom;
import java.util.UUID;

/** What the keys of a map are. */
public enum KeyType {
    /** Strings of 9 to 15 characters. */
    STRING {
        @Override
        Object key(int number) {
            return "account-" + number;
        }
    },
    /** Random UUIDs. */
    UUID {
        @Override
        Object key(int number) {
            SplittableRandom random = new SplittableRandom(number);
            return new UUID(random.nextLong(), random.nextLong());
        }
    },
    /** Records of a string and a number. */
    RECORD {
        @Override
        Object key(int number) {
            return new Place("site-" + number % 1_000, number);
        }
    };

    /** The key of a number: a new object at each call, equal to those of other calls. */
    abstract Object key(int number);
}
