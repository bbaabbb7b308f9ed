package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import io.varve.store.memory.MemorySnapshotStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What becomes of a write that is flushed on the way; smaller ones are what all other tests write. */
class StateWriterTest {

    private static final int PAGE_BYTES = 500_000;

    /** More than one flush, and something left. */
    private static final int PAGES = 40;

    private final PageSource source =
            new TenantPages(new MemorySnapshotStore(), new TenantId("acme"), new NodeBudget(1 << 20));
    private final Random random = new Random(1);
    private final List<PageId> told = new ArrayList<>();

    private PageId put(StateWriter writer) {
        byte[] payload = new byte[PAGE_BYTES];
        random.nextBytes(payload);
        PageId[] id = new PageId[1];
        id[0] = writer.put(new PageContent(PageKind.VALUE, List.of(), List.of(), payload), form -> told.add(id[0]));
        return id[0];
    }

    private static List<PageId> idsOf(List<Page> pages) {
        return pages.stream().map(Page::id).toList();
    }

    @Test
    void allPagesGoOnceAndInOrderAndOneGroupAtATime() {
        List<PageId> flushed = new ArrayList<>();
        AtomicInteger under = new AtomicInteger();
        Function<List<Page>, Set<PageId>> flusher = pages -> {
            assertThat(under.incrementAndGet()).isEqualTo(1);
            flushed.addAll(idsOf(pages));
            under.decrementAndGet();
            return Set.of();
        };
        List<PageId> put = new ArrayList<>();
        try (StateWriter writer = StateWriter.adopting(source, flusher)) {
            for (int i = 0; i < PAGES; i++) {
                put.add(put(writer));
            }
            List<PageId> pending = idsOf(writer.pending());
            assertThat(flushed).hasSizeBetween(PAGES / 2, PAGES - 1);
            assertThat(told).isEqualTo(flushed);
            flushed.addAll(pending);
            writer.stored(Set.of());
        }
        assertThat(flushed).isEqualTo(put);
        assertThat(told).isEqualTo(put);
    }

    @Test
    void aFlushThatFailsFailsTheWriteAndNoneOfItsPagesIsSaidToBeStored() {
        RuntimeException full = new IllegalStateException("the disk is full");
        try (StateWriter writer = StateWriter.adopting(source, pages -> {
            throw full;
        })) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < PAGES; i++) {
                            put(writer);
                        }
                        writer.pending();
                    })
                    .isSameAs(full);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void whoGivesUpWaitsForTheFlushThatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Thread opener = new Thread(() -> {
            try {
                begun.await();
                assertThat(done.get()).isZero();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            goOn.countDown();
        });
        opener.start();
        Function<List<Page>, Set<PageId>> flusher = pages -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            done.incrementAndGet();
            return Set.of();
        };
        try (StateWriter writer = StateWriter.adopting(source, flusher)) {
            for (int i = 0; i < PAGES / 2; i++) {
                put(writer);
            }
        }
        opener.join();
        assertThat(done.get()).isEqualTo(1);
        assertThat(told).isEmpty();
    }
}
