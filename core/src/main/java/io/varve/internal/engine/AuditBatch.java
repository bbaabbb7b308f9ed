package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.internal.page.PageLink;
import io.varve.spi.Ref;

/**
 * The entries of the audit trail that one commit brought: the value of a ref {@link RefNames#OPERATIONS}, which is named by
 * the number of the first.
 *
 * @param first the sequence number of the first entry
 * @param count how many there are, at least 1
 * @param root the page that holds them, see {@link AuditPage}
 */
record AuditBatch(long first, int count, PageLink root) {

    AuditBatch {
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException(count + " entries from number " + first + " on");
        }
    }

    /** The number of the entry after the last. */
    long end() {
        return first + count;
    }

    /** The name of its ref, if it is the main timeline's. */
    String refName() {
        return RefNames.operations(first);
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeInt(count);
            RefFormat.writeRoot(out, root);
        });
    }

    static AuditBatch decode(Ref ref) {
        long first;
        try {
            first = Long.parseUnsignedLong(TimelineRefs.inMain(ref.name()).substring(RefNames.OPERATIONS.length()), 16);
        } catch (NumberFormatException e) {
            throw new CorruptDataException("ref " + ref.name() + " is not named by a number", e);
        }
        return RefFormat.decode(
                ref.name(), ref.value(), in -> new AuditBatch(first, in.readInt(), RefFormat.readRoot(in)));
    }
}
