package io.varve;

import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * A change of the value at one place of a tenant's state, as {@link Tenant#historyOf} finds it: between two states that are
 * kept. If there were several changes of the head between these, it is one of them.
 *
 * @param path the place
 * @param before what was there in the state before; none if there was nothing, or there is no state before
 * @param after what was there in the state after; none if there was nothing
 * @param versionBefore how many changes the head had seen by the state before; -1 if there is none, since older snapshots are
 *     gone
 * @param versionAfter how many it had seen by the state after
 * @param notBefore when the state before was taken; when the state after was, if there is none before
 * @param notAfter when the state after was taken, or the head changed: it happened until then
 * @param snapshot the snapshot that has the state after, the oldest one; none if that is the head
 * @param changes what the audit trail knows of the changes of the head from the one state to the other
 */
public record ValueChange(
        StatePath path,
        Option<Object> before,
        Option<Object> after,
        long versionBefore,
        long versionAfter,
        Instant notBefore,
        Instant notAfter,
        Option<SnapshotInfo> snapshot,
        Seq<AuditEntry> changes) {

    /** Checks that nothing is null. */
    public ValueChange {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(changes, "changes");
    }

    /**
     * Whether it is the value that the oldest state has, which may have been there long before.
     *
     * @return whether there is no state before
     */
    public boolean isFirstKnown() {
        return versionBefore < 0;
    }

    /**
     * The change of the head that made it, if there was only one between the two states and the audit trail has it.
     *
     * @return the entry, or none if it can't be told
     */
    public Option<AuditEntry> madeBy() {
        return Option.when(versionAfter - versionBefore == 1 && changes.size() == 1, changes::head);
    }

    /**
     * Who made it, if that can be told for certain: all changes between the two states are in the audit trail, and all are by
     * the same.
     *
     * @return a name, or none
     */
    public Option<String> who() {
        long covered = changes.map(entry -> entry.versionAfter() - entry.versionBefore())
                .sum()
                .longValue();
        Seq<Option<String>> all = changes.map(AuditEntry::who).distinct();
        return covered == versionAfter - versionBefore && all.size() == 1 ? all.head() : Option.none();
    }

    /** When, where, what and who, as far as it is known; values are shortened. */
    @Override
    public String toString() {
        return notAfter + " " + path + ": " + text(before) + " -> " + text(after)
                + who().map(name -> " by " + name).getOrElse("");
    }

    private static String text(Option<Object> value) {
        return value.map(io.varve.internal.diff.Literals::shortened).getOrElse("nothing");
    }
}
