package io.varve.internal.page;

import io.varve.internal.page.Splice.MalformedException;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The content of a node's page, kept with the node so that the next version is made and stored as what differs.
 *
 * <p>Versions of a node that differ little share the bytes of one of them, mostly of the one whose page is the base of their
 * deltas, and each has a splice. Keeping all bytes with
 * each version would fill the heap with arrays that live for as long as their leaf is not changed again, which is what
 * generational collectors are worst at. Immutable.
 */
public final class KeptContent {

    /** A splice of more bytes than this is not worth its composing; the bytes are kept whole. */
    private static final int MAX_SPLICE_BYTES = 512;

    private final byte[] shared;

    /** What makes the content of the shared bytes; null if it is these. */
    private final @Nullable Splice splice;

    private final int length;

    private KeptContent(byte[] shared, @Nullable Splice splice, int length) {
        this.shared = shared;
        this.splice = splice;
        this.length = length;
    }

    /** Keeps a content whole. */
    public static KeptContent whole(PageContent content) {
        byte[] bytes = PageFormat.contentBytes(content);
        return new KeptContent(bytes, null, bytes.length);
    }

    /**
     * Keeps what was made of this content, with the very splice that its page is stored with where that is possible.
     *
     * @param page how this content is stored
     * @param change what makes the other
     * @param made what came out, as it is stored
     */
    public KeptContent next(StoredPage page, Splice change, PageContent made) {
        Delta delta = made.delta();
        if (delta == null) {
            return whole(made); // The base of what follows, so that its splices are those of these bytes too.
        }
        Splice both;
        if (Objects.equals(page.splice(), splice)) {
            both = delta.splice(); // The same two, put together already.
        } else {
            both = splice == null ? change : change.after(splice);
        }
        return both.length() > MAX_SPLICE_BYTES
                ? whole(made)
                : new KeptContent(shared, both, Math.toIntExact(PageFormat.contentLength(made)));
    }

    /** The bytes; not to be modified. Cost: those of a splice are made each time, O(n). */
    public byte[] bytes() {
        return bytes(byte[]::new);
    }

    /**
     * The bytes, and perhaps more after them.
     *
     * @param room gives an array of at least some length, in which they are made if they have to be
     * @return that array or another, not to be modified
     */
    public byte[] bytes(IntFunction<byte[]> room) {
        if (splice == null) {
            return shared;
        }
        byte[] made = room.apply(length);
        try {
            splice.apply(shared, made, length);
        } catch (MalformedException e) {
            throw new AssertionError("a splice fits the bytes that it was made for", e);
        }
        return made;
    }
}
