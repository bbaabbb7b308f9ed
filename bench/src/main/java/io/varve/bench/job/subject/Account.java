package io.varve.bench.job.subject;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The value that every benchmark keeps under a key: 150 to 200 bytes when it is written.
 *
 * @param owner a text that no other account has
 * @param email another
 * @param balance what deposits change
 * @param changedAt in milliseconds since 1970, and one more with each deposit
 * @param attributes three short texts by name
 * @param tags three short texts in order
 */
public record Account(
        String owner, String email, long balance, long changedAt, Map<String, String> attributes, List<String> tags) {

    /**
     * The account of a number: the same for every subject and every run.
     *
     * @param number the number
     * @return the account before any deposit
     */
    public static Account of(long number) {
        SplittableRandom random = new SplittableRandom(number);
        String owner = "owner-" + Long.toHexString(random.nextLong());
        return new Account(
                owner,
                owner + "@mail" + random.nextInt(1_000) + ".example",
                random.nextLong(1_000_000),
                1_700_000_000_000L + random.nextLong(1_000_000_000L),
                Map.of(
                        "city", "city-" + random.nextInt(500),
                        "plan", "plan-" + random.nextInt(7),
                        "note", Long.toHexString(random.nextLong())),
                List.of(
                        "tier-" + random.nextInt(5),
                        "region-" + random.nextInt(40),
                        "since-" + random.nextInt(2000, 2026)));
    }

    /**
     * The account after deposits of 1 each.
     *
     * @param times how many
     * @return a changed copy
     */
    public Account deposit(long times) {
        return new Account(owner, email, balance + times, changedAt + times, attributes, tags);
    }

    /**
     * A number that depends on the key and on all that is in the account. The sum over all accounts of a bank is its
     * checksum, whatever the order.
     *
     * @param key where the account is kept
     * @return the number
     */
    public long checksum(String key) {
        long mixed = (long) key.hashCode() << 32 | hashCode() & 0xffff_ffffL;
        mixed = (mixed ^ mixed >>> 33) * 0xff51_afd7_ed55_8ccdL;
        return mixed ^ mixed >>> 29;
    }
}
