package io.varve.internal.codec;

import io.varve.CorruptDataException;
import io.varve.UnsupportedFormatException;
import io.varve.internal.page.Chunks;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.internal.page.PutListener;
import io.varve.internal.page.StoredForm;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Pages in a map, encoded as a store would get them, with counters. */
public final class MemoryPages implements PageSource {

    public final Map<PageId, byte[]> pages = new ConcurrentHashMap<>();
    public final Map<PageId, byte[]> schemas = new ConcurrentHashMap<>();
    public final AtomicInteger reads = new AtomicInteger();
    public final AtomicInteger puts = new AtomicInteger();
    private final NodeBudget budget;
    private final HeldPages held = new HeldPages();

    public MemoryPages() {
        this(1L << 30);
    }

    public MemoryPages(long budgetBytes) {
        this.budget = new NodeBudget(budgetBytes);
    }

    /** Writes a state and forgets nothing. */
    public <S> PageLink write(StateCodec<S> codec, S state) {
        schemas.putAll(codec.schemas());
        return codec.write(state, new Target());
    }

    /** Writes a state into this and opens it again. */
    public <S> S roundTrip(StateCodec<S> codec, S state) {
        return codec.read(write(codec, state).id(), this);
    }

    /** The same pages as another source, whose stubs are not this one's. */
    public MemoryPages reopened() {
        MemoryPages other = new MemoryPages(budget.maximumBytes());
        other.pages.putAll(pages);
        other.schemas.putAll(schemas);
        return other;
    }

    @Override
    public PageContent read(PageId id) {
        try {
            return Chunks.read(id, this::single);
        } catch (UnreadablePageException e) {
            throw switch (e.reason()) {
                case DAMAGED, MISSING -> new CorruptDataException(e.getMessage(), e);
                case NEWER_FORMAT -> new UnsupportedFormatException(e.getMessage());
            };
        }
    }

    private PageContent single(PageId id) throws UnreadablePageException {
        reads.incrementAndGet();
        byte[] bytes = pages.get(id);
        if (bytes == null) {
            throw new CorruptDataException("page " + id + ": is missing");
        }
        return PageFormat.decode(id, bytes, pages::get);
    }

    @Override
    public Set<PageId> basesAmong(Collection<PageId> ids) {
        return ids.stream()
                .filter(id -> pages.containsKey(id) && PageFormat.canBeBase(pages.get(id)))
                .collect(Collectors.toSet());
    }

    @Override
    public byte[] readSchema(PageId id) {
        byte[] bytes = schemas.get(id);
        if (bytes == null) {
            throw new CorruptDataException("schema " + id + ": is missing");
        }
        return bytes;
    }

    @Override
    public HeldPages held() {
        return held;
    }

    @Override
    public NodeBudget budget() {
        return budget;
    }

    /** Puts pages at once; tells of every second one only with the next, as a target that writes in batches would. */
    final class Target implements PageTarget {

        private final List<Runnable> untold = new ArrayList<>();

        @Override
        public PageSource source() {
            return MemoryPages.this;
        }

        @Override
        public PageId put(PageContent content, PutListener listener) {
            PageId id = null;
            StoredForm form = StoredForm.UNKNOWN;
            for (PageContent each : Chunks.split(content)) {
                Page page = PageFormat.encode(each);
                boolean isAdded = pages.putIfAbsent(page.id(), page.bytes()) == null; // As a store does.
                form = isAdded ? PageFormat.formOf(page.bytes()) : StoredForm.UNKNOWN;
                puts.incrementAndGet();
                id = page.id();
            }
            StoredForm told = form;
            untold.add(() -> listener.stored(told));
            if (untold.size() > 1) {
                untold.forEach(Runnable::run);
                untold.clear();
            }
            return id;
        }
    }
}
