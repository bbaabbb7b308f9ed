package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.tree.MapPages.EntryReader;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.SlotTag;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.Stub;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.KeyHasher;
import io.varve.internal.trie.Leaf;
import io.varve.internal.trie.Node;
import io.varve.internal.trie.TrieMap;
import java.util.BitSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A persistent map as its root. Reads the nodes that were written with one schema. */
final class MapNodes extends ValueSerializer {

    private final MapPages pages;
    private final ValueSerializer key;
    private final ValueSerializer value;
    private final Consumer<PageInput> passEntry;
    private final boolean sameKeys;

    MapNodes(
            MapPages pages,
            ValueSerializer key,
            ValueSerializer value,
            Consumer<PageInput> passEntry,
            boolean sameKeys) {
        this.pages = pages;
        this.key = key;
        this.value = value;
        this.passEntry = passEntry;
        this.sameKeys = sameKeys;
    }

    @Override
    public void write(PageOutput out, Object map) {
        pages.writeRoot(out, ((TrieMap<?, ?>) map).root());
    }

    @Override
    public Object read(PageInput in) {
        return TrieMap.ofRoot(readSlot(in, 0));
    }

    /** Reads what a parent holds as a child: a node, or a stub of one. */
    Object readSlot(PageInput in, int level) {
        if (!sameKeys) {
            return rebuilt(in, level);
        }
        SlotTag tag = SlotTag.read(in);
        return tag == SlotTag.LINK
                ? new Stub<>(in.readLink(), readSize(in), pages.loader(in.source(), level))
                : readNode(in, tag, level);
    }

    /**
     * Reads the node that a page holds.
     *
     * @param known a leaf that it is likely to have entries in common with, if there is one
     */
    Node readPage(PageInput in, int level, PageOrigin origin, @Nullable KnownEntries known) {
        if (!sameKeys) {
            return (Node) rebuilt(in, level);
        }
        if (requireNode(SlotTag.read(in)) == SlotTag.LEAF) {
            char[] ends = new char[readLeafSize(in)];
            int head = in.position();
            Leaf leaf = readLeaf(in, ends.length, ends, known);
            origin.keepWith(leaf, ends, head);
            return leaf;
        }
        Branch branch = readBranch(in, level);
        origin.keepWith(branch);
        return branch;
    }

    private Node readNode(PageInput in, SlotTag tag, int level) {
        return tag == SlotTag.LEAF ? readLeaf(in, readLeafSize(in), null, null) : readBranch(in, level);
    }

