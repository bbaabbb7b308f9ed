package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.UnsupportedFormatException;
import io.varve.VarveException;
import io.varve.internal.page.Chunks;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stored pages and schemas of one tenant, verified as they are read. */
final class TenantPages implements PageSource {

    private final SnapshotStore store;
    private final TenantId tenant;
    private final NodeBudget budget;
    private final HeldPages held = new HeldPages();
    private final ConcurrentHashMap<PageId, byte[]> schemas = new ConcurrentHashMap<>();
    private volatile Function<PageId, String> whoIsHurt = page -> "it was needed to open the tenant";
    private volatile Runnable ownership = () -> {};
    private volatile @Nullable Supplier<VarveException> gone;

    TenantPages(SnapshotStore store, TenantId tenant, NodeBudget budget) {
        this.store = store;
        this.tenant = tenant;
        this.budget = budget;
    }

    /** Says who can tell which snapshots need a page, for the message when one can't be read. */
    void describeDamageWith(Function<PageId, String> describer) {
        whoIsHurt = describer;
    }

    /** Says what fails if the tenant is another manager's by now. */
    void checkOwnershipWith(Runnable check) {
        ownership = check;
    }

    /**
     * Says that the tenant was closed or removed, so that whoever still holds a state is told why it can't be read.
     */
    void retire(Supplier<VarveException> reason) {
        gone = reason;
        whoIsHurt = page -> "the tenant is closed";
    }

    /** Forgets all nodes that came from here, and keeps none from now on. Cost: a pass over all that are on the heap. */
    void evict() {
        budget.close(this);
    }

    @Override
    public PageContent read(PageId id) {
        Supplier<VarveException> reason = gone;
        if (reason != null) {
            throw reason.get();
        }
        try {
            return Chunks.read(id, this::readOne);
        } catch (UnreadablePageException e) {
            throw unreadable(id, e);
        }
    }

    /** The pages that a page mentions. */
    List<PageLink> links(PageId id) throws UnreadablePageException {
        return readOne(id).links();
    }

    /**
     * What was found in some pages.
     *
     * @param links the pages that they mention, chunks and all
     * @param pages how many pages were read
     * @param bytes how many bytes they have in the store
     */
    record Read(List<PageLink> links, int pages, long bytes) {}

    /** The pages that some pages mention, read past the heap in one call of the store. */
    List<PageLink> links(List<PageId> ids) {
        return read(ids).links();
    }

    /** Reads some pages past the heap, in one call of the store. */
    Read read(List<PageId> ids) {
        Map<PageId, byte[]> found =
                Faults.translating("read pages of tenant '" + tenant + "'", () -> store.getPages(tenant, ids));
        List<PageLink> links = new ArrayList<>();
        long bytes = 0;
        for (PageId id : ids) {
            try {
                byte[] page = found.get(id);
                links.addAll(decode(id, page).links());
                bytes += page == null ? 0 : page.length;
            } catch (UnreadablePageException e) {
                throw unreadable(id, e);
            }
        }
        return new Read(links, ids.size(), bytes);
    }

    @Override
    public byte[] readSchema(PageId id) {
        byte[] known = schemas.get(id);
        if (known != null) {
            return known;
        }
        byte[] read = Faults.translating(
                        "read a schema of tenant '" + tenant + "'", () -> store.readRef(tenant, RefNames.schema(id)))
                .orElseThrow(() -> new CorruptDataException("tenant '" + tenant + "': the schema " + id
                        + " is missing from the store, so what was written with it can't be read"));
        if (!PageFormat.idOf(read).equals(id)) {
            throw new CorruptDataException("tenant '" + tenant + "': the schema " + id + " is damaged");
        }
        schemas.put(id, read);
        return read;
    }

    @Override
    public HeldPages held() {
        return held;
    }

    @Override
    public NodeBudget budget() {
        return budget;
    }

    private PageContent readOne(PageId id) throws UnreadablePageException {
        byte[] bytes = Faults.translating(
                        "read a page of tenant '" + tenant + "'", () -> store.getPages(tenant, List.of(id)))
                .get(id);
        return decode(id, bytes);
    }

    private PageContent decode(PageId id, byte @Nullable [] bytes) throws UnreadablePageException {
        if (bytes == null) {
            // The tenant's new owner, if it has one, does not know what is held here, and may have collected it.
            ownership.run();
            throw UnreadablePageException.missing(id);
        }
        return PageFormat.decode(id, bytes);
    }

    private VarveException unreadable(PageId id, UnreadablePageException e) {
        if (e.reason() == UnreadablePageException.Reason.NEWER_FORMAT) {
            return new UnsupportedFormatException("tenant '" + tenant + "': " + e.getMessage());
        }
        return new CorruptDataException("tenant '" + tenant + "': " + e.getMessage() + "; " + whoIsHurt.apply(id), e);
    }
}
