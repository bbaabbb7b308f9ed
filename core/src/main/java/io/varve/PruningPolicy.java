package io.varve;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.Objects;

/**
 * When a manager removes by itself what its {@link RetentionPolicy} no longer keeps, beside what it removes along with each
 * snapshot anyway: for limits of age, which come true without anything being done, and of space, which are not looked at
 * otherwise. Never, unless a builder says so.
 *
 * <p>It concerns the tenants that are open in the manager. One thread of the manager looks a few times a second which of them
 * are due, and prunes one after the other; readers and writers go on. Where several processes share a tenant, each may do so.
 * A failure is told to the {@link BackgroundFailureListener}, and the tenant is tried again when it is due the next time. What
 * was removed is told by an entry {@link AuditKind#PRUNE} in the audit trail.
 *
 * <p>Immutable and thread-safe.
 *
 * @param every how long after a tenant was opened or pruned in the background it is due; empty for never
 * @param snapshotsPerSecond how many snapshots are removed in a second at most; where there is a limit of space, also how many
 *     batches of 64 pages are read; empty for no limit
 */
public record PruningPolicy(Option<Duration> every, Option<Integer> snapshotsPerSecond) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public PruningPolicy {
        Objects.requireNonNull(every, "every").forEach(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("the time between prunings is positive; found " + time);
            }
        });
        Objects.requireNonNull(snapshotsPerSecond, "snapshotsPerSecond").forEach(number -> {
            if (number <= 0) {
                throw new IllegalArgumentException("the number of snapshots in a second is positive; found " + number);
            }
        });
    }

    /**
     * Nothing is pruned in the background.
     *
     * @return the policy
     */
    public static PruningPolicy onDemand() {
        return new PruningPolicy(Option.none(), Option.none());
    }

    /**
     * Prunes some time after the tenant was opened, and again and again.
     *
     * @param time the time between the end of one pruning and the next, by the manager's clock
     * @return the policy
     * @throws IllegalArgumentException if it is not positive
     */
    public static PruningPolicy every(Duration time) {
        return new PruningPolicy(Option.some(Objects.requireNonNull(time, "time")), Option.none());
    }

    /**
     * This policy, held back so that it does not get in the way of others.
     *
     * @param snapshots how many snapshots are removed in a second at most
     * @return a new policy
     * @throws IllegalArgumentException if it is not positive
     */
    public PruningPolicy atMostSnapshotsPerSecond(int snapshots) {
        return new PruningPolicy(every, Option.some(snapshots));
    }

    /**
     * Whether anything is ever pruned by it.
     *
     * @return whether it says when
     */
    public boolean isAutomatic() {
        return every.isDefined();
    }
}
