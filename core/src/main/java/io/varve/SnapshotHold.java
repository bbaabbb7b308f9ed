package io.varve;

import io.varve.internal.text.TextLimits;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * A hold on a snapshot: as long as there is one, nothing removes the snapshot, be it a {@link RetentionPolicy} or {@link
 * Tenant#delete}. Placed by {@link Tenant#hold} or together with the snapshot, {@link SnapshotRequest#held}; taken away by
 * {@link Tenant#release}. Removing the tenant removes what is held too.
 * Whether a hold has expired is told by the clock of the manager that looks.
 *
 * @param name the hold's name, unique among those of the snapshot; as long as a snapshot's name at most
 * @param by who placed it, if that was said
 * @param reason why, if that was said
 * @param since when it was placed, by the manager's clock
 * @param until the time from which on it counts no longer; none if it counts until it is released
 */
public record SnapshotHold(
        String name, Option<String> by, Option<String> reason, Instant since, Option<Instant> until) {

    /** The largest number of holds on one snapshot. */
    public static final int MAX_HOLDS = 5;

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException if a text is too long, or a name is empty or has control characters
     */
    public SnapshotHold {
        TextLimits.requireName("a hold's name", name);
        Objects.requireNonNull(by, "by").forEach(text -> TextLimits.requireName("who places a hold", text));
        Objects.requireNonNull(reason, "reason").forEach(text -> TextLimits.requireText("the reason of a hold", text));
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
    }

    /**
     * Whether it counts at some time.
     *
     * @param now the time
     * @return false if it has expired by then
     */
    public boolean isActiveAt(Instant now) {
        Objects.requireNonNull(now, "now");
        return until.forAll(now::isBefore);
    }

    /** As messages and reports tell of it: {@code 'audit' by legal until 2027-01-01T00:00:00Z: case 12}. */
    @Override
    public String toString() {
        return "'" + name + "'" + by.map(who -> " by " + who).getOrElse("")
                + until.map(end -> " until " + end).getOrElse("")
                + reason.map(text -> ": " + text).getOrElse("");
    }
}
