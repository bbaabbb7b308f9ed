package io.varve.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private static final int PAYLOAD = Chunks.PAYLOAD_BYTES_PER_CHUNK;
    private static final int LINKS = Chunks.LINKS_PER_CHUNK;

    private final Map<PageId, byte[]> stored = new HashMap<>();

    @Test
    void aContentOfAnySizeIsReadBackAsItWas() throws UnreadablePageException {
        int room = PageFormat.MAX_CONTENT_BYTES - 2 - 1 - 16 - 1;
        for (int bytes :
                new int[] {0, 1, PAYLOAD, room - 1, room, room + 1, 2 * PAYLOAD, 3 * PAYLOAD - 1, 3 * PAYLOAD + 1}) {
            for (int links : new int[] {0, 1, LINKS, 4 * LINKS - 1, 4 * LINKS, 4 * LINKS + 1}) {
                if (links > bytes) {
                    continue; // No value mentions more pages than it has bytes.
                }
                PageContent content = content(bytes, links);
                PageId id = store(content);
                PageContent read = Chunks.read(id, this::page);
                assertThat(read.payload()).isEqualTo(content.payload());
                assertThat(read.links()).isEqualTo(content.links());
                assertThat(read.schemas()).isEqualTo(content.schemas());
                assertThat(read.kind()).isEqualTo(content.kind());
            }
        }
        assertThat(stored.values()).allMatch(bytes -> bytes.length <= 1 << 20);
    }

    @Test
    void aContentThatJustFitsIsOnePage() {
        int room = PageFormat.MAX_CONTENT_BYTES - 2 - 1 - 16 - 1;
        assertThat(Chunks.split(content(room, 0))).hasSize(1);
        assertThat(Chunks.split(content(room + 1, 0))).hasSize(2 + 1);
        assertThat(content(room, 0).hasLinks()).isFalse();
        assertThat(content(room + 1, 0).hasLinks()).isTrue();
    }

    @Test
    void everyMentionedPageIsReachableWithoutSchemas() throws UnreadablePageException {
        PageContent content = content(PAYLOAD * 2, LINKS * 3 + 5);
        PageId id = store(content);
        List<PageLink> reached = new ArrayList<>();
        for (PageLink chunk : PageFormat.decode(id, stored.get(id)).links()) {
            List<PageLink> below =
                    PageFormat.decode(chunk.id(), stored.get(chunk.id())).links();
            assertThat(chunk.hasLinks()).isEqualTo(!below.isEmpty());
            reached.addAll(below);
        }
        assertThat(reached).isEqualTo(content.links());
    }

    @Test
    void chunksThatDoNotFitTheirListAreRefused() {
        PageContent content = content(PAYLOAD * 3, 10);
        List<PageContent> pages = Chunks.split(content);
        PageContent list = pages.get(pages.size() - 1);
        List<PageLink> swapped = new ArrayList<>(list.links());
        swapped.set(0, swapped.get(1));
        pages.forEach(this::store);
        PageId bad = store(new PageContent(list.kind(), list.schemas(), swapped, list.payload()));
        assertThatThrownBy(() -> Chunks.read(bad, this::page))
                .isInstanceOf(UnreadablePageException.class)
                .hasMessageContaining("its chunk 0, page ");
        byte[] lying = list.payload().clone();
        lying[1] = 0x7F;
        PageId lie = store(new PageContent(list.kind(), list.schemas(), list.links(), lying));
        assertThatThrownBy(() -> Chunks.read(lie, this::page))
                .isInstanceOf(UnreadablePageException.class)
                .hasMessageContaining("lists 3 chunks for a payload of");
        assertThatThrownBy(() -> Chunks.read(list.links().get(0).id(), this::page))
                .hasMessageContaining("is a chunk where a whole content was expected");
    }

    @Test
    void theLevelOfCompressionDoesNotShowInTheId() {
        PageContent content = new PageContent(PageKind.VALUE, List.of(), List.of(), new byte[10_000]);
        Page fast = PageFormat.encode(content, 1);
        Page small = PageFormat.encode(content, 19);
        assertThat(small.id()).isEqualTo(fast.id()).isEqualTo(PageFormat.idOf(content));
        assertThat(fast.bytes().length).isLessThan(200);
    }

    @Test
    void whatCanNotBeCompressedIsStoredRaw() {
        PageContent content = content(5_000, 0);
        assertThat(PageFormat.encode(content).bytes()).hasSize(12 + 5_000 + 20);
    }

    private PageId store(PageContent content) {
        PageId id = new PageId(0, 0);
        for (PageContent each : Chunks.split(content)) {
            Page page = PageFormat.encode(each);
            stored.put(page.id(), page.bytes());
            id = page.id();
        }
        return id;
    }

    private PageContent page(PageId id) throws UnreadablePageException {
        return PageFormat.decode(id, stored.get(id));
    }

    private static PageContent content(int bytes, int links) {
        Random random = new Random(bytes * 31L + links);
        byte[] payload = new byte[bytes];
        random.nextBytes(payload);
        return new PageContent(
                PageKind.STATE,
                List.of(new PageId(1, 2)),
                IntStream.range(0, links)
                        .mapToObj(i -> new PageLink(new PageId(random.nextLong(), i), random.nextBoolean()))
                        .toList(),
                payload);
    }
}
