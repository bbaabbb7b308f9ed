package io.varve.internal.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.EntryChange;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("After any sequence of edits, a trie")
class TrieModelTest {

    private static final long SEED = Long.getLong("varve.seed", System.nanoTime());

    @ParameterizedTest(name = "hashes {0}")
    @EnumSource(HashStyle.class)
    @DisplayName("holds what its model holds, in the one shape that the contents have")
    void equalsItsModel(HashStyle style) {
        for (int range : new int[] {20, 100, 400, 3000}) {
            run(style, SEED + range, range, false, 0);
        }
    }

    @ParameterizedTest(name = "hashes {0}")
    @EnumSource(HashStyle.class)
    @DisplayName("does so too when nodes are stored and replaced by stubs")
    void equalsItsModelWithStubs(HashStyle style) {
        run(style, SEED + 1, 600, true, 1 << 30);
    }

    @ParameterizedTest(name = "hashes {0}")
    @EnumSource(HashStyle.class)
    @DisplayName("does so too when every stub is evicted at once")
    void equalsItsModelWithEvictedStubs(HashStyle style) {
        run(style, SEED + 2, 600, true, 0);
    }

    private static void run(HashStyle style, long seed, int range, boolean stubs, long budget) {
        String what = style + ", range " + range + ", -Dvarve.seed=" + SEED;
        Random random = new Random(seed);
        KeyHasher hasher = style.hasher();
        FakePages pages = new FakePages(hasher, budget);
        TrieMap<Integer, String> map = new TrieMap<>(hasher, Leaf.EMPTY);
        Map<Integer, String> model = new HashMap<>();
        List<TrieMap<Integer, String>> versions = new ArrayList<>();
        List<Map<Integer, String>> contents = new ArrayList<>();
        // Grows and shrinks in turn, through all sizes.
        double growth = 0.8;
        for (int step = 0; step < 250; step++) {
            if (random.nextInt(20) == 0) {
                growth = random.nextDouble();
            }
            map = edit(map, model, random, range, growth);
            if (stubs && random.nextInt(5) == 0) {
                Stubbing.store(pages, map.root(), random);
                if (random.nextBoolean()) {
                    map = new TrieMap<>(hasher, pages.store(map.root(), 0, 0.5, random));
                }
            }
            assertThat(map.size()).as(what).isEqualTo(model.size());
            if (step % 10 == 0) {
                assertThat(Shape.actual(hasher, map.root())).as(what).isEqualTo(Shape.required(hasher, model));
                versions.add(map);
                contents.add(new HashMap<>(model));
            }
        }
        TrieMap<Integer, String> rebuilt =
                new TrieMap<Integer, String>(hasher, Leaf.EMPTY).putAll(shuffled(model, random));
        assertThat(Shape.actual(hasher, rebuilt.root())).as(what).isEqualTo(Shape.actual(hasher, map.root()));
        assertThat(rebuilt.equals(map)).as(what).isTrue();
        for (int i = 0; i < versions.size(); i++) {
            assertThat(Shape.actual(hasher, versions.get(i).root()))
                    .as("an old version, " + what)
                    .isEqualTo(Shape.required(hasher, contents.get(i)));
            int other = random.nextInt(versions.size());
            assertThat(changes(versions.get(i), versions.get(other)))
                    .as("changes, " + what)
                    .isEqualTo(changes(contents.get(i), contents.get(other)));
            assertThat(versions.get(i).equals(versions.get(other)))
                    .as("equality, " + what)
                    .isEqualTo(contents.get(i).equals(contents.get(other)));
        }
    }

