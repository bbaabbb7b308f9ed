package io.varve.internal.text;

import io.varve.SnapshotRequest;
import io.vavr.collection.Map;
import java.util.Objects;

/** What texts that people write about snapshots and changes may be; the limits are those of {@link SnapshotRequest}. */
public final class TextLimits {

    private TextLimits() {}

    /** Checks a name, a tag, a creator or a key of metadata. */
    public static void requireName(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.isBlank()
                || text.length() > SnapshotRequest.MAX_NAME_LENGTH
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " has 1 to " + SnapshotRequest.MAX_NAME_LENGTH
                    + " characters, not all of them blank, and no control characters; found " + text.length()
                    + " characters: '"
                    + text.substring(0, Math.min(40, text.length())).replaceAll("\\p{Cntrl}", "?")
                    + "'");
        }
    }

    /** Checks a description, a reason or a value of metadata. */
    public static void requireText(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.length() > SnapshotRequest.MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has at most " + SnapshotRequest.MAX_TEXT_LENGTH + " characters; found " + text.length());
        }
    }

    /**
     * Checks the keys and values; how many there are is checked by {@link #requireFew}.
     *
     * @param owner whose metadata it is: "a snapshot's"
     */
    public static void requireMetadata(String owner, Map<String, String> metadata) {
        metadata.forEach((key, value) -> {
            requireName("a key of " + owner + " metadata", key);
            requireText("the metadata '" + key + "'", value);
        });
    }

    /** Checks how many tags or entries of metadata there are. */
    public static void requireFew(String what, int found) {
        if (found > SnapshotRequest.MAX_ITEMS) {
            throw new IllegalArgumentException(
                    what + " has at most " + SnapshotRequest.MAX_ITEMS + " entries; found " + found);
        }
    }
}
