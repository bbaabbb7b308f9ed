package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.SlotTag;
import io.varve.internal.codec.value.UnwritableValueException;
import io.varve.internal.page.NodeLoader;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Stub;
import io.varve.internal.vector.VectorNode;
import java.util.function.Consumer;

/** Writes the nodes of the vectors of one type, and knows how to load them again; {@link VectorNodes} reads them. */
final class VectorPages {

    private final PageTypes pageTypes;
    private final PagePlans plans;
    private final ValuePages elements;

    VectorPages(PageTypes pageTypes, ContainerNode type) {
        this.pageTypes = pageTypes;
        this.plans = pageTypes.plans(type);
        this.elements = new ValuePages(pageTypes, pageTypes.plans(type.argument(0)));
    }

    PagePlans plans() {
        return plans;
    }

    ValuePages elements() {
        return elements;
    }

    /** Writes the root or the last leaf; one that was written before in the same write is only mentioned. */
    void writeRoot(PageOutput out, Object root, int shift) {
        PageLink before = out.written(root);
        if (before != null) {
            writeLink(out, size(root), before);
        } else {
            writeSlot(out, root, shift, link -> out.written(root, link), stub -> {});
        }
    }

    private void writeSlot(PageOutput out, Object slot, int shift, Consumer<PageLink> put, Consumer<Stub<?>> replace) {
        PageSource source = out.target().source();
        Stub<?> stored = slot instanceof Stub<?> stub ? stub : ((VectorNode) slot).stored();
        if (stored != null && stored.isStoredIn(source)) {
            if (slot != stored) {
                replace.accept(stored);
            }
            writeLink(out, stored.size(), stored.link());
            return;
        }
        // What another source keeps is copied, and stays as it is there.
        boolean ours = stored == null;
        VectorNode node = slot instanceof Stub<?> foreign ? (VectorNode) foreign.get() : (VectorNode) slot;
        PageLink before = out.target().pageOf(node);
        if (before != null) {
            put.accept(before);
            writeLink(out, size(node), before);
            return;
        }
        int mark = out.position();
        int linkMark = out.linkCount();
        writeNode(out, node);
        if (out.lengthSince(mark, linkMark) <= MapPages.INLINE_BYTES) {
            return;
        }
        int size = size(node);
        PageContent content = out.cut(PageKind.VECTOR_NODE, plans.schema().id(), mark, linkMark);
        PageLink page = WhenStored.put(out.target(), content, (link, form) -> {
            if (ours) {
                Stub<VectorNode> stub =
                        Stub.ofStored(link, size, loader(source, shift), node, content.estimatedHeapBytes());
                node.stored(stub);
                replace.accept(stub);
            }
        });
        out.target().isPut(node, page);
        put.accept(page);
        writeLink(out, size, page);
    }

    private static void writeLink(PageOutput out, int size, PageLink link) {
        SlotTag.LINK.write(out);
        out.writeVarInt(size, true);
        out.writeLink(link);
    }

    private void writeNode(PageOutput out, VectorNode node) {
        int shift = node.shift();
        if (shift == 0) {
            SlotTag.LEAF.write(out);
        } else {
            SlotTag.BRANCH.write(out);
            out.writeByte(shift);
        }
        int first = node.first();
        out.writeByte(first);
        out.writeByte(node.width());
        for (int i = first; i < node.width(); i++) {
            int index = i;
            if (shift == 0) {
                writeElement(out, node, i);
            } else {
                writeSlot(out, node.slot(i), shift - 5, link -> {}, stub -> node.replace(index, stub));
            }
        }
    }

    private void writeElement(PageOutput out, VectorNode leaf, int index) {
        try {
            elements.write(out, leaf.slot(index), stub -> leaf.replace(index, stub));
        } catch (UnwritableValueException e) {
            throw VectorNodes.atElement(e);
        }
    }

    private static int size(Object slot) {
        return slot instanceof Stub<?> stub ? stub.size() : (int) ((VectorNode) slot).size();
    }

    /** Loads nodes of the given shift. */
    NodeLoader<VectorNode> loader(PageSource source, int shift) {
        return new NodeLoader<>() {
            @Override
            public PageSource source() {
                return source;
            }

            @Override
            public VectorNode decode(PageContent content, Stub<?> stub) {
                return pageTypes.decode(source, content, PageKind.VECTOR_NODE, in -> {
                    if (!(plans.of(content, source) instanceof VectorNodes reader)) {
                        throw new KryoException("its schema is not that of a vector");
                    }
                    Object slot = reader.readSlot(in, shift);
                    if (slot instanceof VectorNode node) {
                        return node;
                    }
                    throw new KryoException("a page that holds nothing but a mention of another");
                });
            }
        };
    }
}
