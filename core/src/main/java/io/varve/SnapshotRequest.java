package io.varve;

import io.varve.internal.text.TextLimits;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * What a snapshot is to be called and what is said of it. Immutable: each method returns a new request.
 *
 * <pre>{@code
 * SnapshotRequest.named("v1.0").by("admin").describedAs("Release 1.0").tagged("release")
 * }</pre>
 *
 * @param name the name, 1 to {@value #MAX_NAME_LENGTH} characters without control characters; empty for an automatic
 *     snapshot
 * @param createdBy who asks, as long as a name at most
 * @param description what for, at most {@value #MAX_TEXT_LENGTH} characters
 * @param tags at most {@value #MAX_ITEMS} tags, each as long as a name at most
 * @param metadata anything else: at most {@value #MAX_ITEMS} entries, the keys as long as a name at most and the values
 *     as long as a description
 * @param replacesName whether a snapshot that has the name already loses it to the new one, and is an automatic one from
 *     then on; otherwise a name that is taken is refused
 * @param holds the holds that it has from the beginning, at most {@value SnapshotHold#MAX_HOLDS} of different names
 */
public record SnapshotRequest(
        Option<String> name,
        Option<String> createdBy,
        Option<String> description,
        Set<String> tags,
        Map<String, String> metadata,
        boolean replacesName,
        Seq<HoldRequest> holds) {

    /** The largest number of characters in a name, a tag, a creator or a key of the metadata. */
    public static final int MAX_NAME_LENGTH = 128;

    /** The largest number of characters in a description or a value of the metadata. */
    public static final int MAX_TEXT_LENGTH = 1_000;

    /** The largest number of tags, and of entries in the metadata. */
    public static final int MAX_ITEMS = 10;

    private static final SnapshotRequest AUTOMATIC = new SnapshotRequest(
            Option.none(),
            Option.none(),
            Option.none(),
            LinkedHashSet.empty(),
            LinkedHashMap.empty(),
            false,
            Vector.empty());

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException if a text is too long, a name is empty or has control characters, there are too
     *     many tags, entries or holds, or a name is to be replaced and none is given
     */
    public SnapshotRequest {
        name.forEach(text -> TextLimits.requireName("a snapshot's name", text));
        createdBy.forEach(text -> TextLimits.requireName("a snapshot's creator", text));
        description.forEach(text -> TextLimits.requireText("a snapshot's description", text));
        tags.forEach(text -> TextLimits.requireName("a tag", text));
        TextLimits.requireMetadata("a snapshot's", metadata);
        if (tags.size() > MAX_ITEMS || metadata.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("a snapshot has at most " + MAX_ITEMS + " tags and as many entries of "
                    + "metadata; found " + tags.size() + " and " + metadata.size());
        }
        if (replacesName && name.isEmpty()) {
            throw new IllegalArgumentException("an automatic snapshot has no name that it could take from another");
        }
        holds = Vector.ofAll(holds);
        if (holds.size() > SnapshotHold.MAX_HOLDS || haveSameNames(holds)) {
            throw new IllegalArgumentException("a snapshot has at most " + SnapshotHold.MAX_HOLDS
                    + " holds of different names; found "
                    + holds.map(hold -> "'" + hold.name() + "'").mkString(", "));
        }
    }

    /**
     * A snapshot with a name.
     *
     * @param name the name
     * @return the request
     * @throws IllegalArgumentException if the name is empty, too long or has control characters
     */
    public static SnapshotRequest named(String name) {
        return automatic().withName(Option.some(Objects.requireNonNull(name, "name")));
    }

    /**
     * A snapshot without a name.
     *
     * @return the request
     */
    public static SnapshotRequest automatic() {
        return AUTOMATIC;
    }

    private static boolean haveSameNames(Seq<HoldRequest> holds) {
        return holds.size() > 1 && holds.map(HoldRequest::name).distinct().size() < holds.size();
    }

    /**
     * Takes the name from the snapshot that has it, if there is one. That one stays, without a name: it is an {@link
     * SnapshotKind#AUTOMATIC} one from then on, also for the limits of a {@link RetentionPolicy}.
     *
     * @return a new request
     * @throws IllegalArgumentException if this is a request for an automatic snapshot
     */
    public SnapshotRequest replaceName() {
        return new SnapshotRequest(name, createdBy, description, tags, metadata, true, holds);
    }

    private SnapshotRequest withName(Option<String> newName) {
        return new SnapshotRequest(newName, createdBy, description, tags, metadata, replacesName, holds);
    }

    /**
     * Says who asks.
     *
     * @param creator a name
     * @return a new request
     * @throws IllegalArgumentException if the name is empty, too long or has control characters
     */
    public SnapshotRequest by(String creator) {
        Objects.requireNonNull(creator, "creator");
        return new SnapshotRequest(name, Option.some(creator), description, tags, metadata, replacesName, holds);
    }

    /**
     * Says what the snapshot is for.
     *
     * @param text the description
     * @return a new request
     * @throws IllegalArgumentException if the text is too long
     */
    public SnapshotRequest describedAs(String text) {
        Objects.requireNonNull(text, "text");
        return new SnapshotRequest(name, createdBy, Option.some(text), tags, metadata, replacesName, holds);
    }

    /**
     * Adds tags.
     *
     * @param more the tags
     * @return a new request
     * @throws IllegalArgumentException if one is empty, too long or has control characters, or there are too many
     */
    public SnapshotRequest tagged(String... more) {
        for (String tag : Objects.requireNonNull(more, "more")) {
            Objects.requireNonNull(tag, "more: a tag");
        }
        return new SnapshotRequest(
                name, createdBy, description, tags.addAll(LinkedHashSet.of(more)), metadata, replacesName, holds);
    }

    /**
     * Adds an entry of metadata.
     *
     * @param key its key
     * @param value its value
     * @return a new request
     * @throws IllegalArgumentException if one of them is too long, the key is empty or has control characters, or there
     *     are too many entries
     */
    public SnapshotRequest with(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return new SnapshotRequest(name, createdBy, description, tags, metadata.put(key, value), replacesName, holds);
    }

    /**
     * Holds the snapshot from the beginning: there is no moment at which it could be removed. Several calls place several
     * holds.
     *
     * @param hold how
     * @return a new request
     * @throws IllegalArgumentException if there are too many holds, or two of one name
     */
    public SnapshotRequest held(HoldRequest hold) {
        Objects.requireNonNull(hold, "hold");
        return new SnapshotRequest(name, createdBy, description, tags, metadata, replacesName, holds.append(hold));
    }
}
