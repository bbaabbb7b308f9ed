package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.internal.page.PageLink;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a node has in common with the one that it was made from is copied from that one's page. The pages have to be those that
 * are written without: of branches whose children are pages, inlined, split and joined, and of maps in the values of maps.
 */
class CopiedPagesTest {

    private static final int KEYS = 3_000;

    record Shelf(String label, long changes, PersistentMap<Integer, String> books) {

        Shelf with(int book, String title) {
            return new Shelf(label, changes + 1, books.put(book, title));
        }

        Shelf without(int book) {
            return new Shelf(label, changes + 1, books.remove(book));
        }

        Shelf anew() {
            return new Shelf(label, changes, PersistentMap.ofAll(books.toJavaMap()));
        }
    }

    record Library(PersistentMap<Integer, Integer> counts, PersistentMap<String, Shelf> shelves) {

        static final Library EMPTY = new Library(PersistentMap.empty(), PersistentMap.empty());

        /** The same from nothing, so that no node knows of any before. */
        Library anew() {
            PersistentMap<String, Shelf> copied = PersistentMap.empty();
            for (var shelf : shelves) {
                copied = copied.put(shelf._1, shelf._2.anew());
            }
            return new Library(PersistentMap.ofAll(counts.toJavaMap()), copied);
        }

        Library changed(Random random) {
            int key = random.nextInt(KEYS);
            String name = "shelf " + random.nextInt(400);
            Shelf shelf = shelves.getOrElse(name, new Shelf(name, 0, PersistentMap.empty()));
            int book = random.nextInt(40);
            return switch (random.nextInt(8)) {
                case 0 -> new Library(counts.remove(key), shelves);
                case 1 -> new Library(counts, shelves.remove(name));
                case 2 -> new Library(counts, shelves.put(name, shelf.without(book)));
                case 3, 4 -> new Library(counts.put(key, random.nextInt(5)), shelves);
                default -> new Library(counts, shelves.put(name, shelf.with(book, "title ".repeat(random.nextInt(9)))));
            };
        }
    }

    private final StateCodec<Library> codec = Zoo.codec(Library.class);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void arePagesThatAreWrittenAnew(long seed) {
        Random random = new Random(seed);
        // Too little for all nodes, so that some are read again.
        MemoryPages store = new MemoryPages(300_000);
        Library state = Library.EMPTY;
        for (int round = 0; round < 60; round++) {
            int changes = random.nextInt(5) == 0 ? random.nextInt(800) : random.nextInt(12);
            for (int change = 0; change < changes; change++) {
                state = state.changed(random);
            }
            PageLink root = store.write(codec, state);
            if (random.nextInt(6) == 0) {
                store = store.reopened();
                state = codec.read(root.id(), store);
            }
            if (round % 3 == 0) {
                MemoryPages anew = new MemoryPages();
                assertThat(anew.write(codec, state.anew()))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(root);
                assertThat(store.pages.keySet()).containsAll(anew.pages.keySet());
            }
        }
        assertThat(codec.read(store.write(codec, state).id(), store.reopened())).isEqualTo(state);
    }
}
