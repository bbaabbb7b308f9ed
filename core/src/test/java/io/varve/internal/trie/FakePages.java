package io.varve.internal.trie;

import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.NodeLoader;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Stub;
import io.varve.spi.PageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store of nodes as objects: stands in for the codec, with content ids, stubs put in place, and eviction. */
final class FakePages implements PageSource {

    private final KeyHasher hasher;
    private final NodeBudget budget;
    private final HeldPages held = new HeldPages();
    private final Map<PageId, Supplier<Object>> pages = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    FakePages(KeyHasher hasher, long budgetBytes) {
        this.hasher = hasher;
        this.budget = new NodeBudget(budgetBytes);
    }

    /** How many pages have been read. */
    int reads() {
        return reads.get();
    }

    /** Stores a node and some of the nodes and values below it, putting stubs in their places. */
    Stub<?> store(Object slot, int level, double share, Random random) {
        if (slot instanceof Stub<?> stub) {
            return stub;
        }
        Node node = (Node) slot;
        if (node.stored() != null) {
            return node.stored();
        }
        String content = Shape.actual(hasher, node);
        Stub<?> stub;
        if (node instanceof Leaf leaf) {
            for (int i = 0; i < leaf.size(); i++) {
                // As the codec's rule, this one depends on the value alone.
                if (leaf.value(i).hashCode() % 3 == 0) {
                    leaf.replaceValue(i, storeValue(leaf.heldValue(i)));
                }
            }
            Object[] keys = leaf.keys.clone();
            Object[] values = java.util.stream.IntStream.range(0, leaf.size())
                    .mapToObj(leaf::heldValue)
                    .toArray();
            stub = stub(content, leaf, () -> Leaf.of(hasher, keys.clone(), values.clone()));
        } else {
            Branch branch = (Branch) node;
            Object[] children = new Object[branch.childCount()];
            for (int i = 0; i < children.length; i++) {
                if (random.nextDouble() < share) {
                    branch.replaceChild(i, store(branch.child(i), level + 1, share, random));
                }
                children[i] = branch.child(i);
            }
            stub = stub(content, branch, () -> Branch.of(hasher, level, branch.starts(), children.clone()));
        }
        node.stored(stub);
        return stub;
    }

    @Override
    public PageContent read(PageId id) {
        reads.incrementAndGet();
        return new PageContent(PageKind.MAP_NODE, List.of(), List.of(), id.toBytes());
    }

    @Override
    public Set<PageId> basesAmong(Collection<PageId> ids) {
        return Set.copyOf(ids);
    }

    @Override
    public byte[] readSchema(PageId id) {
        throw new UnsupportedOperationException("no schemas here");
    }

    @Override
    public HeldPages held() {
        return held;
    }

    @Override
    public NodeBudget budget() {
        return budget;
    }

    private Stub<?> storeValue(Object value) {
        return value instanceof Stub<?> stub ? stub : put("value " + value, 1, value, () -> value);
    }

    private Stub<?> stub(String content, Node node, Supplier<Object> copy) {
        return put(content, node.size(), node, copy);
    }

    private Stub<?> put(String content, int size, Object node, Supplier<Object> copy) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            PageLink link = new PageLink(PageId.of(hash, 0), false);
            pages.putIfAbsent(link.id(), copy);
            return Stub.ofStored(link, size, new Loader(), node, 100);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private final class Loader implements NodeLoader<Object> {

        @Override
        public PageSource source() {
            return FakePages.this;
        }

        @Override
        public Object decode(PageContent content, Stub<?> stub) {
            return pages.get(PageId.of(content.payload())).get();
        }
    }
}
