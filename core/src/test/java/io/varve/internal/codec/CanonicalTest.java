package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.internal.page.PageLink;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CanonicalTest {

    record Maps(PersistentMap<String, Integer> map) {}

    record Unordered(
            Set<String> javaSet,
            Map<String, Integer> javaMap,
            HashSet<String> vavrSet,
            HashMap<String, Integer> vavrMap,
            HashSet<PersistentMap<String, Integer>> maps) {}

    record Texts(String one, String two) {}

    record Doubles(double x, float y) {}

    @Test
    void theEditHistoryOfAMapDoesNotShowInItsPages() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StateCodec<Maps> codec = codec(Maps.class);
        for (int round = 0; round < 15; round++) {
            int size = 1 << random.nextInt(14);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                order.add(i);
            }
            MemoryPages pages = new MemoryPages();
            Maps built = new Maps(PersistentMap.empty());
            for (int i : order) {
                built = new Maps(built.map().put("k" + i, i));
            }
            PageLink expected = new MemoryPages().write(codec, built);

            Collections.shuffle(order, random);
            Maps edited = new Maps(PersistentMap.empty());
            for (int i : order) {
                edited = new Maps(edited.map().put("k" + i, -1).put("gone" + i, i));
                if (random.nextInt(size) < 8) {
                    edited = codec.read(pages.write(codec, edited).id(), pages); // Stored and lazily read in between.
                }
            }
            for (int i : order) {
                edited = new Maps(edited.map().remove("gone" + i).put("k" + i, i));
                if (random.nextInt(size) < 8) {
                    pages.write(codec, edited);
                }
            }
            assertThat(pages.write(codec, edited)).isEqualTo(expected);
        }
    }

    @Test
    void theOrderOfUnorderedCollectionsDoesNotShow() {
        StateCodec<Unordered> codec = codec(Unordered.class);
        Set<PageLink> links = new java.util.HashSet<>();
        List<String> names = new ArrayList<>(List.of("Aa", "BB", "C#", "z", "", "ä", "☃", "AaAa", "BBBB", "AaBB"));
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(names, random);
            Map<String, Integer> map = new LinkedHashMap<>();
            names.forEach(name -> map.put(name, name.length()));
            List<PersistentMap<String, Integer>> maps = new ArrayList<>();
            for (String name : names) {
                PersistentMap<String, Integer> large = PersistentMap.empty();
                for (int i = 0; i < 100; i++) {
                    large = large.put(name + i, i); // Too large to stay inline: told apart by their links only.
                }
                maps.add(large);
            }
            Set<String> set = round == 0 ? new TreeSet<>(names) : new LinkedHashSet<>(names);
            links.add(new MemoryPages()
                    .write(
                            codec,
                            new Unordered(set, map, HashSet.ofAll(names), HashMap.ofAll(map), HashSet.ofAll(maps))));
        }
        assertThat(links).hasSize(1);
    }

    @Test
    void stringsThatDifferAreWrittenDifferently() {
        StateCodec<Texts> codec = codec(Texts.class);
        List<String> awkward =
                List.of("", "\0", "\0\0", "?", "\uD800", "\uDC00", "\uD800\uDC00", "\uFFFD", "ÿ", "Ā", "é", "e\u0301");
        Set<PageLink> links = new java.util.HashSet<>();
        for (String one : awkward) {
            for (String two : awkward) {
                links.add(new MemoryPages().write(codec, new Texts(one, two)));
            }
        }
        assertThat(links).hasSize(awkward.size() * awkward.size());
    }

    @Test
    void allNansAreOneAndZerosAreTwo() {
        StateCodec<Doubles> codec = codec(Doubles.class);
        PageLink nan = new MemoryPages().write(codec, new Doubles(Double.NaN, Float.NaN));
        PageLink otherNan = new MemoryPages()
                .write(
                        codec,
                        new Doubles(Double.longBitsToDouble(0xFFF123456789ABCDL), Float.intBitsToFloat(0xFFC12345)));
        assertThat(otherNan).isEqualTo(nan);
        assertThat(new MemoryPages().write(codec, new Doubles(0d, 0f)))
                .isNotEqualTo(new MemoryPages().write(codec, new Doubles(-0d, 0f)));
    }

    private static <S> StateCodec<S> codec(Class<S> type) {
        return StateCodec.of(CodecSettings.of(type).withLookup(java.lang.invoke.MethodHandles.lookup()));
    }
}
