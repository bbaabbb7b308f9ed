package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.SlotTag;
import io.varve.internal.codec.value.UnwritableValueException;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.Stub;
import io.varve.internal.vector.RadixVector;
import io.varve.internal.vector.VectorBranch;
import io.varve.internal.vector.VectorLeaf;
import org.jspecify.annotations.Nullable;

/**
 * A persistent vector as the positions that it takes, whether it has a root above its last leaf, the root and the last
 * leaf. Reads the nodes that were written with one schema.
 */
final class VectorNodes extends ValueSerializer {

    private static final int MAX_WIDTH = 32;

    private final VectorPages pages;
    private final ValueSerializer element;

    VectorNodes(VectorPages pages, ValueSerializer element) {
        this.pages = pages;
        this.element = element;
    }

    @Override
    public void write(PageOutput out, Object value) {
        RadixVector<?> vector = (RadixVector<?>) value;
        out.writeVarLong(vector.start(), true);
        out.writeVarLong(vector.end() - vector.start(), true);
        if (vector.end() == vector.start()) {
            return;
        }
        Object root = vector.root();
        out.writeByte(root == null ? 0 : 1);
        if (root != null) {
            pages.writeRoot(out, root, vector.shift());
        }
        pages.writeRoot(out, vector.lastLeaf(), 0);
    }

    @Override
    public Object read(PageInput in) {
        long start = in.readVarLong(true);
        long length = in.readVarLong(true);
        if (length == 0 && start == 0) {
            return RadixVector.empty();
        }
        if (start < 0 || length < 1 || length > Integer.MAX_VALUE || start > Long.MAX_VALUE - length) {
            throw new KryoException("a vector of " + length + " elements from position " + start);
        }
        Object root = in.readFlag() ? readSlot(in, rootShift(start, start + length)) : null;
        return RadixVector.ofRoot(start, start + length, root, readSlot(in, 0));
    }

    /** Reads what a parent holds as a child: a node, or a stub of one. */
    Object readSlot(PageInput in, int shift) {
        SlotTag tag = SlotTag.read(in);
        if (tag == SlotTag.LINK) {
            int size = in.readVarInt(true);
            if (size < 1) {
                throw new KryoException("a page of " + size + " elements");
            }
            return new Stub<>(in.readLink(), size, pages.loader(in.source(), shift));
        }
        int stored = tag == SlotTag.LEAF ? 0 : in.readByteUnsigned();
        if (stored != shift) {
            throw new KryoException("a node of shift " + stored + " where one of " + shift + " belongs");
        }
        int first = in.readByteUnsigned();
        int width = in.readByteUnsigned();
        if (first >= width || width > MAX_WIDTH) {
            throw new KryoException("a node with the slots from " + first + " to " + width);
        }
        @Nullable Object[] slots = new Object[width];
        for (int i = first; i < width; i++) {
            slots[i] = shift == 0 ? pages.elements().read(in, element) : readSlot(in, shift - 5);
        }
        return shift == 0 ? VectorLeaf.of(slots) : VectorBranch.of(shift, slots);
    }

    /** The shift of the lowest node over all blocks of 32 positions but the last. A rule of the format. */
    private static int rootShift(long start, long end) {
        long lastAbove = ((end - 1) & -MAX_WIDTH) - 1;
        long different = start ^ lastAbove;
        return different < MAX_WIDTH ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(different)) / 5 * 5;
    }

    static UnwritableValueException atElement(UnwritableValueException e) {
        return e.at("[element]");
    }
}
