package io.varve.internal.page;

import org.jspecify.annotations.Nullable;

/** What a page holds. The code is a constant of the format. */
public enum PageKind {
    /** A whole state but for what its persistent collections keep in pages of their own. */
    STATE(1),
    /** A node of a persistent map, with the small nodes below it. */
    MAP_NODE(2),
    /** A node of a persistent vector, with the small nodes below it. */
    VECTOR_NODE(3),
    /** One value that was too large to stay with its neighbours. */
    VALUE(4),
    /** The list of the chunks of a content that was too large for one page. */
    CHUNK_LIST(5),
    /** A part of a content that was too large for one page. */
    CHUNK(6),
    /** Entries of a timeline's audit trail. It has no schema and mentions no pages. */
    LOG(7),
    /** The pages that a process holds which shares a tenant with others. It has no schema; the payload says whose it is. */
    ROOTS(8),
    /** Operations that can be undone, with the states before and after them. It has no schema. */
    OPERATIONS(9);

    private final int code;

    PageKind(int code) {
        this.code = code;
    }

    /** The number that stands for this kind on disk. */
    public int code() {
        return code;
    }

    /** The kind that a number on disk stands for, or null if it stands for none. */
    static @Nullable PageKind ofCode(int code) {
        for (PageKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
