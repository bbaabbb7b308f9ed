package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.page.PageLink;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PagingTest {

    record Entry(String text, long number) {}

    record State(PersistentMap<String, Entry> map, PersistentVector<Entry> vector) {}

    record Twice(PersistentMap<String, Entry> one, PersistentMap<String, Entry> two) {}

    record Documents(PersistentMap<String, String> texts, PersistentVector<String> more, String own) {}

    private final StateCodec<State> codec = codec(State.class);

    @Test
    void openingAMillionEntriesReadsOnePageAndALookupOnePerLevel() {
        MemoryPages pages = new MemoryPages();
        PageLink link = pages.write(codec, state(1_000_000));
        MemoryPages reopened = pages.reopened();

        State opened = codec.read(link.id(), reopened);

        assertThat(reopened.reads.get()).isEqualTo(1);
        assertThat(opened.map().size()).isEqualTo(1_000_000);
        assertThat(opened.map().get("key-777777").get().number()).isEqualTo(777_777);
        assertThat(reopened.reads.get()).isLessThanOrEqualTo(5);
        assertThat(opened.vector().get(123_456).number()).isEqualTo(123_456);
        assertThat(reopened.reads.get()).isLessThanOrEqualTo(9);

        int before = reopened.puts.get();
        PersistentMap<String, Entry> changed = opened.map().put("key-5", new Entry("other", 5));
        reopened.write(codec, new State(changed, opened.vector()));
        assertThat(reopened.puts.get() - before)
                .as("pages for one changed entry")
                .isLessThanOrEqualTo(3 + 2);

        before = reopened.puts.get();
        reopened.write(codec, new State(changed, opened.vector().update(500_000, new Entry("other", 5))));
        assertThat(reopened.puts.get() - before)
                .as("pages for one changed element")
                .isLessThanOrEqualTo(4 + 2);

        before = reopened.puts.get();
        reopened.write(codec, new State(changed, opened.vector().append(new Entry("last", 5))));
        assertThat(reopened.puts.get() - before)
                .as("pages for one appended element")
                .isLessThanOrEqualTo(4 + 2);
    }

    @Test
    void anUnchangedStateIsOnePageAgain() {
        MemoryPages pages = new MemoryPages();
        State state = state(10_000);
        PageLink link = pages.write(codec, state);
        int before = pages.puts.get();
        assertThat(pages.write(codec, state)).isEqualTo(link);
        assertThat(pages.puts.get() - before).isLessThanOrEqualTo(1 + 2); // One node's listener was told too late.
    }

    @Test
    void aSmallStateIsOnePage() {
        MemoryPages pages = new MemoryPages();
        pages.write(codec, state(8));
        assertThat(pages.puts.get()).isEqualTo(1);
    }

    @Test
    void aMapThatAStateHoldsTwiceIsWrittenOnce() {
        PersistentMap<String, Entry> map = state(5_000).map();
        MemoryPages once = new MemoryPages();
        once.write(codec, new State(map, PersistentVector.empty()));
        MemoryPages twice = new MemoryPages();
        PersistentMap<String, Entry> fresh = state(5_000).map();
        twice.write(codec(Twice.class), new Twice(fresh, fresh));
        assertThat(twice.puts.get()).isEqualTo(once.puts.get());
    }

    @Test
    void theStateOfAnotherSourceIsCopiedAndStaysWhereItIs() {
        MemoryPages here = new MemoryPages();
        PageLink link = here.write(codec, state(20_000));
        State fromHere = codec.read(link.id(), here);

        MemoryPages there = new MemoryPages();
        assertThat(there.write(codec, fromHere)).isEqualTo(link);
        assertThat(there.pages.keySet()).isEqualTo(here.pages.keySet());

        int readsThere = there.reads.get();
        fromHere.map().forEach(entry -> {});
        assertThat(there.reads.get())
                .as("the original is still read where it was")
                .isEqualTo(readsThere);
        int puts = here.puts.get();
        here.write(codec, fromHere);
        assertThat(here.puts.get() - puts).isEqualTo(1);
    }

    @Test
    void aMixtureOfTwoSourcesIsCompletedInEither() {
        MemoryPages one = new MemoryPages();
        MemoryPages two = new MemoryPages();
        State inOne = codec.read(one.write(codec, state(3_000)).id(), one);
        State inTwo = codec.read(two.write(codec, state(4_000)).id(), two);
        State mixed = new State(
                inOne.map().put("new", new Entry("n", 1)), inTwo.vector().append(new Entry("n", 1)));
        State expected = new State(
                state(3_000).map().put("new", new Entry("n", 1)),
                state(4_000).vector().append(new Entry("n", 1)));
        PageLink link = one.write(codec, mixed);
        assertThat(two.write(codec, mixed)).isEqualTo(link);
        assertThat(codec.read(link.id(), one.reopened())).isEqualTo(expected);
        assertThat(codec.read(link.id(), two.reopened())).isEqualTo(expected);
    }

    @Test
    void whatWasEvictedIsReadAgain() {
        MemoryPages pages = new MemoryPages(64 * 1024);
        State state = state(30_000);
        PageLink link = pages.write(codec, state);
        State opened = codec.read(link.id(), pages);
        for (int round = 0; round < 2; round++) {
            int sum = 0;
            for (Tuple2<String, Entry> entry : opened.map()) {
                sum += (int) (entry._2.number() - Long.parseLong(entry._1.substring(4)));
            }
            assertThat(sum).isZero();
        }
        assertThat(pages.reads.get()).isGreaterThan(pages.pages.size() / 2);
    }

    @Test
    void valuesOfAllSizesAroundTheLimitsAreReadBack() {
        StateCodec<Documents> documents = codec(Documents.class);
        List<Integer> sizes = new ArrayList<>();
        for (int around : new int[] {512, 2048, 256 * 1024, 512 * 1024, 2 * 256 * 1024, 3 << 20}) {
            for (int by = -40; by <= 8; by++) {
                sizes.add(around + by);
            }
        }
        PersistentMap<String, String> texts = PersistentMap.empty();
        PersistentVector<String> more = PersistentVector.empty();
        for (int size : sizes.subList(0, 49 * 3)) {
            texts = texts.put("k" + size, text(size));
            more = more.append(text(size));
        }
        assertReadBack(documents, new Documents(texts, more, ""));
        for (int i = 0; i < sizes.size(); i += i < 49 * 3 ? 1 : 5) {
            String text = text(sizes.get(i));
            assertReadBack(
                    documents,
                    new Documents(
                            PersistentMap.<String, String>empty().put("one", text), PersistentVector.of(text), text));
        }
    }

    private static void assertReadBack(StateCodec<Documents> documents, Documents state) {
        MemoryPages pages = new MemoryPages();
        PageLink link = pages.write(documents, state);
        assertThat(documents.read(link.id(), pages.reopened())).isEqualTo(state);
        assertThat(pages.pages.values()).allMatch(bytes -> bytes.length <= 1 << 20);
    }

    @Test
    void oneChangeDoesNotRewriteTheLargeValuesBesideIt() {
        StateCodec<Documents> documents = codec(Documents.class);
        PersistentMap<String, String> texts = PersistentMap.empty();
        for (int i = 0; i < 50; i++) {
            texts = texts.put("k" + i, text(100_000 + i));
        }
        MemoryPages pages = new MemoryPages();
        pages.write(documents, new Documents(texts, PersistentVector.empty(), ""));
        int before = pages.puts.get();
        pages.write(documents, new Documents(texts.put("k7", "short"), PersistentVector.empty(), ""));
        assertThat(pages.puts.get() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void manyThreadsWriteAndReadAtOnce() throws Exception {
        StateCodec<Zoo.Everything> everything = Zoo.codec(Zoo.Everything.class);
        Zoo.Everything shared = new RandomValues(new Random(5)).state(Zoo.Everything.class, 3_000);
        PageLink expected =
                new MemoryPages().write(everything, new RandomValues(new Random(5)).state(Zoo.Everything.class, 3_000));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            MemoryPages pages = new MemoryPages();
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tasks.add(() -> {
                    PageLink link = pages.write(everything, shared);
                    return link.equals(expected)
                            && everything.read(link.id(), pages).equals(shared);
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static String text(int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(size);
        while (text.length() < size) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static State state(int size) {
        List<Tuple2<String, Entry>> entries = new ArrayList<>();
        List<Entry> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(Tuple.of("key-" + i, new Entry("entry " + i, i)));
            elements.add(new Entry("element " + i, i));
        }
        return new State(
                PersistentMap.<String, Entry>empty().putAll(entries),
                PersistentVector.<Entry>empty().appendAll(elements));
    }

    private static <S> StateCodec<S> codec(Class<S> type) {
        return StateCodec.of(CodecSettings.of(type).withLookup(MethodHandles.lookup()));
    }
}
