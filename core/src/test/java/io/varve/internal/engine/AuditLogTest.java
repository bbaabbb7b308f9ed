package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.AuditEntry;
import io.varve.AuditKind;
import io.varve.CorruptDataException;
import io.varve.TransitionContext;
import io.varve.UnsupportedFormatException;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.TenantId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The trail without an engine around it: its pages, its refs, and what happens between a read and a removal. */
class AuditLogTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final String GOLDEN = "/golden/audit-v1.page";

    private final Map<PageId, PageContent> pages = new HashMap<>();

    /** Runs before a page is read. */
    private Runnable beforeReading = () -> {};

    private final PageSource source = new PageSource() {
        @Override
        public PageContent read(PageId id) {
            beforeReading.run();
            PageContent found = pages.get(id);
            if (found == null) {
                throw new CorruptDataException("page " + id + " is missing", null);
            }
            return found;
        }

        @Override
        public Set<PageId> basesAmong(Collection<PageId> ids) {
            throw new AssertionError("a log is no delta");
        }

        @Override
        public byte[] readSchema(PageId id) {
            throw new AssertionError("a log has no schema");
        }

        @Override
        public NodeBudget budget() {
            throw new AssertionError("a log has no nodes");
        }

        @Override
        public HeldPages held() {
            throw new AssertionError("a log has no nodes");
        }
    };

    private static AuditLog emptyLog(int limit) {
        try (SnapshotStore store = SnapshotStores.open("memory:")) {
            return AuditLog.open(store, ACME, TimelineRefs.MAIN, limit);
        }
    }

    private static Head<String> start() {
        return new Head<>(
                StateCell.ofState("state"),
                0,
                Instant.EPOCH,
                Option.none(),
                AuditTail.startingAt(0),
                Ancestry.NONE,
                UndoTail.none());
    }

    private static Head<String> next(AuditLog log, Head<String> head) {
        return log.next(
                head,
                StateCell.ofState("next"),
                Instant.EPOCH,
                Option.some(TransitionContext.by("writer").because("version " + (head.version() + 1))));
    }

    private List<RefUpdate> write(AuditLog log, Head<String> head) {
        StateWriter writer = StateWriter.adopting(source, flushed -> Set.of());
        AuditLog.Write write = log.write(head.tail(), writer);
        writer.pending().forEach(page -> pages.put(page.id(), decoded(page)));
        log.adopt(write);
        return write.refs();
    }

    private static PageContent decoded(Page page) {
        try {
            return PageFormat.decode(page.id(), page.bytes());
        } catch (UnreadablePageException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> versions(Iterable<AuditEntry> trail) {
        return Vector.ofAll(trail).map(AuditEntry::versionAfter).asJava();
    }

    @Test
    void aBatchThatIsRemovedWhileTheTrailIsReadIsNotMissed() {
        AuditLog log = emptyLog(2);
        Head<String> head = start();
        for (int i = 0; i < 2; i++) {
            head = next(log, head);
            write(log, head);
        }
        AtomicReference<Head<String>> published = new AtomicReference<>(head);
        beforeReading = () -> {
            beforeReading = () -> {};
            Map<PageId, PageContent> old = Map.copyOf(pages);
            Head<String> newer = next(log, next(log, published.get()));
            write(log, newer);
            pages.keySet().removeAll(old.keySet());
            published.set(newer);
        };

        assertThat(versions(log.read(published::get, source, () -> {}))).containsExactly(3L, 4L);
    }

    @Test
    void aHeadThatIsNotTheNewestHasTheTrailUpToItself() {
        AuditLog log = emptyLog(100);
        Head<String> one = next(log, start());
        write(log, one);
        Head<String> two = next(log, one);
        Head<String> three = next(log, two);
        write(log, three);

        assertThat(versions(log.read(() -> one, source, () -> {}))).containsExactly(1L);
        assertThat(versions(log.read(() -> two, source, () -> {}))).containsExactly(1L, 2L);
        assertThat(versions(log.read(() -> three, source, () -> {}))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aHeadThatDidNotComeToBeTakesItsEntriesWithIt() {
        AuditLog log = emptyLog(100);
        Head<String> one = next(log, start());
        write(log, one);
        Head<String> failed = next(log, next(log, one));
        Head<String> instead = next(log, one);
        assertThat(failed.version()).isEqualTo(3);
        write(log, instead);

        assertThat(versions(log.read(() -> instead, source, () -> {}))).containsExactly(1L, 2L);
    }

    @Test
    void headsCarryNoMoreThanWhatTheyMust() {
        AuditLog log = emptyLog(3);
        Head<String> head = start();
        for (int i = 0; i < 10; i++) {
            head = next(log, head);
        }
        assertThat(head.tail().entries()).as("as many as the limit").hasSize(3);
        write(log, head);
        assertThat(next(log, head).tail().entries()).as("what is not written").hasSize(1);
    }

    @Test
    void oneWriteRemovesAFewBatchesOnly() {
        AuditLog generous = emptyLog(100);
        Head<String> head = start();
        Map<String, byte[]> refs = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            head = next(generous, head);
            for (RefUpdate update : write(generous, head)) {
                refs.put(update.name(), update.next());
            }
        }
        try (SnapshotStore store = SnapshotStores.open("memory:")) {
            store.commit(
                    ACME,
                    0,
                    List.of(),
                    refs.entrySet().stream()
                            .map(ref -> RefUpdate.create(ref.getKey(), ref.getValue()))
                            .toList());
            AuditLog strict = AuditLog.open(store, ACME, TimelineRefs.MAIN, 2);
            head = head.withTail(strict.tail());
            for (int i = 0; i < 10; i++) {
                head = next(strict, head);
                List<RefUpdate> updates = write(strict, head);
                assertThat(updates).hasSizeLessThanOrEqualTo(1 + AuditLog.MAX_REMOVED);
                for (RefUpdate update : updates) {
                    if (update.next() == null) {
                        assertThat(refs.remove(update.name())).isEqualTo(update.expected());
                    } else {
                        refs.put(update.name(), update.next());
                    }
                }
            }
        }
        assertThat(refs).hasSize(2);
    }

    @Test
    void aPageOfTheFirstVersionIsReadAndWrittenAsEver() throws IOException, UnreadablePageException {
        PageContent content = AuditPage.encode(sample());
        PageId id = PageFormat.idOf(content);
        try (InputStream in = AuditLogTest.class.getResourceAsStream(GOLDEN)) {
            PageContent golden = PageFormat.decode(id, in.readAllBytes());

            assertThat(golden.kind()).isEqualTo(PageKind.LOG);
            assertThat(golden.hasLinks()).isFalse();
            assertThat(AuditPage.decode(batch(content, 2), golden)).isEqualTo(sample());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "varve.golden.audit", matches = ".+")
    void writeTheGoldenFile() throws IOException {
        Files.write(
                Path.of(System.getProperty("varve.golden.audit")),
                PageFormat.encode(AuditPage.encode(sample())).bytes());
    }

    private static Vector<AuditEntry> sample() {
        return Vector.of(
                new AuditEntry(
                        7,
                        AuditKind.TRANSITION,
                        40,
                        41,
                        Instant.parse("2026-03-01T12:00:00.123456789Z"),
                        new TransitionContext(
                                Option.some("Zo\u00EB"),
                                Option.some("\uD83D\uDE00 and \uD800"),
                                LinkedHashMap.of("ticket", "42", "empty", "")),
                        Option.none(),
                        Option.none()),
                new AuditEntry(
                        8,
                        AuditKind.ROLLBACK,
                        41,
                        42,
                        Instant.parse("2026-03-01T12:00:01Z"),
                        TransitionContext.anonymous(),
                        Option.some("20260301T120000Z-0001"),
                        Option.some("v1.0")));
    }

    private static AuditBatch batch(PageContent content, int count) {
        return new AuditBatch(7, count, new PageLink(PageFormat.idOf(content), false));
    }

    @Test
    void aPageThatIsNotWhatItsRefSaysIsRefused() {
        PageContent content = AuditPage.encode(sample());
        PageContent value = new PageContent(PageKind.VALUE, List.of(), List.of(), content.payload());

        assertThatThrownBy(() -> AuditPage.decode(batch(content, 3), content))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("2 entries where the ref says 3");
        assertThatThrownBy(() ->
                        AuditPage.decode(new AuditBatch(6, 2, batch(content, 2).root()), content))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("entry 7 where 6 was expected");
        assertThatThrownBy(() -> AuditPage.decode(batch(content, 2), value))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("VALUE");
    }

    @Test
    void aPageOfANewerFormatIsRefusedAsSuch() {
        byte[] payload = AuditPage.encode(sample()).payload().clone();
        payload[0] = 2;
        PageContent newer = new PageContent(PageKind.LOG, List.of(), List.of(), payload);

        assertThatThrownBy(() -> AuditPage.decode(batch(newer, 2), newer))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("use a newer one");
    }

    @Test
    void aMangledPageIsReadAsSomethingOrRefusedAsDamaged() {
        long seed = new Random().nextLong();
        System.out.println("AuditLogTest seed " + seed);
        Random random = new Random(seed);
        byte[] payload = AuditPage.encode(sample()).payload();
        for (int i = 0; i < 2_000; i++) {
            byte[] mangled = java.util.Arrays.copyOf(
                    payload, random.nextInt(4) == 0 ? random.nextInt(payload.length) : payload.length);
            for (int flips = random.nextInt(3); flips >= 0 && mangled.length > 0; flips--) {
                mangled[random.nextInt(mangled.length)] = (byte) random.nextInt();
            }
            PageContent content = new PageContent(PageKind.LOG, List.of(), List.of(), mangled);
            try {
                assertThat(AuditPage.decode(batch(content, 2), content)).hasSize(2);
            } catch (CorruptDataException | UnsupportedFormatException e) {
                assertThat(e).hasMessageContaining("o/");
            }
        }
    }

    @Test
    void aBatchIsKeptInItsRef() {
        PageLink root = new PageLink(new PageId(1, 2), true);
        AuditBatch batch = new AuditBatch(26, 300, root);

        assertThat(batch.refName()).isEqualTo("o/000000000000001a");
        assertThat(AuditBatch.decode(new Ref(batch.refName(), batch.encode()))).isEqualTo(batch);
        assertThatThrownBy(() -> AuditBatch.decode(new Ref("o/x", batch.encode())))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("o/x");
        byte[] damaged = batch.encode();
        damaged[4] ^= 1;
        assertThatThrownBy(() -> AuditBatch.decode(new Ref(batch.refName(), damaged)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(batch.refName());
    }
}
