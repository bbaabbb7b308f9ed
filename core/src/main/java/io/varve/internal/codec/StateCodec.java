package io.varve.internal.codec;

import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.spi.PageId;
import java.util.Map;

/**
 * Writes states of one type as trees of pages, and reads them lazily. Made once per type; thread-safe.
 *
 * @param <S> the type of the states
 */
public final class StateCodec<S> {

    private StateCodec() {}

    /**
     * Walks the type once.
     *
     * @throws io.varve.UnsupportedTypeException if something in it can't be kept, with the path to it
     */
    public static <S> StateCodec<S> of(CodecSettings settings) {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * The schemas that pages written by this codec mention, by their content ids. To be stored before the first page.
     */
    public Map<PageId, byte[]> schemas() {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Writes what of a state is not stored in the target's source yet, children before parents.
     *
     * @return the page of the state
     */
    public PageLink write(S state, PageTarget target) {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Opens a state: decodes one page, and leaves the rest to be loaded when it is touched.
     *
     * @throws io.varve.VarveException if the page is missing, damaged or not of this type
     */
    public S read(PageId root, PageSource source) {
        throw new UnsupportedOperationException("being written");
    }
}
