package io.varve.internal.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nodes from a store")
class StoredNodesTest {

    private final KeyHasher hasher = KeyHasher.standard();

    @Test
    @DisplayName("come back as they were")
    void comeBack() {
        Branch branch = (Branch) map(1000).root();
        Object[] children = branch.children();
        Branch again = Branch.of(hasher, 0, branch.starts(), children);
        assertThat(Shape.actual(hasher, again)).isEqualTo(Shape.actual(hasher, branch));
    }

    @Test
    @DisplayName("are refused if a leaf is out of order, too large or has nulls")
    void refusesBadLeaves() {
        Leaf leaf = (Leaf) map(10).root();
        Object[] swapped = leaf.keys.clone();
        swapped[0] = leaf.key(1);
        swapped[1] = leaf.key(0);
        refused(() -> Leaf.of(hasher, swapped, swapped), "order");
        Object[] doubled = leaf.keys.clone();
        doubled[1] = doubled[0];
        refused(() -> Leaf.of(hasher, doubled, doubled), "order");
        refused(() -> Leaf.of(hasher, new Object[65], new Object[65]), "65");
        refused(() -> Leaf.of(hasher, new Object[] {1}, new Object[0]), "1 with 0");
        refused(() -> Leaf.of(hasher, new Object[] {1}, new Object[1]), "null");
    }

    @Test
    @DisplayName("are refused if no edits could have made the branch")
    void refusesBadBranches() {
        Branch branch = (Branch) map(1000).root();
        Object[] children = branch.children();
        refused(() -> Branch.of(hasher, 65, branch.starts(), children), "level");
        refused(() -> Branch.of(hasher, 0, branch.starts() & ~1, children), "starts");
        refused(() -> Branch.of(hasher, 12, branch.starts(), children), "starts");
        refused(() -> Branch.of(hasher, 0, 1, new Object[] {Leaf.EMPTY}), "0 entries");
        Object[] swapped = children.clone();
        swapped[0] = children[children.length - 1];
        refused(() -> Branch.of(hasher, 0, branch.starts(), swapped), "slots");
        Object[] notNodes = children.clone();
        notNodes[0] = "x";
        refused(() -> Branch.of(hasher, 0, branch.starts(), notNodes), "no node");
        Object[] shrunk = children.clone();
        java.util.Arrays.fill(shrunk, Leaf.EMPTY);
        shrunk[5] = branch;
        refused(() -> Branch.of(hasher, 0, branch.starts(), shrunk), "fit a leaf");
    }

    @Test
    @DisplayName("can be replaced by stubs while others read and edit")
    void replacedWhileRead() throws ExecutionException, InterruptedException, TimeoutException {
        FakePages pages = new FakePages(hasher, 50_000);
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 20; round++) {
                int seed = round;
                TrieMap<Integer, String> map = map(5000);
                TrieMap<Integer, String> edited = map.put(-1, "x").remove(3);
                String shape = Shape.actual(hasher, edited.root());
                Future<?> storing = executor.submit(() -> pages.store(map.root(), 0, 0.9, new Random(seed)));
                Future<?> reading = executor.submit(() -> Iterator.range(0, 5000)
                        .forEach(key -> assertThat(map.get(key).get()).isEqualTo("v" + key)));
                Future<?> editing = executor.submit(() -> Iterator.range(0, 300).forEach(step -> {
                    TrieMap<Integer, String> changed = map.put(-1, "x").remove(3);
                    assertThat(changed.equals(edited)).isTrue();
                }));
                storing.get(60, TimeUnit.SECONDS);
                reading.get(60, TimeUnit.SECONDS);
                editing.get(60, TimeUnit.SECONDS);
                assertThat(Shape.actual(hasher, map.put(-1, "x").remove(3).root()))
                        .isEqualTo(shape);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static TrieMap<Integer, String> map(int size) {
        return TrieMap.<Integer, String>empty().putAll(Iterator.range(0, size).map(key -> Tuple.of(key, "v" + key)));
    }

    private static void refused(Runnable making, String why) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(why);
    }
}
