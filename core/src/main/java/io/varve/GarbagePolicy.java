package io.varve;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.Objects;

/**
 * When a manager collects garbage by itself, and at what pace. Unless a builder says otherwise it never does, {@link
 * #onDemand()}: a collection reads much, and the application knows better when that is no bother; and what a policy would
 * free is only known to be free once the JVM has found out that nobody holds it.
 *
 * <p>A policy concerns the tenants that are open in the manager, each by itself; others are left to {@link
 * StateManager#collectGarbage()}, since collecting opens a tenant, and keeps others from doing so. A tenant is due when any
 * of the conditions holds: since it was opened or collected in the background, some time has passed, so many snapshots were
 * removed, or so many bytes written.
 * One thread of the manager looks for that a few times a second, and collects one tenant after the other. A failure is told to the
 * {@link BackgroundFailureListener}, and the tenant is tried again when it is due the next time.
 *
 * <p>Immutable and thread-safe.
 *
 * @param every how long after one collection the next one is due; empty for never
 * @param removedSnapshots after how many snapshots that were removed one is due; empty for never
 * @param bytesWritten after how many bytes of pages that were written one is due; empty for never
 * @param pagesPerSecond how many pages a collection in the background reads, and lists, in a second at most; empty for no
 *     limit
 */
public record GarbagePolicy(
        Option<Duration> every,
        Option<Long> removedSnapshots,
        Option<Long> bytesWritten,
        Option<Integer> pagesPerSecond) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public GarbagePolicy {
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(removedSnapshots, "removedSnapshots");
        Objects.requireNonNull(bytesWritten, "bytesWritten");
        Objects.requireNonNull(pagesPerSecond, "pagesPerSecond");
        every.forEach(time -> requirePositive(time.isNegative() || time.isZero(), "time between collections", time));
        removedSnapshots.forEach(number -> requirePositive(number <= 0, "number of removed snapshots", number));
        bytesWritten.forEach(number -> requirePositive(number <= 0, "number of bytes written", number));
        pagesPerSecond.forEach(number -> requirePositive(number <= 0, "number of pages in a second", number));
    }

    private static void requirePositive(boolean isNot, String what, Object found) {
        if (isNot) {
            throw new IllegalArgumentException("the " + what + " is positive; found " + found);
        }
    }

    /**
     * Garbage is collected when the application asks for it, and not otherwise.
     *
     * @return the policy
     */
    public static GarbagePolicy onDemand() {
        return new GarbagePolicy(Option.none(), Option.none(), Option.none(), Option.none());
    }

    /**
     * Collects some time after the tenant was opened, and again and again.
     *
     * @param time the time between the end of one collection and the next
     * @return the policy
     * @throws IllegalArgumentException if it is not positive
     */
    public static GarbagePolicy every(Duration time) {
        return onDemand().orEvery(time);
    }

    /**
     * Collects after so many snapshots of a tenant were removed.
     *
     * @param number the number
     * @return the policy
     * @throws IllegalArgumentException if it is not positive
     */
    public static GarbagePolicy afterRemovedSnapshots(long number) {
        return onDemand().orAfterRemovedSnapshots(number);
    }

    /**
     * Collects after so many bytes of a tenant's pages were written.
     *
     * @param bytes the number of bytes
     * @return the policy
     * @throws IllegalArgumentException if it is not positive
     */
    public static GarbagePolicy afterBytesWritten(long bytes) {
        return onDemand().orAfterBytesWritten(bytes);
    }

    /**
     * This policy, and a collection whenever some time has passed.
     *
     * @param time the time between the end of one collection and the next
     * @return a new policy
     * @throws IllegalArgumentException if it is not positive
     */
    public GarbagePolicy orEvery(Duration time) {
        return new GarbagePolicy(Option.some(time), removedSnapshots, bytesWritten, pagesPerSecond);
    }

    /**
     * This policy, and a collection after so many snapshots were removed.
     *
     * @param number the number
     * @return a new policy
     * @throws IllegalArgumentException if it is not positive
     */
    public GarbagePolicy orAfterRemovedSnapshots(long number) {
        return new GarbagePolicy(every, Option.some(number), bytesWritten, pagesPerSecond);
    }

    /**
     * This policy, and a collection after so many bytes were written.
     *
     * @param bytes the number of bytes
     * @return a new policy
     * @throws IllegalArgumentException if it is not positive
     */
    public GarbagePolicy orAfterBytesWritten(long bytes) {
        return new GarbagePolicy(every, removedSnapshots, Option.some(bytes), pagesPerSecond);
    }

    /**
     * This policy, with collections in the background held back so that they don't get in the way of others. What the
     * application asks for itself is not held back, and neither is a collection for whose end somebody waits.
     *
     * @param pages how many pages are read, and how many are listed, in a second at most
     * @return a new policy
     * @throws IllegalArgumentException if it is not positive
     */
    public GarbagePolicy atMostPagesPerSecond(int pages) {
        return new GarbagePolicy(every, removedSnapshots, bytesWritten, Option.some(pages));
    }

    /**
     * Whether anything is ever collected by it.
     *
     * @return whether there is a condition
     */
    public boolean isAutomatic() {
        return every.isDefined() || removedSnapshots.isDefined() || bytesWritten.isDefined();
    }
}
