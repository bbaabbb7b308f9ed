package io.varve;

import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * One change in a tenant's audit trail. All changes of the head are counted by its version, so where one entry's {@code
 * versionBefore} is larger than the {@code versionAfter} of the entry before it, there were that many changes of which
 * nothing was to be kept. A {@link Transaction} that says by whom it is makes an entry for each step that changes the
 * state, an atomic one a single entry.
 *
 * @param sequence its number in the tenant's trail, from 0 on; it stays when older entries go
 * @param kind what was done
 * @param versionBefore how many changes the head had seen before this one
 * @param versionAfter how many it had seen after it
 * @param at when, by the manager's clock; never earlier than the entry before it
 * @param context who and why, as far as that was said
 * @param snapshotId the id of the snapshot that was gone back to, of a revert the one before the changes that were taken back;
 *     none for a transition or a merge. It may have been deleted since
 * @param snapshotName the name of that snapshot, if it had one
 */
public record AuditEntry(
        long sequence,
        AuditKind kind,
        long versionBefore,
        long versionAfter,
        Instant at,
        TransitionContext context,
        Option<String> snapshotId,
        Option<String> snapshotName) {

    /**
     * Checks that nothing is null.
     *
     * @param sequence its number
     * @param kind what was done
     * @param versionBefore the head's version before
     * @param versionAfter the head's version after
     * @param at when
     * @param context who and why
     * @param snapshotId the snapshot's id
     * @param snapshotName the snapshot's name
     */
    public AuditEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(snapshotId, "snapshotId");
        Objects.requireNonNull(snapshotName, "snapshotName");
    }

    /**
     * Who made the change.
     *
     * @return a name, or none if it was not said
     */
    public Option<String> who() {
        return context.who();
    }

    /**
     * Why it was made.
     *
     * @return the reason, or none if it was not said
     */
    public Option<String> reason() {
        return context.reason();
    }

    /**
     * What else was said of it.
     *
     * @return the metadata, perhaps empty
     */
    public Map<String, String> metadata() {
        return context.metadata();
    }

    /**
     * Whether somebody made the change.
     *
     * @param name a name
     * @return true if it was said that this one did
     */
    public boolean isBy(String name) {
        return who().contains(Objects.requireNonNull(name, "name"));
    }

    /**
     * Whether the change was made in a span of time.
     *
     * @param from its beginning, inclusive
     * @param to its end, exclusive
     * @return true if it was
     */
    public boolean isBetween(Instant from, Instant to) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
