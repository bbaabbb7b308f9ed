package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.internal.page.PageLink;
import io.varve.spi.Ref;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * The operations that one commit brought: the value of a ref {@link RefNames#UNDO}, which is named by the number of the first.
 * Their page mentions the states before and after them, which are kept for as long as it is.
 *
 * @param first the number of the first operation
 * @param parents of each operation, the one whose result it changed, so that the way back is known without reading a page
 * @param root the page that holds them, see {@link UndoPage}
 */
record UndoBatch(long first, Vector<Long> parents, PageLink root) {

    UndoBatch {
        if (first < 1 || parents.isEmpty()) {
            throw new IllegalArgumentException(parents.size() + " operations from number " + first + " on");
        }
    }

    int count() {
        return parents.size();
    }

    /** The number of the operation after the last. */
    long end() {
        return first + count();
    }

    /** The operation whose result another changed, if that is here. */
    Option<Long> parentOf(long number) {
        return Option.when(number >= first && number < end(), () -> parents.get((int) (number - first)));
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeInt(count());
            for (long parent : parents) {
                out.writeLong(parent);
            }
            RefFormat.writeRoot(out, root);
        });
    }

    static UndoBatch decode(Ref ref) {
        long first;
        try {
            first = Long.parseUnsignedLong(TimelineRefs.inMain(ref.name()).substring(RefNames.UNDO.length()), 16);
        } catch (NumberFormatException e) {
            throw new CorruptDataException("ref " + ref.name() + " is not named by a number", e);
        }
        return RefFormat.decode(ref.name(), ref.value(), in -> {
            Vector<Long> parents = Vector.empty();
            for (int left = in.readInt(); left > 0; left--) {
                parents = parents.append(in.readLong());
            }
            return new UndoBatch(first, parents, RefFormat.readRoot(in));
        });
    }
}
