package io.varve;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * Asks for the snapshots that a filter selects, a page at a time. Immutable: each method returns a new query.
 *
 * <pre>{@code
 * SnapshotPage page = tenant.snapshots(SnapshotQuery.of(SnapshotFilter.all().tagged("release")).newestFirst().limitedTo(20));
 * for (SnapshotQuery next : page.next()) { … tenant.snapshots(next) … }
 * }</pre>
 *
 * <p>A page goes on behind the last snapshot of the one before, whatever was taken or removed since: none is seen twice, and
 * none that stays is left out.
 *
 * @param filter selects the snapshots
 * @param isNewestFirst whether they come from the newest to the oldest, and not the other way round
 * @param limit how many come at once, 1 to {@value #MAX_LIMIT}
 * @param after the {@linkplain SnapshotInfo#sequence() sequence number} behind which to go on, in that order; none to begin
 */
public record SnapshotQuery(SnapshotFilter filter, boolean isNewestFirst, int limit, Option<Long> after) {

    /** The largest number of snapshots in a page. */
    public static final int MAX_LIMIT = 10_000;

    private static final int DEFAULT_LIMIT = 100;

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public SnapshotQuery {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(after, "after");
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "a page has 1 to " + MAX_LIMIT + " snapshots; found a limit of " + limit);
        }
    }

    /**
     * Asks for the snapshots that a filter selects, from the oldest to the newest, 100 at a time.
     *
     * @param filter the filter
     * @return the query
     */
    public static SnapshotQuery of(SnapshotFilter filter) {
        return new SnapshotQuery(filter, false, DEFAULT_LIMIT, Option.none());
    }

    /**
     * Asks for them from the newest to the oldest.
     *
     * @return a new query, which begins anew
     */
    public SnapshotQuery newestFirst() {
        return new SnapshotQuery(filter, true, limit, Option.none());
    }

    /**
     * Says how many come at once.
     *
     * @param snapshots how many, 1 to {@value #MAX_LIMIT}
     * @return a new query
     * @throws IllegalArgumentException if it is out of range
     */
    public SnapshotQuery limitedTo(int snapshots) {
        return new SnapshotQuery(filter, isNewestFirst, snapshots, after);
    }

    /**
     * Goes on behind a snapshot, which may be gone: what a program that forgets the page between two requests has to remember.
     *
     * @param sequence the sequence number
     * @return a new query
     */
    public SnapshotQuery after(long sequence) {
        return new SnapshotQuery(filter, isNewestFirst, limit, Option.some(sequence));
    }
}
