package io.varve.internal.codec.tree;

import io.varve.internal.page.PageLink;
import org.jspecify.annotations.Nullable;

/** What a node of a persistent collection holds, when nothing is known of it but its schema. */
sealed interface GenericPart {

    /** How many elements or entries it stands for. */
    long size();

    /** An element, or an entry of a map as a pair. */
    record Here(Object element) implements GenericPart {
        @Override
        public long size() {
            return 1;
        }
    }

    /**
     * An element, or an entry of a map, whose value has a page of its own.
     *
     * @param key the key; null for an element of a vector
     * @param page the value
     */
    record Large(@Nullable Object key, PageLink page) implements GenericPart {
        @Override
        public long size() {
            return 1;
        }
    }

    /**
     * A node that has a page of its own.
     *
     * @param page the node
     * @param size how many elements or entries it says that it has
     * @param height its level in a map, its shift in a vector
     */
    record Below(PageLink page, long size, int height) implements GenericPart {}
}
