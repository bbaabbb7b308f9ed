package io.varve.bench;

import java.util.List;
import java.util.SplittableRandom;

/** The value that every benchmark keeps under a key: about 150 bytes when it is written. */
public record Account(String owner, String email, long balance, long changedAt, List<String> tags) {

    /** The account of a number: the same for every subject and every run. */
    static Account of(long number) {
        SplittableRandom random = new SplittableRandom(number);
        String owner = "owner-" + Long.toHexString(random.nextLong());
        return new Account(
                owner,
                owner + "@mail" + random.nextInt(1_000) + ".example",
                random.nextLong(1_000_000),
                1_700_000_000_000L + random.nextLong(1_000_000_000L),
                List.of(
                        "tier-" + random.nextInt(5),
                        "region-" + random.nextInt(40),
                        "since-" + random.nextInt(2000, 2026)));
    }

    Account deposit(long amount) {
        return new Account(owner, email, balance + amount, changedAt + 1, tags);
    }
}