    private static TrieMap<Integer, String> edit(
            TrieMap<Integer, String> map, Map<Integer, String> model, Random random, int range, double growth) {
        int key = random.nextInt(range);
        String value = "v" + random.nextInt(3);
        if (random.nextInt(4) > 0) {
            return editOne(map, model, key, value, random.nextDouble() < growth);
        }
        List<Integer> keys =
                random.ints(random.nextInt(range / 2), 0, range).boxed().toList();
        int kind = random.nextInt(20);
        if (kind == 0) {
            int rest = random.nextInt(4);
            model.keySet().removeIf(k -> k % 4 == rest);
            return map.filter((k, v) -> k % 4 != rest);
        } else if (kind == 1) {
            model.keySet().removeIf(k -> k % 16 > 0);
            return map.filter((k, v) -> k % 16 == 0);
        } else if (kind == 2) {
            model.replaceAll((k, v) -> k % 2 == 0 ? v : value);
            return (TrieMap<Integer, String>) map.replaceAll((k, v) -> k % 2 == 0 ? v : value);
        } else if (random.nextDouble() < growth) {
            List<Tuple2<Integer, String>> entries =
                    keys.stream().map(k -> Tuple.of(k, "v" + random.nextInt(3))).toList();
            entries.forEach(entry -> model.put(entry._1, entry._2));
            return map.putAll(entries);
        }
        model.keySet().removeAll(keys);
        return map.removeAll(keys);
    }

    @SuppressWarnings("ReferenceEquality") // whether the very same map comes back is what is asked
    private static TrieMap<Integer, String> editOne(
            TrieMap<Integer, String> map, Map<Integer, String> model, int key, String value, boolean grow) {
        String present = model.get(key);
        assertThat(map.get(key).getOrNull()).isEqualTo(present);
        if (grow) {
            TrieMap<Integer, String> changed = map.put(key, value);
            assertThat(changed == map).isEqualTo(value.equals(present));
            model.put(key, value);
            return changed;
        }
        TrieMap<Integer, String> changed = map.remove(key);
        assertThat(changed == map).isEqualTo(present == null);
        model.remove(key);
        return changed;
    }

    private static List<Tuple2<Integer, String>> shuffled(Map<Integer, String> model, Random random) {
        List<Tuple2<Integer, String>> entries = new ArrayList<>();
        model.forEach((key, value) -> entries.add(Tuple.of(key, value)));
        java.util.Collections.shuffle(entries, random);
        return entries;
    }

    private static Map<Integer, String> changes(TrieMap<Integer, String> before, TrieMap<Integer, String> after) {
        Map<Integer, String> changes = new TreeMap<>();
        for (EntryChange<Integer, String> change : before.diff(after)) {
            String text;
            if (change instanceof EntryChange.Added<Integer, String> added) {
                text = "null -> " + added.after();
            } else if (change instanceof EntryChange.Removed<Integer, String> removed) {
                text = removed.before() + " -> null";
            } else {
                var replaced = (EntryChange.Replaced<Integer, String>) change;
                text = replaced.before() + " -> " + replaced.after();
            }
            assertThat(changes.put(change.key(), text)).as("listed twice").isNull();
        }
        return changes;
    }

    private static Map<Integer, String> changes(Map<Integer, String> before, Map<Integer, String> after) {
        Map<Integer, String> changes = new TreeMap<>();
        Map<Integer, String> all = new HashMap<>(before);
        all.putAll(after);
        for (Integer key : all.keySet()) {
            if (!java.util.Objects.equals(before.get(key), after.get(key))) {
                changes.put(key, before.get(key) + " -> " + after.get(key));
            }
        }
        return changes;
    }

    /** Stores some nodes somewhere below a root. */
    private static final class Stubbing {

        static void store(FakePages pages, Object root, Random random) {
            store(pages, Slot.node(root), 0, random);
        }

        private static void store(FakePages pages, Node node, int level, Random random) {
            if (node instanceof Branch branch) {
                for (int i = 0; i < branch.childCount(); i++) {
                    if (random.nextInt(3) == 0) {
                        branch.replaceChild(i, pages.store(branch.child(i), level + 1, 0.5, random));
                    } else if (branch.child(i) instanceof Node child) {
                        store(pages, child, level + 1, random);
                    }
                }
            }
        }
    }
}
