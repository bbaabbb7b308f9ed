package io.varve.internal.vector;

import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.NodeLoader;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Stub;
import io.varve.spi.PageId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Pages that are nothing but a number under which an object is kept. Counts what is read. */
final class FakePages implements PageSource {

    private final Map<Long, Object> objects = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final NodeBudget budget;
    private final HeldPages held = new HeldPages();

    private FakePages(long maximumBytes) {
        budget = new NodeBudget(maximumBytes);
    }

    /** Pages of which none stays in memory. */
    static FakePages alwaysEvicted() {
        return new FakePages(0);
    }

    int reads() {
        return reads.get();
    }

    Stub<VectorNode> stub(VectorNode node) {
        return stub(node, Math.toIntExact(node.size()), PageKind.VECTOR_NODE);
    }

    <N> Stub<N> stub(N object, int size, PageKind kind) {
        long number = lastId.incrementAndGet();
        objects.put(number, object);
        return new Stub<>(new PageLink(new PageId(0, number), kind == PageKind.VECTOR_NODE), size, new Loader<>());
    }

    /**
     * Puts stubs in the place of some nodes and elements on the heap, as the codec does after storing them. The root
     * and the last leaf are passed over half the time.
     */
    <T> RadixVector<T> evictSome(RadixVector<T> vector, Random random) {
        if (vector.isEmpty()) {
            return vector;
        }
        Object root = vector.root() == null ? null : evictSome(vector.root(), random, 0.5);
        Object lastLeaf = evictSome(vector.lastLeaf(), random, 0.5);
        return RadixVector.ofRoot(vector.start(), vector.end(), root, lastLeaf);
    }

    /** The vector with everything in pages but what its last leaf and root are known by. */
    <T> RadixVector<T> evictAll(RadixVector<T> vector) {
        Object root = vector.root() == null ? null : evictAll(vector.root());
        return RadixVector.ofRoot(vector.start(), vector.end(), root, evictAll(vector.lastLeaf()));
    }

    private Object evictSome(Object subtree, Random random, double probability) {
        if (!(subtree instanceof VectorNode node)) {
            return subtree;
        }
        for (int i = node.first(); i < node.width(); i++) {
            Object slot = node.slot(i);
            if (node instanceof VectorBranch) {
                Object child = random.nextInt(4) > 0 ? slot : evictSome(slot, random, 0.8);
                if (child != slot) {
                    node.replace(i, (Stub<?>) child);
                }
            } else if (!(slot instanceof Stub) && random.nextInt(20) == 0) {
                node.replace(i, stub(slot, 1, PageKind.VALUE));
            }
        }
        return random.nextDouble() < probability ? stored(node) : node;
    }

    private Object evictAll(Object subtree) {
        if (!(subtree instanceof VectorNode node)) {
            return subtree;
        }
        for (int i = node.first(); node instanceof VectorBranch && i < node.width(); i++) {
            if (evictAll(node.slot(i)) instanceof Stub<?> stub) {
                node.replace(i, stub);
            }
        }
        return stored(node);
    }

    private Stub<?> stored(VectorNode node) {
        Stub<?> known = node.stored();
        if (known != null) {
            return known;
        }
        Stub<?> stub = stub(node);
        node.stored(stub);
        return stub;
    }

    @Override
    public PageContent read(PageId id) {
        reads.incrementAndGet();
        byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(id.low()).array();
        return new PageContent(PageKind.VECTOR_NODE, List.of(), List.of(), payload);
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

    private final class Loader<N> implements NodeLoader<N> {

        @Override
        public PageSource source() {
            return FakePages.this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public N decode(PageContent content, Stub<?> stub) {
            return (N) objects.get(ByteBuffer.wrap(content.payload()).getLong());
        }
    }
}
