package io.varve.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.CorruptDataException;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.Stub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A vector whose parts are in pages reads what it needs, and is not fooled by pages that don't belong there. */
class StoredVectorTest {

    private static final int SIZE = 40_000; // 1,250 leaves under 40 branches under 2 under the root

    private final List<Integer> contents = IntStream.range(0, SIZE).boxed().toList();
    private final FakePages pages = FakePages.alwaysEvicted();

    private RadixVector<Integer> stored() {
        return pages.evictAll(RadixVector.ofAll(contents));
    }

    @Test
    void puttingAVectorTogetherReadsNothing() {
        assertThat(stored().length()).isEqualTo(SIZE);
        assertThat(pages.reads()).isZero();
    }

    @Test
    void gettingAnElementReadsThePathToIt() {
        assertThat(stored().get(12_345)).isEqualTo(12_345);
        assertThat(pages.reads()).isEqualTo(4);
    }

    @Test
    void appendingReadsTheLastLeafOnly() {
        RadixVector<Integer> vector = pages.evictAll(RadixVector.ofAll(contents.subList(0, SIZE - 5)));
        vector.append(1);
        assertThat(pages.reads()).isEqualTo(1);
    }

    @Test
    void droppingReadsThePathToTheNewFrontOnly() {
        stored().drop(20_001);
        assertThat(pages.reads()).isEqualTo(4);
    }

    @Test
    void droppingWholeLeavesReadsNoLeaf() {
        stored().drop(1024 * 20);
        assertThat(pages.reads()).isEqualTo(2);
    }

    @Test
    void iteratingReadsEveryLeafOnce() {
        int leaves = SIZE / 32;
        assertThat(stored().iterator().toJavaList()).isEqualTo(contents);
        // Each leaf but the last is found from the root, in four reads.
        assertThat(pages.reads()).isEqualTo((leaves - 1) * 4 + 1);
    }

    @Test
    void iteratingBackwardsAndByListReadsEveryLeafOnceToo() {
        List<Integer> reversed = new ArrayList<>(contents);
        Collections.reverse(reversed);
        assertThat(stored().reverseIterator().toJavaList()).isEqualTo(reversed);
        int onePass = pages.reads();
        assertThat(stored().asJava()).isEqualTo(contents);
        assertThat(pages.reads()).isEqualTo(2 * onePass);
    }

    @Test
    void mappingMostElementsToThemselvesKeepsThePagesOfTheOthers() {
        RadixVector<Integer> vector = stored();
        RadixVector<Integer> mapped = vector.map(element -> element == 777 ? Integer.valueOf(-1) : element);
        assertThat(mapped.root()).isInstanceOf(VectorBranch.class);
        VectorNode root = (VectorNode) mapped.root();
        assertThat(root.slot(0)).isInstanceOf(VectorBranch.class);
        assertThat(root.slot(1)).isInstanceOf(Stub.class);
        assertThat(mapped.lastLeaf()).isSameAs(vector.lastLeaf());
        assertThat(vector.map(element -> element)).isSameAs(vector);
    }

    @Test
    void filteringTheOldestAwaySharesTheRest() {
        RadixVector<Integer> vector = stored();
        RadixVector<Integer> later = vector.filter(element -> element >= 10_000);
        assertThat(later.start()).isEqualTo(10_000);
        assertThat(later.lastLeaf()).isSameAs(vector.lastLeaf());
    }

    @Test
    void comparingVersionsReadsOnlyWhatChanged() {
        RadixVector<Integer> before = stored();
        RadixVector<Integer> after = pages.evictAll(before.update(5_000, -1).append(-2));
        int readsBefore = pages.reads();
        assertThat(before.diff(after))
                .map(Object::toString)
                .containsExactly("Replaced[index=5000, before=5000, after=-1]", "Added[index=40000, after=-2]");
        // On both sides the paths to the change and to the end, of 1,293 nodes.
        assertThat(pages.reads() - readsBefore).isLessThan(20);
        int readsByDiff = pages.reads();
        assertThat(before.equals(after.dropRight(1))).isFalse();
        assertThat(pages.reads() - readsByDiff).isLessThan(20);
    }

