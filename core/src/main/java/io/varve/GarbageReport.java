package io.varve;

import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What {@link StateManager#collectGarbage()} did.
 *
 * @param tenants the tenants whose garbage was collected, in ascending order of their ids
 * @param skipped the tenants whose garbage was not collected, and why; nothing of theirs was deleted, unless the reason
 *     came up on the way
 * @param finishedRemovals the tenants whose removal had been cut off, and was finished now
 * @param duration how long all of it took
 */
public record GarbageReport(
        Seq<Collected> tenants, Seq<Skipped> skipped, Seq<String> finishedRemovals, Duration duration) {

    /** Checks that nothing is null. */
    public GarbageReport {
        Objects.requireNonNull(tenants, "tenants");
        Objects.requireNonNull(skipped, "skipped");
        Objects.requireNonNull(finishedRemovals, "finishedRemovals");
        Objects.requireNonNull(duration, "duration");
    }

    /**
     * How many pages the collected tenants had.
     *
     * @return the sum
     */
    public long pagesScanned() {
        return tenants.map(Collected::pagesScanned).sum().longValue();
    }

    /**
     * How many of them a head or a snapshot needs.
     *
     * @return the sum
     */
    public long pagesReachable() {
        return tenants.map(Collected::pagesReachable).sum().longValue();
    }

    /**
     * How many of them are only needed by states that the application still holds.
     *
     * @return the sum
     */
    public long pagesPinned() {
        return tenants.map(Collected::pagesPinned).sum().longValue();
    }

    /**
     * How many pages were deleted.
     *
     * @return the sum
     */
    public long pagesDeleted() {
        return tenants.map(Collected::pagesDeleted).sum().longValue();
    }

    /**
     * How many bytes the deleted pages had.
     *
     * @return the sum
     */
    public long bytesFreed() {
        return tenants.map(Collected::bytesFreed).sum().longValue();
    }

    /**
     * A text to read: the totals, then a line for each tenant.
     *
     * @return lines without a line break at the end
     */
    public String summary() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "deleted %d of %d pages (%d bytes) of %d tenants in %d ms",
                pagesDeleted(),
                pagesScanned(),
                bytesFreed(),
                tenants.size(),
                duration.toMillis()));
        tenants.forEach(collected -> text.append("\n").append(collected.summary()));
        skipped.forEach(left ->
                text.append("\n").append(left.tenant()).append(": skipped: ").append(left.reason()));
        finishedRemovals.forEach(id -> text.append("\n").append(id).append(": finished its removal"));
        return text.toString();
    }

    /**
     * What was done for one tenant.
     *
     * @param tenant its id
     * @param epoch the number of this collection; it grows with each one
     * @param pagesScanned how many pages the tenant had
     * @param pagesReachable how many pages the head and the snapshots need
     * @param pagesPinned how many more are needed by states that the application still holds, or had let go of when the JVM
     *     had not noticed yet
     * @param pagesDeleted how many pages were deleted. What is none of these came or went meanwhile
     * @param bytesFreed how many bytes the deleted pages had. A page that was written again in the very moment in which it
     *     was to be deleted stays, but counts here
     * @param duration how long it took
     */
    public record Collected(
            String tenant,
            long epoch,
            long pagesScanned,
            long pagesReachable,
            long pagesPinned,
            long pagesDeleted,
            long bytesFreed,
            Duration duration) {

        /** Checks that nothing is null. */
        public Collected {
            Objects.requireNonNull(tenant, "tenant");
            Objects.requireNonNull(duration, "duration");
        }

        /**
         * A text to read.
         *
         * @return one line without a line break
         */
        public String summary() {
            return String.format(
                    Locale.ROOT,
                    "%s: deleted %d of %d pages (%d bytes); %d in use, %d more held by the application; epoch %d, %d ms",
                    tenant,
                    pagesDeleted,
                    pagesScanned,
                    bytesFreed,
                    pagesReachable,
                    pagesPinned,
                    epoch,
                    duration.toMillis());
        }
    }

    /**
     * A tenant whose garbage was not collected.
     *
     * @param tenant its id
     * @param reason why: another process has it open, it was removed meanwhile, or it is damaged
     */
    public record Skipped(String tenant, String reason) {

        /** Checks that nothing is null. */
        public Skipped {
            Objects.requireNonNull(tenant, "tenant");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
