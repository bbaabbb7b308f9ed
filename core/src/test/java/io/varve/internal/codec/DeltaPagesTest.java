package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.CorruptDataException;
import io.varve.collection.PersistentMap;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.UnreadablePageException;
import io.varve.internal.page.UnreadablePageException.Reason;
import io.varve.spi.PageId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are stored as what differs from another page. */
class DeltaPagesTest {

    record Person(String name, String mail, long balance, List<String> tags) {

        static Person of(int number) {
            return new Person(
                    "person " + number, number + "@example.org", number * 1_000L, List.of("a" + number, "b" + number));
        }

        Person with(long newBalance) {
            return new Person(name, mail, newBalance, tags);
        }
    }

    record People(PersistentMap<String, Person> people) {

        static People of(int size) {
            PersistentMap<String, Person> all = PersistentMap.empty();
            for (int i = 0; i < size; i++) {
                all = all.put("key " + i, Person.of(i));
            }
            return new People(all);
        }

        People with(String key, long balance) {
            return new People(people.put(key, people.get(key).get().with(balance)));
        }
    }

    private final StateCodec<People> codec = Zoo.codec(People.class);
    private final MemoryPages pages = new MemoryPages();

    @Test
    void aChangeIsStoredAsWhatDiffers() {
        People before = People.of(3_000);
        pages.write(codec, before);
        Map<PageId, byte[]> known = Map.copyOf(pages.pages);

        pages.write(codec, before.with("key 7", 1));

        List<byte[]> written = pages.pages.entrySet().stream()
                .filter(page -> !known.containsKey(page.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(written)
                .filteredOn(page -> PageFormat.baseOf(page).isPresent())
                .hasSizeGreaterThan(1);
        assertThat(written.stream().mapToInt(page -> page.length).sum()).isLessThan(700);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void equalStatesHaveEqualPagesWhateverTheirHistory(long seed) {
        Random random = new Random(seed);
        MemoryPages store = pages;
        People state = People.of(500);
        for (int round = 0; round < 60; round++) {
            for (int change = random.nextInt(30); change >= 0; change--) {
                state = changed(state, random);
            }
            PageLink root = store.write(codec, state);
            if (random.nextInt(8) == 0) {
                store = store.reopened();
                state = codec.read(root.id(), store);
            }
            MemoryPages anew = new MemoryPages();
            People copied = new People(PersistentMap.ofAll(state.people().toJavaMap()));
            assertThat(anew.write(codec, copied))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(root);
            assertThat(store.pages.keySet()).containsAll(anew.pages.keySet());
            assertThat(codec.read(root.id(), store.reopened())).isEqualTo(state);
        }
        requireBasesAreWholeAndLarge(store);
        assertThat(store.pages.values())
                .filteredOn(page -> PageFormat.baseOf(page).isPresent())
                .hasSizeGreaterThan(50);
    }

    /** What is put whole may be there as a delta from earlier, and the other way round. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void contentsThatComeBackMakeNoChains(long seed) {
        Random random = new Random(seed);
        People state = People.of(60);
        for (int round = 0; round < 500; round++) {
            state = state.with("key " + random.nextInt(4), random.nextInt(3));
            PageLink root = pages.write(codec, state);
            assertThat(codec.read(root.id(), pages.reopened()))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(state);
        }
        requireBasesAreWholeAndLarge(pages);
    }

    @Test
    void whatWasMadeFromAStateOfAnotherStoreIsStoredWhole() {
        People before = People.of(500);
        pages.write(codec, before);
        MemoryPages other = new MemoryPages();
        PageLink root = other.write(codec, before.with("key 1", 5));
        assertThat(other.pages.values())
                .noneMatch(page -> PageFormat.baseOf(page).isPresent());
        assertThat(codec.read(root.id(), other.reopened())).isEqualTo(before.with("key 1", 5));
    }

    @Test
    void aDeltaWithoutItsBaseIsMissing() {
        PageId delta = aDelta();
        byte[] bytes = pages.pages.get(delta);
        PageId base = PageFormat.baseOf(bytes).orElseThrow();
        assertThatThrownBy(() -> PageFormat.decode(delta, bytes, none -> null))
                .isInstanceOf(UnreadablePageException.class)
                .hasMessageContainingAll(delta.toString(), "differs from page " + base, "missing from the store")
                .extracting(e -> ((UnreadablePageException) e).reason())
                .isEqualTo(Reason.MISSING);
        pages.pages.remove(base);
        assertThatThrownBy(() -> pages.read(delta)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void aDeltaOfADeltaIsRefused() {
        PageId delta = aDelta();
        byte[] bytes = pages.pages.get(delta);
        assertThatThrownBy(() -> PageFormat.decode(delta, bytes, base -> bytes))
                .isInstanceOf(UnreadablePageException.class)
                .hasMessageContaining("which is a delta itself");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8})
    void aDamagedDeltaOrBaseIsFound(long seed) {
        Random random = new Random(seed);
        PageId delta = aDelta();
        byte[] bytes = pages.pages.get(delta);
        byte[] base = pages.pages.get(PageFormat.baseOf(bytes).orElseThrow());
        int found = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] badDelta = random.nextBoolean() ? damaged(random, bytes) : bytes;
            byte[] badBase = badDelta == bytes ? damaged(random, base) : base;
            try {
                // Some bits do not matter, to zstd or to a splice; then the content is what it was.
                assertThat(PageFormat.idOf(PageFormat.decode(delta, badDelta, any -> badBase)))
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo(delta);
            } catch (UnreadablePageException e) {
                assertThat(e).hasMessageContaining(delta.toString());
                found++;
            }
        }
        assertThat(found).isGreaterThan(2_800);
    }

    @Test
    void whatIsReadAsADeltaIsWhatWasWritten() throws UnreadablePageException {
        PageId delta = aDelta();
        PageContent read = PageFormat.decode(delta, pages.pages.get(delta), pages.pages::get);
        assertThat(read.delta()).isNotNull();
        assertThat(PageFormat.idOf(read)).isEqualTo(delta);
    }

    private PageId aDelta() {
        People before = People.of(500);
        pages.write(codec, before);
        pages.write(codec, before.with("key 3", 77));
        return pages.pages.entrySet().stream()
                .filter(page -> PageFormat.baseOf(page.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static People changed(People state, Random random) {
        String key = "key " + random.nextInt(600);
        PersistentMap<String, Person> people = state.people();
        return switch (random.nextInt(10)) {
            case 0 -> new People(people.remove(key));
            case 1 -> new People(people.put(key, Person.of(random.nextInt(1_000))));
            case 2 -> {
                List<Integer> some = IntStream.range(0, 20)
                        .map(i -> random.nextInt(600))
                        .distinct()
                        .boxed()
                        .toList();
                yield new People(people.merge(PersistentMap.ofAll(
                        some.stream().collect(java.util.stream.Collectors.toMap(i -> "key " + i, Person::of)))));
            }
            default -> people.containsKey(key) ? state.with(key, random.nextInt(5)) : state;
        };
    }

    private static byte[] damaged(Random random, byte[] bytes) {
        if (random.nextInt(3) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        return damaged;
    }

    private static void requireBasesAreWholeAndLarge(MemoryPages store) {
        for (byte[] page : store.pages.values()) {
            Optional<PageId> base = PageFormat.baseOf(page);
            if (base.isPresent()) {
                assertThat(PageFormat.mayBeDelta(page.length)).isTrue();
                assertThat(PageFormat.canBeBase(store.pages.get(base.get()))).isTrue();
            }
        }
    }
}
