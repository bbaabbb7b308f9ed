package io.varve.internal.engine;

import io.varve.bundle.BundleProgress;
import io.varve.internal.bundle.BundleWriter;
import io.varve.internal.engine.TenantPages.StoredContent;
import io.varve.internal.page.Chunks;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.internal.page.PutListener;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a bundle that is being written: each once, after those that it mentions. As a target for the codec, it takes the
 * pages of states that were made of the tenant's, and copies what these have in common with the tenant's from the store.
 *
 * <p>Before {@link #begin} nothing is written: what comes until then is what the bundle goes on from, and can leave out.
 */
final class BundlePages implements PageTarget {

    /** How many pages are read by one call of the store, and held for each level of a state. */
    private static final int READ = 32;

    /** After how many pages it is told how far it is. */
    private static final int TOLD = 1_000;

    private final TenantPages pages;
    private final Runnable requireOpen;
    private final Consumer<? super BundleProgress> progress;

    /** The pages that whoever reads the bundle has with all that they mention. */
    private final PageIdSet complete = new PageIdSet();

    /** The pages of which he has the bytes. */
    private final PageIdSet bases = new PageIdSet();

    private final Set<PageId> schemas = new HashSet<>();
    private @Nullable BundleWriter writer;

    /**
     * Begins with nothing written.
     *
     * @param requireOpen fails if the tenant was closed, which ends the export
     * @param progress is told how far it is
     */
    BundlePages(TenantPages pages, Runnable requireOpen, Consumer<? super BundleProgress> progress) {
        this.pages = pages;
        this.requireOpen = requireOpen;
        this.progress = progress;
    }

    /** A page that is being copied, which comes after those that it mentions. */
    private final class Visit {

        private final StoredContent page;
        private final ArrayDeque<StoredContent> ready = new ArrayDeque<>();
        private int next;

        Visit(StoredContent page) {
            this.page = page;
        }

        /** The next page that this one mentions and that is missing still, or null if there is none. */
        @Nullable
        StoredContent nextMissing() {
            while (true) {
                if (ready.isEmpty() && !readOn()) {
                    return null;
                }
                StoredContent child = ready.poll();
                // It may have been copied meanwhile, with one of those before it.
                if (child != null && !complete.contains(child.id())) {
                    return child;
                }
            }
        }

        private boolean readOn() {
            List<PageLink> links = page.content().links();
            Set<PageId> wanted = new LinkedHashSet<>();
            while (wanted.size() < READ && next < links.size()) {
                PageId id = links.get(next++).id();
                if (!complete.contains(id)) {
                    wanted.add(id);
                }
            }
            if (wanted.isEmpty()) {
                return false;
            }
            requireOpen.run();
            ready.addAll(pages.readStored(List.copyOf(wanted)));
            return true;
        }
    }

    /** Leaves out all that can be reached from a page of the store. */
    PageLink leaveOut(PageLink root) {
        if (complete.contains(root.id())) {
            return root;
        }
        PageWalk walk = new PageWalk(pages::links, requireOpen, complete);
        walk.from(List.of(root));
        return root;
    }

    /**
     * Begins to write.
     *
     * @param first the schema to be written first
     */
    void begin(BundleWriter to, PageId first) {
        writer = to;
        schemas.clear();
        writeSchema(to, first);
    }

    /** Copies a page of the store, after those that it mentions. */
    PageLink copy(PageLink root) {
        if (complete.contains(root.id())) {
            return root;
        }
        requireOpen.run();
        ArrayDeque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(pages.readStored(List.of(root.id())).get(0)));
        while (!open.isEmpty()) {
            Visit visit = open.peek();
            StoredContent child = visit.nextMissing();
            if (child == null) {
                write(visit.page);
                open.pop();
            } else if (child.content().links().isEmpty()) {
                write(child);
            } else {
                open.push(new Visit(child));
            }
        }
        return root;
    }

    @Override
    public PageSource source() {
        return pages;
    }

    @Override
    public PageId put(PageContent content, PutListener listener) {
        PageId last = null;
        for (PageContent part : Chunks.split(content)) {
            // What the tenant has no page for can't be a delta of what the bundle may not have.
            Page page = PageFormat.encode(new PageContent(part.kind(), part.schemas(), part.links(), part.payload()));
            last = page.id();
            if (!complete.contains(page.id())) {
                part.links().forEach(writer == null ? this::leaveOut : this::copy);
                write(page.id(), page.bytes(), part);
            }
        }
        if (last == null) {
            throw new AssertionError("a content is split into at least one page");
        }
        return last;
    }

    void tellProgress() {
        BundleWriter to = writer;
        if (to != null) {
            progress.accept(new BundleProgress(to.pages(), to.bytes()));
        }
    }

    private void write(StoredContent page) {
        BundleWriter to = writer;
        byte[] base = page.base();
        if (to != null && base != null) {
            PageFormat.baseOf(page.bytes())
                    .filter(id -> !complete.contains(id) && bases.add(id))
                    .ifPresent(id -> unchecked(() -> to.base(id, base)));
        }
        write(page.id(), page.bytes(), page.content());
    }

    private void write(PageId id, byte[] bytes, PageContent content) {
        complete.add(id);
        BundleWriter to = writer;
        if (to == null) {
            return;
        }
        content.schemas().forEach(schema -> writeSchema(to, schema));
        unchecked(() -> to.page(id, bytes));
        if (to.pages() % TOLD == 0) {
            tellProgress();
        }
    }

    private void writeSchema(BundleWriter to, PageId schema) {
        if (schemas.add(schema)) {
            byte[] bytes = pages.readSchema(schema);
            unchecked(() -> to.schema(bytes));
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** The codec, which calls this too, knows of no checked exceptions. */
    private static void unchecked(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
