package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.tree.GenericPart.Below;
import io.varve.internal.codec.tree.GenericPart.Here;
import io.varve.internal.codec.tree.GenericPart.Large;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.ReadingSerializer;
import io.varve.internal.codec.value.SlotTag;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.PageKind;
import io.varve.internal.trie.Node;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads persistent maps and vectors as the parts of their nodes, by what {@link MapNodes} and {@link VectorNodes} say of
 * the bytes. Hashes are not looked at: what they are depends on the class of the key.
 */
final class GenericNodes extends ReadingSerializer {

    private static final int MAX_WIDTH = 32;
    private static final int MAX_SHIFT = 60;

    private final GenericPages pages;

    /** Reads the keys of a map; null for a vector. */
    private final @Nullable ValueSerializer key;

    private final ValueSerializer value;

    GenericNodes(GenericPages pages, @Nullable ValueSerializer key, ValueSerializer value) {
        this.pages = pages;
        this.key = key;
        this.value = value;
    }

    PageKind kind() {
        return key == null ? PageKind.VECTOR_NODE : PageKind.MAP_NODE;
    }

    @Override
    public Object read(PageInput in) {
        List<GenericPart> parts = new ArrayList<>();
        if (key != null) {
            mapSlot(in, 0, parts);
            return new GenericTree.OfMap(new GenericTree(pages, in.source(), PageKind.MAP_NODE, parts));
        }
        in.readVarLong(true);
        long length = in.readVarLong(true);
        if (length != 0) {
            if (in.readFlag()) {
                vectorSlot(in, MAX_SHIFT, parts);
            }
            vectorSlot(in, 0, parts);
        }
        GenericTree tree = new GenericTree(pages, in.source(), PageKind.VECTOR_NODE, parts);
        if (tree.size() != length) {
            throw new KryoException("a vector of " + length + " elements whose nodes have " + tree.size());
        }
        return new GenericTree.OfVector(tree);
    }

    /** Reads the node that a page holds. */
    List<GenericPart> readPage(PageInput in, int height) {
        SlotTag tag = SlotTag.read(in);
        if (tag == SlotTag.LINK) {
            throw new KryoException("a page that holds nothing but a mention of another");
        }
        List<GenericPart> parts = new ArrayList<>();
        if (key != null) {
            mapNode(in, tag, height, key, parts);
        } else {
            vectorNode(in, tag, height, parts);
        }
        return parts;
    }

    private void mapSlot(PageInput in, int level, List<GenericPart> parts) {
        SlotTag tag = SlotTag.read(in);
        if (tag == SlotTag.LINK) {
            parts.add(below(in, level));
        } else if (key != null) {
            mapNode(in, tag, level, key, parts);
        }
    }

    private void mapNode(PageInput in, SlotTag tag, int level, ValueSerializer keys, List<GenericPart> parts) {
        if (tag == SlotTag.LEAF) {
            int count = in.readCount();
            if (count > Node.LEAF_CAPACITY) {
                throw new KryoException("a leaf of " + count + " entries");
            }
            for (int i = 0; i < count; i++) {
                Object read = keys.read(in);
                parts.add(in.readFlag() ? new Here(Tuple.of(read, value.read(in))) : new Large(read, in.readLink()));
            }
            return;
        }
        int stored = in.readByteUnsigned();
        if (stored != level) { // So that no chain of nodes is longer than the levels that a byte can tell.
            throw new KryoException("a branch of level " + stored + " where one of " + level + " belongs");
        }
        int children = Integer.bitCount(in.readInt());
        for (int i = 0; i < children; i++) {
            mapSlot(in, level + 1, parts);
        }
    }

    private void vectorSlot(PageInput in, int maxShift, List<GenericPart> parts) {
        SlotTag tag = SlotTag.read(in);
        if (tag == SlotTag.LINK) {
            parts.add(below(in, maxShift));
        } else {
            vectorNode(in, tag, maxShift, parts);
        }
    }

    /** Below a root the shift of a node is known; that of the root is at most the given. */
    private void vectorNode(PageInput in, SlotTag tag, int maxShift, List<GenericPart> parts) {
        int shift = tag == SlotTag.LEAF ? 0 : in.readByteUnsigned();
        if (shift > maxShift || shift % 5 != 0 || tag == SlotTag.BRANCH && shift == 0) {
            throw new KryoException("a node of shift " + shift + " where one of at most " + maxShift + " belongs");
        }
        int first = in.readByteUnsigned();
        int width = in.readByteUnsigned();
        if (first >= width || width > MAX_WIDTH) {
            throw new KryoException("a node with the slots from " + first + " to " + width);
        }
        for (int i = first; i < width; i++) {
            if (shift > 0) {
                vectorSlot(in, shift - 5, parts);
            } else {
                parts.add(in.readFlag() ? new Here(value.read(in)) : new Large(null, in.readLink()));
            }
        }
    }

    private static Below below(PageInput in, int height) {
        int size = in.readVarInt(true);
        if (size < 1) {
            throw new KryoException("a page of " + size + " elements");
        }
        return new Below(in.readLink(), size, height);
    }
}
