package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.SlotTag;
import io.varve.internal.codec.value.UnwritableValueException;
import io.varve.internal.page.Differing;
import io.varve.internal.page.NodeLoader;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.StoredPage;
import io.varve.internal.page.Stub;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.BranchEncoding;
import io.varve.internal.trie.Leaf;
import io.varve.internal.trie.LeafEncoding;
import io.varve.internal.trie.Node;
import io.varve.internal.trie.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the nodes of the maps of one type, and knows how to load them again; {@link MapNodes} reads them. */
final class MapPages {

    /** A node that takes no more bytes than this, links included, stays with its parent. A constant of the format. */
    static final int INLINE_BYTES = 256;

    private final PageTypes pageTypes;
    private final PagePlans plans;
    private final PagePlans keyPlans;
    private final ValuePages values;

    MapPages(PageTypes pageTypes, ContainerNode type) {
        this.pageTypes = pageTypes;
        this.plans = pageTypes.plans(type);
        this.keyPlans = pageTypes.plans(type.argument(0));
        this.values = new ValuePages(pageTypes, pageTypes.plans(type.argument(1)));
    }

    PagePlans plans() {
        return plans;
    }

    ValuePages values() {
        return values;
    }

    /** Writes a root; one that was written before in the same write is only mentioned. */
    void writeRoot(PageOutput out, Object root) {
        PageLink before = out.written(root);
        if (before != null) {
            writeLink(out, Slot.size(root), before);
        } else {
            findBases(root, out.target().source());
            writeSlot(out, root, 0, link -> out.written(root, link), stub -> {});
        }
    }

    /** Finds out which pages others may be deltas of, of all nodes from which those were made that are to be written. */
    private static void findBases(Object root, PageSource source) {
        List<StoredPage> before = new ArrayList<>();
        addPagesBefore(root, source, before);
        StoredPage.findBases(before, source);
    }

    private static void addPagesBefore(Object slot, PageSource source, List<StoredPage> before) {
        if (slot instanceof Leaf leaf && isNew(leaf, source)) {
            LeafEncoding known = leaf.encoding();
            if (known != null) {
                before.add(known.page());
            }
        } else if (slot instanceof Branch branch && isNew(branch, source)) {
            BranchEncoding known = branch.encoding();
            if (known != null) {
                before.add(known.page());
            }
            BranchEncoding stored = known != null && known.page().isStoredIn(source) ? known : null;
            for (int i = 0; i < branch.childCount(); i++) {
                if (stored == null || !stored.isUnchanged(branch, i)) {
                    addPagesBefore(branch.child(i), source, before);
                }
            }
        }
    }

    private static boolean isNew(Node node, PageSource source) {
        Stub<?> stored = node.stored();
        return stored == null || !stored.isStoredIn(source);
    }

    /**
     * Writes what a parent holds as a child.
     *
     * @param slot a node, or a stub of one
     * @param level how many branches there are above it
     * @param put told the page if the slot gets one
     * @param replace takes the stub of a node that has been stored, for the parent
     */
    private void writeSlot(PageOutput out, Object slot, int level, Consumer<PageLink> put, Consumer<Stub<?>> replace) {
        PageSource source = out.target().source();
        Stub<?> stored = slot instanceof Stub<?> stub ? stub : ((Node) slot).stored();
        if (stored != null && stored.isStoredIn(source)) {
            if (slot != stored) {
                replace.accept(stored);
            }
            writeLink(out, stored.size(), stored.link());
            return;
        }
        // What another source keeps is copied, and stays as it is there.
        boolean ours = stored == null;
        Node node = Slot.node(slot);
        PageLink before = out.target().pageOf(node);
        if (before != null) {
            put.accept(before);
            writeLink(out, node.size(), before);
            return;
        }
        int mark = out.position();
        int linkMark = out.linkCount();
        NodeBytes bytes = writeNode(out, node, level);
        if (out.lengthSince(mark, linkMark) <= INLINE_BYTES) {
            return;
        }
        PageContent content =
                bytes.asStored(out.cut(PageKind.MAP_NODE, plans.schema().id(), mark, linkMark), source);
        PageLink page = WhenStored.put(out.target(), content, (link, form) -> {
            if (ours) {
                Stub<Node> stub =
                        Stub.ofStored(link, node.size(), loader(source, level), node, content.estimatedHeapBytes());
                node.stored(stub);
                bytes.remember(stub, content, form);
                replace.accept(stub);
            }
        });
        out.target().isPut(node, page);
        put.accept(page);
        writeLink(out, node.size(), page);
    }

