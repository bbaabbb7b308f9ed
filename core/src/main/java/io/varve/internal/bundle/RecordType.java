package io.varve.internal.bundle;

import io.varve.spi.PageId;
import org.jspecify.annotations.Nullable;

/** The kinds of records. The code is a constant of the format, and so is how long one may be. */
enum RecordType {
    HEADER(1, 1 << 12),
    SCHEMA(2, 1 << 16),
    PAGE(3, PageId.BYTES + (1 << 20)),
    BASE(4, PageId.BYTES + (1 << 20)),
    SNAPSHOT(5, 1 << 16),
    HEAD(6, 1 << 16),
    MANIFEST(7, BundleFormat.MANIFEST_BYTES);

    private final int code;
    private final int maxBytes;

    RecordType(int code, int maxBytes) {
        this.code = code;
        this.maxBytes = maxBytes;
    }

    int code() {
        return code;
    }

    /** The most bytes of a body. */
    int maxBytes() {
        return maxBytes;
    }

    /** The kind that a number stands for, or null if it stands for none. */
    static @Nullable RecordType ofCode(int code) {
        return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }

    /** Whether a record of another kind may come next. */
    boolean mayBeFollowedBy(RecordType next) {
        return switch (this) {
            case HEADER -> next == SCHEMA;
            case SCHEMA, PAGE, BASE -> next != HEADER && next != MANIFEST;
            case SNAPSHOT -> next == SNAPSHOT || next == HEAD;
            case HEAD -> next == MANIFEST;
            case MANIFEST -> false;
        };
    }
}