    @Test
    void readersSeeTheSameElementsWhileStubsReplaceThem() throws Exception {
        RadixVector<Integer> vector = RadixVector.ofAll(contents);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Integer> reader = () -> {
                int passes = 0;
                Random random = new Random(passes);
                do {
                    for (int i = 0; i < 5_000; i++) {
                        int index = random.nextInt(SIZE);
                        assertThat(vector.get(index)).isEqualTo(index);
                    }
                    assertThat(vector.asJava()).isEqualTo(contents);
                    passes++;
                } while (!done.get());
                return passes;
            };
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            Random random = new Random(1);
            for (int i = 0; i < 60; i++) {
                pages.evictSome(vector, random);
            }
            done.set(true);
            for (Future<Integer> passes : readers) {
                assertThat(passes.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(pages.reads()).isPositive();
    }

    @Test
    void largeElementsStayInTheirPagesWhenTheirNeighboursMove() {
        Object[] slots = {1, pages.stub(2, 1, PageKind.VALUE), 3};
        RadixVector<Integer> vector = RadixVector.ofRoot(0, 3, null, VectorLeaf.of(slots));
        RadixVector<Integer> moved = vector.patch(0, List.of(9), 0).append(4).update(0, 8);
        assertThat(pages.reads()).isZero();
        VectorInvariants.check(moved, List.of(8, 1, 2, 3, 4));
        assertThat(vector.map(element -> element)).isSameAs(vector);
    }

    @Test
    void nodesRefuseSlotsThatNoVectorHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> VectorLeaf.of(new Object[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorLeaf.of(new Object[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorLeaf.of(new Object[] {null, null}));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorLeaf.of(new Object[] {1, null}));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorLeaf.of(new Object[] {1, null, 1}));
        VectorLeaf leaf = full();
        for (int shift : new int[] {-5, 0, 3, 10, 60}) {
            assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(shift, new Object[] {leaf}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {"no node"}));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {leaf, null, leaf}));
        VectorLeaf partial = VectorLeaf.of(new Object[] {1, 2});
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {partial, leaf}));
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {leaf, partial, leaf}));
        VectorLeaf late = VectorLeaf.of(new Object[] {null, 2});
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {leaf, late}));
        Stub<VectorNode> shortStub = pages.stub(partial);
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {leaf, shortStub, leaf}));
        Stub<VectorNode> hugeStub = pages.stub(leaf, 33, PageKind.VECTOR_NODE);
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(5, new Object[] {hugeStub}));
        VectorBranch gap = VectorBranch.of(5, new Object[] {full(), partial});
        assertThatIllegalArgumentException().isThrownBy(() -> VectorBranch.of(10, new Object[] {gap, gap}));
    }

    @Test
    void aRootThatDoesNotFitTheRangeIsRefused() {
        VectorLeaf leaf = full();
        VectorBranch two = VectorBranch.of(5, new Object[] {leaf, leaf});
        assertThat(RadixVector.ofRoot(0, 96, two, leaf).length()).isEqualTo(96);
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 0, null, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(-32, 0, null, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(5, 3, null, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 1L << 32, two, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, Long.MAX_VALUE, two, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 32, two, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 96, null, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 128, two, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(1, 96, two, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 96, leaf, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 96, two, "no leaf"));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 95, two, leaf));
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 96, two, two));
        Stub<VectorNode> stub = pages.stub(leaf);
        assertThatIllegalArgumentException().isThrownBy(() -> RadixVector.ofRoot(0, 96, stub, leaf));
    }

    @Test
    void aPageThatHoldsSomethingElseIsReportedAsCorrupt() {
        VectorLeaf leaf = full();
        VectorBranch two = VectorBranch.of(5, new Object[] {leaf, leaf});
        // The right size, but the wrong height, and slots that are not where the range wants them.
        Stub<Object> leafAsBranch = pages.stub(leaf, 64, PageKind.VECTOR_NODE);
        Stub<Object> branchAsLeaf = pages.stub(two, 32, PageKind.VECTOR_NODE);
        Stub<Object> shortLeaf = pages.stub(VectorLeaf.of(new Object[] {1}), 32, PageKind.VECTOR_NODE);
        RadixVector<Integer> right = RadixVector.ofRoot(0, 96, two, full());
        for (RadixVector<Integer> wrong : List.of(
                RadixVector.<Integer>ofRoot(0, 96, leafAsBranch, leaf),
                RadixVector.<Integer>ofRoot(0, 96, VectorBranch.of(5, new Object[] {leaf, branchAsLeaf}), leaf),
                RadixVector.<Integer>ofRoot(0, 96, VectorBranch.of(5, new Object[] {leaf, shortLeaf}), leaf))) {
            assertThatThrownBy(() -> wrong.get(40)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> wrong.update(40, 1)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> wrong.drop(40)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> wrong.iterator().toJavaList()).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> wrong.map(e -> e)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> wrong.diff(right).forEach(change -> {})).isInstanceOf(CorruptDataException.class);
        }
    }

    private static VectorLeaf full() {
        return VectorLeaf.of(IntStream.range(0, 32).boxed().toArray());
    }
}
