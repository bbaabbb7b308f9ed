package io.varve.internal.codec.tree;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.StoredForm;
import io.varve.internal.page.Stub;

/** The bytes of a node that is being written, as far as they can be told from those of the node that it was made from. */
interface NodeBytes {

    /** The content of the node's page, as it is to be stored: as a delta, if that is worth it. */
    PageContent asStored(PageContent whole, PageSource source);

    /**
     * Keeps with the node, which has been stored, what it takes to write the one that will be made from it.
     *
     * @param stub its page
     * @param stored what that holds
     * @param form how it is stored
     */
    void remember(Stub<?> stub, PageContent stored, StoredForm form);
}
