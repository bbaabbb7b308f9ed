package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.UnreadableSchemaException;
import io.varve.UnsupportedFormatException;
import io.varve.bundle.BundleProgress;
import io.varve.internal.bundle.BundleReader;
import io.varve.internal.codec.schema.Schema;
import io.varve.internal.engine.ImportSink.Verified;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the pages of a bundle and hands them on, some megabytes at a time. Each has to be what its id says, and may mention
 * only what came before it, with all that that mentions; so whatever is accepted as a root later is whole.
 *
 * <p>A page that is a delta stays one only if the store has its base whole: it may have had the base before, as a delta of yet
 * another, and keeps what it has.
 */
final class PageIntake {

    private static final int BATCH_BYTES = 4 << 20;
    private static final int BATCH_PAGES = 1_000;

    /** How many pages are looked at together, so that few are on the heap besides the batch. */
    private static final int LOOKED_UP = 64;

    private static final int MAX_SCHEMAS = 1_000;

    private final BundleReader reader;
    private final ImportSink sink;
    private final Consumer<? super BundleProgress> progress;

    /** The pages that are there with all that they mention, and those of them that mention something. */
    private final PageIdSet complete;

    private final PageIdSet mentioning;

    /** The pages of which only the bytes are there. */
    private final PageIdSet bases = new PageIdSet();

    private final Set<PageId> schemas = new HashSet<>();
    private List<Waiting> batch = new ArrayList<>();
    private int batchBytes;
    private long pages;
    private long written;
    private long present;
    private long writtenBytes;

    /** A page of the bundle that was not looked at yet. */
    private record Waiting(PageId id, byte[] bytes, boolean isBase) {}

    /**
     * Begins.
     *
     * @param reader says where in the bundle something was found that is wrong
     * @param complete the pages that may be mentioned without being in the bundle
     * @param mentioning those of them that mention others
     */
    PageIntake(
            BundleReader reader,
            ImportSink sink,
            Consumer<? super BundleProgress> progress,
            PageIdSet complete,
            PageIdSet mentioning) {
        this.reader = reader;
        this.sink = sink;
        this.progress = progress;
        this.complete = complete;
        this.mentioning = mentioning;
    }

    long written() {
        return written;
    }

    long present() {
        return present;
    }

    long writtenBytes() {
        return writtenBytes;
    }

    void schema(PageId id, byte[] bytes) {
        if (!schemas.add(id)) {
            return;
        }
        if (schemas.size() > MAX_SCHEMAS) {
            throw reader.damaged("has more than " + MAX_SCHEMAS + " schemas", null);
        }
        try {
            var unused = Schema.parse(id, bytes);
        } catch (CorruptDataException | UnreadableSchemaException e) {
            throw reader.damaged("has a schema that can't be read: " + e.getMessage(), e);
        }
        sink.putSchema(id, bytes);
    }

    void page(PageId id, byte[] bytes) {
        pages++;
        add(new Waiting(id, bytes, false));
    }

    void base(PageId id, byte[] bytes) {
        add(new Waiting(id, bytes, true));
    }

    private void add(Waiting page) {
        batch.add(page);
        batchBytes += page.bytes().length;
        if (batchBytes > BATCH_BYTES || batch.size() >= BATCH_PAGES) {
            flush();
        }
    }

    /** Hands on what waits. */
    void flush() {
        if (!batch.isEmpty()) {
            new Batch().run();
            batch = new ArrayList<>();
            batchBytes = 0;
        }
        progress.accept(new BundleProgress(pages, reader.bytes()));
    }

    /**
     * Fails unless a page is there with all that it mentions. To be called after {@link #flush}.
     *
     * @param what completes "has … of which"
     */
    void requireComplete(String what, PageLink root) {
        if (!isComplete(root)) {
            throw reader.damaged("has " + what + " of which page " + root.id() + " is not in it", null);
        }
    }

    private boolean isComplete(PageLink link) {
        return complete.contains(link.id()) && mentioning.contains(link.id()) == link.hasLinks();
    }

    private final class Batch {

        private final List<Verified> toPut = new ArrayList<>();

        /** The pages to put that the store does not have yet. */
        private final Map<PageId, byte[]> fresh = new HashMap<>();

