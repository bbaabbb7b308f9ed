package io.varve;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * What is known of a snapshot without its state.
 *
 * @param id unique among all snapshots everywhere; ids of one tenant sort, as text, in the order they were taken
 * @param sequence its number in its timeline, from 0 on, never used twice; unlike an index it stays when others go
 * @param name the name, unique in its timeline; empty unless the kind is {@link SnapshotKind#NAMED}
 * @param kind why it exists
 * @param createdAt when it was taken, by the manager's clock; never earlier than the snapshot before it
 * @param createdBy who asked for it, if that was said
 * @param description what it is for, if that was said
 * @param tags its tags
 * @param metadata whatever else was said of it
 * @param stateVersion how many changes of the head the tenant had seen when it was taken
 * @param parents the ids of the snapshots that its state was made from: the one taken before it, as a rule; after a rollback
 *     the one gone back to; of the first of a branched timeline the one it was branched off from; after a merge those on both
 *     sides. Empty if it is the first, or was taken by a version that kept no parents. They may have been removed since
 * @param holds what keeps it from being removed, in the order they were placed; some may have expired
 */
public record SnapshotInfo(
        String id,
        long sequence,
        Option<String> name,
        SnapshotKind kind,
        Instant createdAt,
        Option<String> createdBy,
        Option<String> description,
        Set<String> tags,
        Map<String, String> metadata,
        long stateVersion,
        Seq<String> parents,
        Seq<SnapshotHold> holds) {

    /** Checks that nothing is null. */
    public SnapshotInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(createdBy, "createdBy");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(parents, "parents");
        holds = Vector.ofAll(Objects.requireNonNull(holds, "holds"));
    }

    /**
     * What is known of a snapshot whose parents are not, and which nothing holds.
     *
     * @param id as in the record
     * @param sequence as in the record
     * @param name as in the record
     * @param kind as in the record
     * @param createdAt as in the record
     * @param createdBy as in the record
     * @param description as in the record
     * @param tags as in the record
     * @param metadata as in the record
     * @param stateVersion as in the record
     */
    public SnapshotInfo(
            String id,
            long sequence,
            Option<String> name,
            SnapshotKind kind,
            Instant createdAt,
            Option<String> createdBy,
            Option<String> description,
            Set<String> tags,
            Map<String, String> metadata,
            long stateVersion) {
        this(
                id,
                sequence,
                name,
                kind,
                createdAt,
                createdBy,
                description,
                tags,
                metadata,
                stateVersion,
                Vector.empty(),
                Vector.empty());
    }

    /**
     * The same snapshot with other parents.
     *
     * @param ids their ids
     * @return what is known of it
     */
    public SnapshotInfo comingFrom(Seq<String> ids) {
        return new SnapshotInfo(
                id, sequence, name, kind, createdAt, createdBy, description, tags, metadata, stateVersion, ids, holds);
    }

    /**
     * The same snapshot with other holds.
     *
     * @param others the holds
     * @return what is known of it then
     */
    public SnapshotInfo withHolds(Seq<SnapshotHold> others) {
        return new SnapshotInfo(
                id,
                sequence,
                name,
                kind,
                createdAt,
                createdBy,
                description,
                tags,
                metadata,
                stateVersion,
                parents,
                others);
    }

    /**
     * The holds that count at some time.
     *
     * @param now the time
     * @return those that have not expired by then
     */
    public Seq<SnapshotHold> holdsAt(Instant now) {
        Objects.requireNonNull(now, "now");
        return holds.filter(hold -> hold.isActiveAt(now));
    }

    /**
     * Whether it may not be removed at some time.
     *
     * @param now the time
     * @return whether there is a hold that has not expired by then
     */
    public boolean isHeldAt(Instant now) {
        Objects.requireNonNull(now, "now");
        return holds.exists(hold -> hold.isActiveAt(now));
    }

    /**
     * How messages call this snapshot: its name in quotes, or its kind and sequence number.
     *
     * @return a short text
     */
    public String label() {
        return name.map(text -> "'" + text + "'")
                .getOrElse(() -> kind.name().toLowerCase(Locale.ROOT) + " #" + sequence);
    }
}