    private Leaf readLeaf(PageInput in, int count, char @Nullable [] ends, @Nullable KnownEntries known) {
        Object[] keys = new Object[count];
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            int same = known == null ? -1 : known.find(in.getBuffer(), in.position(), in.limit());
            if (known != null && same >= 0) {
                keys[i] = known.key(same);
                values[i] = known.value(same);
                in.setPosition(in.position() + known.length(same));
            } else {
                keys[i] = key.read(in);
                values[i] = pages.values().read(in, value);
            }
            if (ends != null) {
                ends[i] = (char) in.position();
            }
        }
        return Leaf.of(KeyHasher.standard(), keys, values);
    }

    /**
     * Finds the entries of the leaf that a page holds, without making them.
     *
     * @return where each begins, and where the last ends; null if it is no leaf, or its keys are not what they were
     */
    int @Nullable [] findEntries(PageInput in) {
        if (!sameKeys || requireNode(SlotTag.read(in)) != SlotTag.LEAF) {
            in.setPosition(in.limit());
            return null;
        }
        int[] bounds = new int[readLeafSize(in) + 1];
        bounds[0] = in.position();
        for (int i = 1; i < bounds.length; i++) {
            passEntry.accept(in);
            bounds[i] = in.position();
        }
        return bounds;
    }

    /**
     * Reads a leaf of some of the entries of a page.
     *
     * @param bounds where they are, as {@link #findEntries} tells
     * @param but the indexes of those to leave out
     */
    Leaf readEntries(PageInput in, int[] bounds, BitSet but) {
        int count = bounds.length - 1 - but.cardinality();
        Object[] keys = new Object[count];
        Object[] values = new Object[count];
        int index = but.nextClearBit(0);
        for (int i = 0; i < count; i++) {
            in.setPosition(bounds[index]);
            keys[i] = key.read(in);
            values[i] = pages.values().read(in, value);
            index = but.nextClearBit(index + 1);
        }
        in.setPosition(in.limit());
        return Leaf.of(KeyHasher.standard(), keys, values);
    }

    private Branch readBranch(PageInput in, int level) {
        requireLevel(in, level);
        int starts = in.readInt();
        Object[] children = new Object[Integer.bitCount(starts)];
        for (int i = 0; i < children.length; i++) {
            children[i] = readSlot(in, level + 1);
        }
        return Branch.of(KeyHasher.standard(), level, starts, children);
    }

    private static int readSize(PageInput in) {
        int size = in.readVarInt(true);
        if (size < 1) {
            throw new KryoException("a page of " + size + " entries");
        }
        return size;
    }

    private static int readLeafSize(PageInput in) {
        int count = in.readCount();
        if (count > Node.LEAF_CAPACITY) {
            throw new KryoException("a leaf of " + count + " entries");
        }
        return count;
    }

    /** Keys that are not what they were have other hashes: all entries are put into a new map. */
    private Object rebuilt(PageInput in, int level) {
        if (level != 0) {
            throw new KryoException("a node whose keys are of another schema than those of its parent");
        }
        Rebuild rebuild = new Rebuild();
        readEntries(in, level, rebuild);
        return rebuild.map.root();
    }

    /** Reads all entries, those in pages below included. Hashes are not looked at. */
    private void readEntries(PageInput in, int level, EntryReader entries) {
        SlotTag tag = SlotTag.read(in);
        if (tag == SlotTag.LINK) {
            readSize(in);
            pages.readEntries(in.source(), in.readLink(), level, entries);
        } else {
            readEntries(in, tag, level, entries);
        }
    }

    /** Reads all entries of the node that a page holds. */
    void readPageEntries(PageInput in, int level, EntryReader entries) {
        readEntries(in, requireNode(SlotTag.read(in)), level, entries);
    }

    private void readEntries(PageInput in, SlotTag node, int level, EntryReader entries) {
        if (node == SlotTag.LEAF) {
            int count = readLeafSize(in);
            for (int i = 0; i < count; i++) {
                Object readKey = key.read(in);
                entries.entry(readKey, pages.values().read(in, value));
            }
            return;
        }
        requireLevel(in, level);
        int children = Integer.bitCount(in.readInt());
        for (int i = 0; i < children; i++) {
            readEntries(in, level + 1, entries);
        }
    }

    /** Fails if a page holds nothing but a mention of another: a chain of such would have no end. */
    private static SlotTag requireNode(SlotTag tag) {
        if (tag == SlotTag.LINK) {
            throw new KryoException("a page that holds nothing but a mention of another");
        }
        return tag;
    }

    private static void requireLevel(PageInput in, int level) {
        int stored = in.readByteUnsigned();
        if (stored != level) {
            throw new KryoException("a branch of level " + stored + " where one of " + level + " belongs");
        }
    }

    private static final class Rebuild implements EntryReader {

        private TrieMap<Object, Object> map = TrieMap.empty();

        @Override
        public void entry(Object key, Object value) {
            TrieMap<Object, Object> more = map.put(key, value instanceof Stub<?> stub ? stub.get() : value);
            if (more.size() == map.size()) {
                throw new UnreadableSchemaException("two stored keys of a map are the same key now, " + key
                        + "; keep the component of the key that told them apart");
            }
            map = more;
        }
    }
}
