package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.EntryChange;
import io.varve.collection.PersistentMap;
import io.varve.spi.PageId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When two stored versions of a map are compared")
class LeafDifferenceTest {

    private static final int SIZE = 10_000;

    /** Counts how many were made. */
    record Item(String name, List<String> tags, long number) {

        private static int made;

        Item {
            made++;
        }

        static Item of(int number) {
            // Of one byte a char, and of more.
            return new Item("item " + number, List.of("tag", "\u043c\u0435\u0442\u043a\u0430 " + number % 7), number);
        }
    }

    record Shop(PersistentMap<String, Item> items) {

        Shop with(UnaryOperator<PersistentMap<String, Item>> change) {
            return new Shop(change.apply(items));
        }
    }

    private final StateCodec<Shop> codec = StateCodec.of(Zoo.settings(Shop.class));
    private final Shop shop = new Shop(PersistentMap.<String, Item>empty()
            .putAll(Iterator.range(0, SIZE).map(i -> Tuple.of("key " + i, Item.of(i)))));
    private MemoryPages pages = new MemoryPages();

    @BeforeEach
    void forget() {
        Item.made = 0;
    }

    private List<EntryChange<String, Item>> changesOf(UnaryOperator<PersistentMap<String, Item>> change) {
        PageId before = pages.write(codec, shop).id();
        PageId after = pages.write(codec, shop.with(change)).id();
        MemoryPages reopened = pages.reopened();
        Shop one = codec.read(before, reopened);
        Shop two = codec.read(after, reopened);
        Item.made = 0;
        return Iterator.ofAll(one.items().diff(two.items())).toJavaList();
    }

    @Test
    @DisplayName("of a value that was replaced, it and the one before are made and no other")
    void makesTheValuesThatDiffer() {
        Item later = new Item("other", List.of(), -1);
        assertThat(changesOf(items -> items.put("key 17", later)))
                .containsExactly(new EntryChange.Replaced<>("key 17", Item.of(17), later));
        assertThat(Item.made - 1).as("without the one expected").isEqualTo(2);
    }

    @Test
    @DisplayName("an entry that was removed or added is the only one that is made")
    void makesWhatIsOnOneSide() {
        assertThat(changesOf(items -> items.remove("key 17")))
                .containsExactly(new EntryChange.Removed<>("key 17", Item.of(17)));
        assertThat(Item.made - 1).isEqualTo(1);

        Item added = Item.of(-5);
        assertThat(changesOf(items -> items.put("one more", added)))
                .containsExactly(new EntryChange.Added<>("one more", added));
        assertThat(Item.made).isEqualTo(1);
    }

    @Test
    @DisplayName("of many values that were replaced, several in each leaf, these are made and no others")
    void makesManyThatDiffer() {
        int replaced = SIZE / 4;
        PersistentMap<String, Item> later = PersistentMap.<String, Item>empty()
                .putAll(Iterator.range(0, replaced).map(i -> Tuple.of("key " + i, Item.of(i + 1))));
        assertThat(changesOf(items -> items.putAll(later))).hasSize(replaced);
        assertThat(Item.made).isEqualTo(2 * replaced);
    }

    @Test
    @DisplayName("changes that split and join leaves are all found")
    void findsAllWhereLeavesDoNotMatch() {
        int removed = SIZE / 2;
        assertThat(changesOf(items -> items.removeAll(Iterator.range(0, removed).map(i -> "key " + i))
                        .putAll(Iterator.range(0, SIZE).map(i -> Tuple.of("more " + i, Item.of(i))))))
                .hasSize(removed + SIZE);
    }

    @Test
    @DisplayName("values with pages of their own are compared by these")
    void comparesLargeValues() {
        Item large = new Item("x".repeat(5_000), List.of(), 1);
        Item larger = new Item("x".repeat(5_001), List.of(), 1);
        Shop with = shop.with(items -> items.put("large", large));
        PageId before = pages.write(codec, with).id();
        PageId after = pages.write(codec, with.with(items -> items.put("large", larger)))
                .id();
        MemoryPages reopened = pages.reopened();
        assertThat(codec.read(before, reopened)
                        .items()
                        .diff(codec.read(after, reopened).items()))
                .containsExactly(new EntryChange.Replaced<>("large", large, larger));
    }
}
