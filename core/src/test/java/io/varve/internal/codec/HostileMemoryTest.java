package io.varve.internal.codec;

import static io.varve.internal.codec.HostileTest.allocated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import com.github.luben.zstd.Zstd;
import io.varve.CorruptDataException;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.codec.HostileTest.Tampered;
import io.varve.internal.codec.tree.GenericPages;
import io.varve.internal.codec.tree.VerifiedPages;
import io.varve.internal.page.Chunks;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What crafted pages make a reader allocate follows what they really hold, not what they claim. */
class HostileMemoryTest {

    private static final int MEGABYTE = 1 << 20;

    /** What a page that lies may cost: its own buffer, and some for the exception. */
    private static final long LITTLE = 2 * MEGABYTE;

    /**
     * The most bytes that are allocated for one byte of content, what is dropped on the way included. An empty {@code
     * java.util.Set} is stored as one byte, and a {@code LinkedHashSet} in a wrapper takes 104; a Vavr {@code LinkedHashMap} of
     * one entry takes three bytes, and 850 are allocated to make it.
     */
    private static final int MOST_PER_BYTE = 512;

    record Everything(
            List<Set<String>> sets,
            List<Map<String, String>> maps,
            List<List<String>> lists,
            List<io.vavr.collection.Vector<String>> vectors,
            List<io.vavr.collection.HashMap<String, String>> hashMaps,
            List<io.vavr.collection.LinkedHashMap<String, String>> linkedHashMaps,
            List<io.vavr.collection.TreeMap<String, String>> treeMaps,
            List<io.vavr.collection.Queue<String>> queues,
            List<PersistentMap<String, String>> persistentMaps,
            List<PersistentVector<String>> persistentVectors,
            List<Optional<String>> options,
            List<Empty> empties,
            List<String> texts) {}

    record Empty() {}

    record Chain(Option<Chain> next) {}

    record Wider(String name, Chain gone) {}

    record Maps(PersistentMap<String, String> map, PersistentVector<String> vector) {}

    private final MemoryPages pages = new MemoryPages();

    private static <S> StateCodec<S> codec(Class<S> type) {
        return StateCodec.of(CodecSettings.of(type).withLookup(MethodHandles.lookup()));
    }

    private static void assertRefusedWith(long most, Class<? extends Throwable> type, ThrowingCallable call) {
        long before = allocated();
        assertThatThrownBy(call).isInstanceOf(type);
        assertThat(allocated() - before).isLessThan(most);
    }

    /** A page as {@link PageFormat} has it, with any claim and any body, under the id of some content. */
    private static byte[] page(int compression, int claimed, byte[] body) {
        return ByteBuffer.allocate(12 + body.length)
                .putInt(0x56415256)
                .put((byte) PageFormat.VERSION)
                .put((byte) PageKind.STATE.code())
                .put((byte) compression)
                .put((byte) 0)
                .putInt(claimed)
                .put(body)
                .array();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {4, 4_096, PageFormat.MAX_CONTENT_BYTES, PageFormat.MAX_CONTENT_BYTES + 1, Integer.MAX_VALUE, -1})
    void aFrameThatDecompressesToMoreThanAPageIsRefused(int claimed) {
        byte[] bomb = Zstd.compress(new byte[64 * MEGABYTE], 3);
        byte[] page = page(1, claimed, bomb);
        assertThat(page).hasSizeLessThan(16 << 10);

        assertRefusedWith(LITTLE, UnreadablePageException.class, () -> PageFormat.decode(new PageId(1, 2), page));
    }

