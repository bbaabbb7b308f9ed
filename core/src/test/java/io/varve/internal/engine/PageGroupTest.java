package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.StoredForm;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the listeners of pages that were put together are told. */
class PageGroupTest {

    private final PageGroup group = new PageGroup();
    private final List<StoredForm> told = new ArrayList<>();

    private PageId put(int seed, int bytes) {
        byte[] payload = new byte[bytes];
        new Random(seed).nextBytes(payload);
        PageContent content = new PageContent(PageKind.VALUE, List.of(), List.of(), payload);
        PageId id = PageFormat.idOf(content);
        group.add(id, content, told::add);
        return id;
    }

    @Test
    void ofPagesThatAreAllNewTheFormIsKnown() {
        Set<PageId> added = Set.of(put(1, 1_000), put(2, 100));
        group.stored(added);
        assertThat(told).containsExactly(StoredForm.BASE, StoredForm.OTHER);
    }

    @Test
    void ofAPageThatWasThereBeforeItIsNot() {
        PageId added = put(1, 1_000);
        PageId there = put(2, 1_000);
        assertThat(there).isNotEqualTo(added);
        group.stored(Set.of(added));
        assertThat(told).containsExactly(StoredForm.BASE, StoredForm.UNKNOWN);
    }

    @Test
    void ofAContentThatWasPutTwiceTheFirstWasStored() {
        PageId first = put(1, 1_000);
        assertThat(put(1, 1_000)).isEqualTo(first);
        PageId other = put(2, 1_000);
        group.stored(Set.of(first, other));
        assertThat(told).containsExactly(StoredForm.BASE, StoredForm.UNKNOWN, StoredForm.BASE);
    }

    @Test
    void pagesAreEncodedOnce() {
        put(1, 1_000);
        List<Page> pages = group.pages();
        assertThat(group.pages()).isSameAs(pages);
        assertThat(group.bytes()).isEqualTo(pages.get(0).bytes().length);
    }
}