        void run() {
            for (int from = 0; from < batch.size(); from += LOOKED_UP) {
                look(batch.subList(from, Math.min(batch.size(), from + LOOKED_UP)));
            }
            if (!toPut.isEmpty()) {
                sink.put(toPut);
            }
        }

        private void look(List<Waiting> some) {
            Set<PageId> wanted = new HashSet<>();
            for (Waiting page : some) {
                wanted.add(page.id());
                PageFormat.baseOf(page.bytes()).ifPresent(base -> {
                    if (page.isBase() || !complete.contains(base) && !bases.contains(base) && !isAmong(base, some)) {
                        throw reader.damaged(
                                "has page " + page.id() + " as a delta of page " + base
                                        + (page.isBase()
                                                ? ", and others as deltas of it"
                                                : ", which does not come before it"),
                                null);
                    }
                    wanted.add(base);
                });
            }
            wanted.removeAll(fresh.keySet());
            Map<PageId, byte[]> stored = sink.stored(wanted);
            some.forEach(page -> take(page, stored));
        }

        private boolean isAmong(PageId base, List<Waiting> some) {
            return some.stream().anyMatch(page -> page.id().equals(base));
        }

        private void take(Waiting page, Map<PageId, byte[]> stored) {
            Optional<PageId> base = PageFormat.baseOf(page.bytes());
            byte[] baseStored = base.map(id -> bytesOf(id, stored)).orElse(null);
            byte[] baseWhole = base.isEmpty() || baseStored == null ? null : whole(base.get(), baseStored);
            PageContent content = decode(page.id(), page.bytes(), baseWhole);
            if (!page.isBase()) {
                require(page.id(), content);
            }
            byte[] there = bytesOf(page.id(), stored);
            if (there == null) {
                byte[] next = baseStored != null && !PageFormat.canBeBase(baseStored)
                        ? PageFormat.encode(undelta(content)).bytes()
                        : page.bytes();
                written++;
                writtenBytes += next.length;
                fresh.put(page.id(), next);
                put(page, next, content);
            } else {
                present++;
                if (sink.needsAll()) {
                    put(page, there, content);
                }
            }
            if (page.isBase()) {
                bases.add(page.id());
            } else {
                complete.add(page.id());
                if (!content.links().isEmpty()) {
                    mentioning.add(page.id());
                }
            }
        }

        private void put(Waiting page, byte[] bytes, PageContent content) {
            toPut.add(new Verified(
                    new Page(page.id(), bytes), page.isBase() ? List.of() : content.links(), page.isBase()));
        }

        private byte @Nullable [] bytesOf(PageId id, Map<PageId, byte[]> stored) {
            byte[] waiting = fresh.get(id);
            return waiting == null ? stored.get(id) : waiting;
        }

        /** A page whole, whichever way it is stored. */
        private byte[] whole(PageId id, byte[] stored) {
            return PageFormat.baseOf(stored)
                    .map(base -> {
                        byte[] other = fresh.containsKey(base)
                                ? fresh.get(base)
                                : sink.stored(List.of(base)).get(base);
                        return PageFormat.encode(undelta(decode(id, stored, other)))
                                .bytes();
                    })
                    .orElse(stored);
        }
    }

    private static PageContent undelta(PageContent content) {
        return new PageContent(content.kind(), content.schemas(), content.links(), content.payload());
    }

    private PageContent decode(PageId id, byte[] bytes, byte @Nullable [] base) {
        try {
            return PageFormat.decode(id, bytes, any -> base);
        } catch (UnreadablePageException e) {
            if (e.reason() == UnreadablePageException.Reason.NEWER_FORMAT) {
                throw new UnsupportedFormatException("the bundle can't be imported: " + e.getMessage());
            }
            throw reader.damaged("has a " + e.getMessage(), e);
        }
    }

    private void require(PageId id, PageContent content) {
        for (PageLink link : content.links()) {
            if (!isComplete(link)) {
                throw reader.damaged(
                        "has page " + id + ", which mentions page " + link.id() + " that does not come before it",
                        null);
            }
        }
        for (PageId schema : content.schemas()) {
            if (!schemas.contains(schema)) {
                throw reader.damaged("has page " + id + " without its schema " + schema, null);
            }
        }
    }
}