    @Test
    void manyFramesInARowAreRefusedLikeOne() {
        byte[] frame = Zstd.compress(new byte[MEGABYTE / 4], 3);
        ByteBuffer frames = ByteBuffer.allocate(frame.length * 500);
        while (frames.hasRemaining()) {
            frames.put(frame);
        }
        byte[] page = page(1, PageFormat.MAX_CONTENT_BYTES, frames.array());

        assertRefusedWith(LITTLE, UnreadablePageException.class, () -> PageFormat.decode(new PageId(1, 2), page));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7F, 0x3FFF, 0x0FFFFFFF, Integer.MAX_VALUE, -1})
    void countsOfSchemasAndLinksThatLieAreRefused(int count) {
        for (boolean ofLinks : new boolean[] {false, true}) {
            Output out = new Output(64, -1);
            out.writeByte(PageFormat.VERSION);
            out.writeByte(PageKind.STATE.code());
            if (ofLinks) {
                out.writeVarInt(0, true);
            }
            out.writeVarInt(count, true);
            out.writeInt(0);
            byte[] content = out.toBytes();

            assertRefusedWith(
                    LITTLE,
                    UnreadablePageException.class,
                    () -> PageFormat.decode(PageFormat.idOf(content), page(0, content.length, content)));
        }
    }

    static Stream<Integer> components() {
        return Stream.iterate(0, i -> i + 1).limit(Everything.class.getRecordComponents().length);
    }

    /** A page of 500 KB that compresses to some tens of bytes: as many smallest values as fit into it. */
    @ParameterizedTest
    @MethodSource("components")
    void aPageFullOfTheSmallestValuesTakesSoMuchForEachAndNoMore(int component) {
        StateCodec<Everything> codec = codec(Everything.class);
        PageLink fine = pages.write(codec, empty());
        PageContent content = pages.read(fine.id());
        for (int each : new int[] {0, 1}) {
            byte[] payload = new byte[500_000];
            java.util.Arrays.fill(payload, (byte) each);
            int count = payload.length - 64;
            Output out = new Output(payload);
            out.setPosition(0);
            for (int i = 0; i < component; i++) {
                out.writeVarInt(0, true);
            }
            out.writeVarInt(count, true);
            Tampered tampered = new Tampered(
                    pages, fine.id(), new PageContent(PageKind.STATE, content.schemas(), List.of(), payload));
            long before = allocated();
            try {
                codec.read(fine.id(), tampered);
            } catch (CorruptDataException e) {
                assertThat(e).hasMessageContaining("page ");
            }
            long perByte = (allocated() - before) / payload.length;
            assertThat(perByte)
                    .as(Everything.class.getRecordComponents()[component].getName() + " of bytes " + each)
                    .isLessThan(MOST_PER_BYTE);
        }
    }

    private static Everything empty() {
        return new Everything(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void aListOfChunksThatAreNotThereCostsNothing() {
        assertRefusedWith(
                8L * MEGABYTE,
                UnreadablePageException.class,
                () -> read(list(Chunks.MAX_PAYLOAD_BYTES, 0, 1_024, new PageId(3, 4)), id -> {
                    throw UnreadablePageException.missing(id);
                }));
    }

    @Test
    void aListOfChunksThatAreShorterThanItSaysIsRefusedAtTheFirst() {
        PageContent small = new PageContent(PageKind.CHUNK, List.of(), List.of(), new byte[10]);
        AtomicInteger reads = new AtomicInteger();

        assertRefusedWith(
                8L * MEGABYTE,
                UnreadablePageException.class,
                () -> read(list(Chunks.MAX_PAYLOAD_BYTES, 0, 1_024, new PageId(3, 4)), id -> {
                    reads.incrementAndGet();
                    return small;
                }));
        assertThat(reads).hasValue(1);
    }

    /** One chunk that is mentioned again and again: a few bytes in the store become as much as the list says. */
    @Test
    void aListOfTheSameChunkTakesAFewTimesWhatItSays() throws UnreadablePageException {
        int bytes = 16 * MEGABYTE;
        PageContent chunk = new PageContent(PageKind.CHUNK, List.of(), List.of(), new byte[256 << 10]);
        long before = allocated();

        PageContent whole = read(list(bytes, 0, bytes >> 18, new PageId(3, 4)), id -> chunk);

        assertThat(whole.payload()).hasSize(bytes);
        assertThat(allocated() - before).isLessThan(5L * bytes);
    }

    /** A value mentions no page without a byte that says what it is; so links alone can't be made many. */
    @Test
    void aListWithMoreLinksThanBytesIsRefusedBeforeAnyChunkIsRead() {
        AtomicInteger reads = new AtomicInteger();

        assertRefusedWith(
                LITTLE,
                UnreadablePageException.class,
                () -> read(list(10, Chunks.MAX_LINKS, 1_024, new PageId(3, 4)), id -> {
                    reads.incrementAndGet();
                    throw UnreadablePageException.missing(id);
                }));
        assertThat(reads).hasValue(0);
    }

    private static PageContent list(int payloadBytes, int links, int chunks, PageId chunk) {
        byte[] payload = ByteBuffer.allocate(9)
                .put((byte) PageKind.STATE.code())
                .putInt(payloadBytes)
                .putInt(links)
                .array();
        return new PageContent(
                PageKind.CHUNK_LIST, List.of(), Collections.nCopies(chunks, new PageLink(chunk, true)), payload);
    }

    private static PageContent read(PageContent list, Chunks.PageReader chunks) throws UnreadablePageException {
        PageId id = new PageId(1, 2);
        return Chunks.read(id, each -> each.equals(id) ? list : chunks.read(each));
    }

    @Test
    void sizesThatAddUpToMoreThanAnIntAreRefused() {
        StateCodec<Maps> codec = codec(Maps.class);
        PageLink fine = pages.write(codec, new Maps(PersistentMap.empty(), PersistentVector.empty()));
        PageContent content = pages.read(fine.id());
        Output map = new Output(64, -1);
        map.writeByte(2); // A branch
        map.writeByte(0); // of level 0
        map.writeInt(0x0001_0001); // with two children,
        List<PageLink> links = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            map.writeByte(0); // each in a page
            map.writeVarInt(Integer.MAX_VALUE, true); // of so many entries;
            links.add(new PageLink(new PageId(i, 7), true));
        }
        map.writeVarLong(0, true); // and an empty vector.
        map.writeVarLong(0, true);
        Output vector = new Output(64, -1);
        vector.writeByte(1); // An empty leaf,
        vector.writeVarInt(0, true);
        vector.writeVarLong(Long.MAX_VALUE - 3, true); // and a vector that begins there
        vector.writeVarLong(Integer.MAX_VALUE, true); // and has so many elements.
        vector.writeByte(0);
        for (PageContent each : List.of(
                new PageContent(PageKind.STATE, content.schemas(), links, map.toBytes()),
                new PageContent(PageKind.STATE, content.schemas(), List.of(), vector.toBytes()))) {
            Tampered tampered = new Tampered(pages, fine.id(), each);
            assertRefusedWith(LITTLE, CorruptDataException.class, () -> codec.read(fine.id(), tampered));
            assertRefusedWith(
                    LITTLE,
                    CorruptDataException.class,
                    () -> codec.verify(fine.id(), tampered, new VerifiedPages(MEGABYTE)));
        }
    }

    /** However deep values claim to be nested, and whoever reads them: it does not cost the stack of a small thread. */
    @Test
    void valuesThatAreNestedWithoutEndAreRefusedOnASmallStack() throws InterruptedException {
        byte[] deep = new byte[400_000];
        java.util.Arrays.fill(deep, (byte) 1);
        StateCodec<Chain> chain = codec(Chain.class);
        PageLink link = pages.write(chain, new Chain(Option.none()));
        Tampered typed = new Tampered(
                pages,
                link.id(),
                new PageContent(PageKind.STATE, pages.read(link.id()).schemas(), List.of(), deep));
        StateCodec<Wider> wider = codec(Wider.class);
        PageLink wide = pages.write(wider, new Wider("", new Chain(Option.none())));
        Tampered dropped = new Tampered(
                pages,
                wide.id(),
                new PageContent(PageKind.STATE, pages.read(wide.id()).schemas(), List.of(), deep));

        onASmallStack(() -> {
            assertRefusedWith(4 * LITTLE, CorruptDataException.class, () -> chain.read(link.id(), typed));
            assertRefusedWith(4 * LITTLE, CorruptDataException.class, () -> wider.read(wide.id(), dropped));
            assertRefusedWith(4 * LITTLE, CorruptDataException.class, () -> new GenericPages().read(link, typed));
        });
    }

    private static void onASmallStack(Runnable action) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, action, "small stack", 512 << 10);
        thread.setUncaughtExceptionHandler((ignored, e) -> failure.set(e));
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }
}
