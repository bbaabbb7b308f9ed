package io.varve.internal.codec.value;

import io.varve.internal.page.PageLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts parts that were written in any order into the order of their bytes: each is taken out of the output after it was
 * written, and all are put back in the end.
 */
final class SortedParts {

    private final PageOutput out;
    private final int mark;
    private final int linkMark;
    private final List<Part> parts;

    SortedParts(PageOutput out, int size) {
        this.out = out;
        this.mark = out.position();
        this.linkMark = out.linkCount();
        this.parts = new ArrayList<>(size);
    }

    private record Part(
            byte[] bytes, List<PageLink> links, @Nullable Object companion) implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            int byBytes = Arrays.compareUnsigned(bytes, other.bytes);
            for (int i = 0; byBytes == 0 && i < links.size(); i++) {
                // Equal bytes mention as many pages.
                byBytes = links.get(i).id().compareTo(other.links.get(i).id());
            }
            return byBytes;
        }
    }

    /** Takes what was written since this was made, or since the last part. */
    void take(@Nullable Object companion) {
        parts.add(new Part(out.bytesSince(mark), out.linksSince(linkMark), companion));
        out.rewind(mark, linkMark);
    }

    /** Puts all parts back, each followed by what is written for its companion. */
    void forEachSorted(Consumer<@Nullable Object> companionWriter) {
        parts.sort(null);
        for (Part part : parts) {
            out.writeBytes(part.bytes);
            part.links.forEach(out::writeLink);
            companionWriter.accept(part.companion);
        }
    }
}
