package io.varve.internal.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On stored maps")
class DiffCostTest {

    private static final int SIZE = 50_000;

    private final KeyHasher hasher = KeyHasher.standard();
    private final FakePages pages = new FakePages(hasher, 0);

    @Test
    @DisplayName("a diff reads only the pages on the paths that changed")
    void readsOnlyWhatChanged() {
        PersistentMap<Integer, String> before = stored(0);
        PersistentMap<Integer, String> after = TrieMap.ofRoot(pages.store(
                ((TrieMap<Integer, String>) before.put(17, "x").remove(4711).put(-1, "new")).root(),
                0,
                1,
                new Random(1)));
        int readsBefore = pages.reads();
        assertThat(Iterator.ofAll(before.diff(after)).length()).isEqualTo(3);
        // At most three nodes and a value on each of three paths, in both versions.
        assertThat(pages.reads() - readsBefore).isLessThanOrEqualTo(2 * 3 * 4);
    }

    @Test
    @DisplayName("maps that were stored apart are found equal by their ids")
    void equalByContent() {
        PersistentMap<Integer, String> one = stored(0);
        PersistentMap<Integer, String> other = stored(0);
        int readsBefore = pages.reads();
        assertThat(one.equals(other)).isTrue();
        assertThat(pages.reads()).isEqualTo(readsBefore);
        assertThat(one.equals(stored(1))).isFalse();
    }

    @Test
    @DisplayName("a lookup, a put and a remove read one page on each level")
    void pointOperationsReadOnePath() {
        PersistentMap<Integer, String> map = stored(0);
        int readsBefore = pages.reads();
        assertThat(map.get(4711).isDefined()).isTrue();
        assertThat(pages.reads() - readsBefore).isLessThanOrEqualTo(4);
        map.put(4711, "other");
        map.remove(4711);
        assertThat(pages.reads() - readsBefore).isLessThanOrEqualTo(3 * 4);
    }

    @Test
    @DisplayName("a filter that keeps all keeps the stubs, not what it loaded")
    void filterKeepsStubs() {
        PersistentMap<Integer, String> map = stored(0);
        assertThat(map.filter((key, value) -> true)).isSameAs(map);
        assertThat(map.mapValues(value -> value)).isSameAs(map);
        assertThat(map.removeAll(Iterator.range(-100, 0))).isSameAs(map);
        assertThat(map.putAll(Iterator.range(0, 100).map(key -> Tuple.of(key, "v" + key))))
                .isSameAs(map);
    }

    private PersistentMap<Integer, String> stored(int changed) {
        TrieMap<Integer, String> map = TrieMap.<Integer, String>empty()
                .putAll(Iterator.range(0, SIZE).map(key -> Tuple.of(key, "v" + (key < changed ? -1 : key))));
        return TrieMap.ofRoot(pages.store(map.root(), 0, 1, new Random(2)));
    }
}