    private static void writeLink(PageOutput out, int size, PageLink link) {
        SlotTag.LINK.write(out);
        out.writeVarInt(size, true);
        out.writeLink(link);
    }

    private NodeBytes writeNode(PageOutput out, Node node, int level) {
        if (node instanceof Leaf leaf) {
            LeafBytes bytes = new LeafBytes(leaf, plans.schema().id(), out);
            bytes.write(out, index -> writeEntry(out, leaf, index));
            return bytes;
        }
        Branch branch = (Branch) node;
        BranchBytes bytes = new BranchBytes(branch, plans.schema().id());
        bytes.write(
                out,
                level,
                index -> writeSlot(
                        out, branch.child(index), level + 1, link -> {}, stub -> branch.replaceChild(index, stub)));
        return bytes;
    }

    private void writeEntry(PageOutput out, Leaf leaf, int index) {
        try {
            keyPlans.today().write(out, leaf.key(index));
            values.write(out, leaf.heldValue(index), stub -> leaf.replaceValue(index, stub));
        } catch (UnwritableValueException e) {
            throw e.atKey(leaf.key(index));
        }
    }

    /** Loads nodes of the given level. */
    NodeLoader<Node> loader(PageSource source, int level) {
        return new NodeLoader<>() {
            @Override
            public PageSource source() {
                return source;
            }

            @Override
            public Node decode(PageContent content, Stub<?> stub) {
                return decode(content, stub, null);
            }

            @Override
            public Node decode(PageContent content, Stub<?> stub, @Nullable Object similar) {
                PageOrigin origin = new PageOrigin(content, stub);
                KnownEntries known = knownEntries(similar, content, source);
                return pageTypes.decode(
                        source,
                        content,
                        PageKind.MAP_NODE,
                        in -> reader(content, source).readPage(in, level, origin, known));
            }

            @Override
            public @Nullable Differing<Node> decodeDiffering(PageContent before, PageContent after) {
                return LeafDifference.areComparable(before, after)
                        ? new LeafDifference(pageTypes, source, reader(before, source)).between(before, after)
                        : null;
            }
        };
    }

    /** What a node may have in common with one that is read; null if that can't be told by their bytes. */
    private static @Nullable KnownEntries knownEntries(
            @Nullable Object similar, PageContent content, PageSource source) {
        if (!(similar instanceof Leaf leaf) || !content.isKept()) {
            return null;
        }
        LeafEncoding encoding = leaf.encoding();
        // Of another source it may be of classes that only have the same names.
        return encoding != null
                        && encoding.page().isStoredIn(source)
                        && content.schemas().equals(List.of(encoding.schema()))
                ? new KnownEntries(encoding)
                : null;
    }

    MapNodes reader(PageContent content, PageSource source) {
        if (plans.of(content, source) instanceof MapNodes reader) {
            return reader;
        }
        throw new KryoException("its schema is not that of a map");
    }

    /** Reads the entries of a page in whatever order it has them. */
    void readEntries(PageSource source, PageLink link, int level, EntryReader entries) {
        PageContent content = source.read(link.id());
        pageTypes.decode(source, content, PageKind.MAP_NODE, in -> {
            reader(content, source).readPageEntries(in, level, entries);
            return entries;
        });
    }

    /** Takes entries as they are read. */
    interface EntryReader {
        void entry(Object key, Object value);
    }
}
