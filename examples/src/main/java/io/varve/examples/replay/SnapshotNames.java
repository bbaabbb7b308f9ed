package io.varve.examples.replay;

import io.varve.SnapshotRequest;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Makes texts from git fit what a {@link SnapshotRequest} takes. */
final class SnapshotNames {

    private SnapshotNames() {}

    /**
     * A snapshot's name for a tag: the tag's own, if it fits. If not, a shortened one with a check sum behind a {@code ~},
     * which no tag of git's can contain, so that different tags keep different names.
     */
    static String ofTag(String tag) {
        String clean = withoutControls(tag);
        if (clean.equals(tag) && tag.length() <= SnapshotRequest.MAX_NAME_LENGTH) {
            return tag;
        }
        CRC32 sum = new CRC32();
        sum.update(tag.getBytes(StandardCharsets.UTF_8));
        return shortened(clean, SnapshotRequest.MAX_NAME_LENGTH - 9) + "~%08x".formatted(sum.getValue());
    }

    /** A person's name as a snapshot's creator; none if nothing of it can be used. */
    static Option<String> ofPerson(String name) {
        String clean = withoutControls(name).strip();
        return Option.when(!clean.isBlank(), shortened(clean, SnapshotRequest.MAX_NAME_LENGTH));
    }

    /** A message as a snapshot's description. */
    static String description(String message) {
        return shortened(message, SnapshotRequest.MAX_TEXT_LENGTH);
    }

    private static String withoutControls(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Cuts between code points, not through a surrogate pair. */
    private static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
