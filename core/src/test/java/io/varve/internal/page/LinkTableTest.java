package io.varve.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkTableTest {

    private static List<PageLink> links(int count) {
        Random random = new Random(count);
        List<PageLink> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            links.add(new PageLink(new PageId(random.nextLong(), random.nextLong()), random.nextBoolean()));
        }
        return links;
    }

    @Test
    void isAListOfTheLinksItWasMadeOf() {
        for (int count : new int[] {0, 1, 2, 33, 700}) {
            List<PageLink> links = links(count);
            LinkTable table = LinkTable.copyOf(links);
            assertThat(table).isEqualTo(links).hasSameHashCodeAs(links);
            assertThat(LinkTable.of(table.bytes().clone())).isEqualTo(links);
            assertThat(LinkTable.copyOf(table)).isSameAs(table);
        }
    }

    @Test
    void standsInAContentAsItsBytes() {
        List<PageLink> links = links(5);
        PageContent content = new PageContent(PageKind.MAP_NODE, List.of(new PageId(1, 2)), links, new byte[] {9});
        byte[] bytes = PageFormat.contentBytes(content);
        byte[] table = Arrays.copyOfRange(
                bytes, PageFormat.PLAIN_HEAD_BYTES, PageFormat.PLAIN_HEAD_BYTES + 5 * PageFormat.LINK_BYTES);
        assertThat(LinkTable.of(table)).isEqualTo(links);
    }

    @Test
    void hasNothingBeyondItsEnds() {
        LinkTable table = LinkTable.copyOf(links(3));
        assertThatThrownBy(() -> table.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void doesNotChange() {
        List<PageLink> links = links(3);
        LinkTable table = LinkTable.copyOf(links);
        PageLink first = links.set(0, links.get(1));
        assertThat(table.get(0)).isEqualTo(first);
        assertThatThrownBy(() -> table.set(0, first)).isInstanceOf(UnsupportedOperationException.class);
    }
}
