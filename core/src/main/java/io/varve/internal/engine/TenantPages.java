package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.StateExpiredException;
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
import io.varve.spi.PageStat;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stored pages and schemas of one tenant, verified as they are read. */
final class TenantPages implements PageSource {

    private static final String READING = "read pages of tenant '";

    /** How many pages are listed, or asked for, by one call of the store. */
    private static final int LISTED = 256;

    private final SnapshotStore store;
    private final TenantId tenant;
    private final NodeBudget budget;
    private final HeldPages held = new HeldPages();
    private final ConcurrentHashMap<PageId, byte[]> schemas = new ConcurrentHashMap<>();
    private volatile Function<PageId, String> whoIsHurt = page -> "it was needed to open the tenant";
    private volatile Runnable ownership = () -> {};
    private volatile Predicate<PageId> neededWhenMissing = page -> true;
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

    /** Says who can tell whether a page that is missing should be there, or was given up by those who share the tenant. */
    void tellExpiredWith(Predicate<PageId> isNeeded) {
        neededWhenMissing = isNeeded;
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

    @Override
    public Map<PageId, PageContent> readAhead(List<PageId> ids) {
        if (gone != null) {
            return Map.of();
        }
        Map<PageId, byte[]> found = store.getPages(tenant, ids);
        Map<PageId, PageContent> read = PageFormat.decodeReadable(found, basesOf(found.values(), found.keySet())::get);
        read.values().removeIf(Chunks::isPart);
        return read;
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
     * @param bases the pages that they are deltas of
     */
    record Read(List<PageLink> links, int pages, long bytes, Set<PageId> bases) {

        private Read and(Read more) {
            List<PageLink> both = new ArrayList<>(links);
            both.addAll(more.links);
            Set<PageId> allBases = new HashSet<>(bases);
            allBases.addAll(more.bases);
            return new Read(both, pages + more.pages, bytes + more.bytes, allBases);
        }
    }

    /** The pages that some pages mention, read past the heap in one call of the store. */
    List<PageLink> links(List<PageId> ids) {
        return read(ids).links();
    }

    /** The same for those of the pages that are there. */
    List<PageLink> linksOfPresent(List<PageId> ids) {
        return read(ids, false).links();
    }

    /** Reads some pages past the heap, in one call of the store. */
    Read read(List<PageId> ids) {
        return read(ids, true);
    }

    private Read read(List<PageId> ids, boolean requireAll) {
        Map<PageId, byte[]> found;
        try {
            found = store.getPages(tenant, ids);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.CORRUPT || ids.size() == 1) {
                throw unreadable(ids.get(0), e);
            }
            // One by one, to tell which it is.
            return ids.stream()
                    .map(id -> read(List.of(id), requireAll))
                    .reduce(Read::and)
                    .orElseThrow();
        }
        List<PageLink> links = new ArrayList<>();
        long bytes = 0;
        Map<PageId, byte[]> basesById = basesOf(found.values());
        for (PageId id : ids) {
            byte[] page = found.get(id);
            if (page == null && !requireAll) {
                continue;
            }
            try {
                links.addAll(decode(id, page, basesById::get).links());
                bytes += page == null ? 0 : page.length;
            } catch (UnreadablePageException e) {
                throw unreadable(id, e);
            }
        }
        return new Read(links, ids.size(), bytes, basesById.keySet());
    }

    /** The pages that others are deltas of, read in one call of the store. */
    private Map<PageId, byte[]> basesOf(Collection<byte[]> pages) {
        return basesOf(pages, Set.of());
    }

    private Map<PageId, byte[]> basesOf(Collection<byte[]> pages, Set<PageId> known) {
        List<PageId> bases = pages.stream()
                .map(PageFormat::baseOf)
                .flatMap(Optional::stream)
                .filter(base -> !known.contains(base))
                .distinct()
                .toList();
        return bases.isEmpty()
                ? Map.of()
                : Faults.translating(READING + tenant + "'", () -> store.getPages(tenant, bases));
    }

    /**
     * A page as it is stored, and what it holds.
     *
     * @param content what it holds
     * @param base the page that it is a delta of, as that is stored; null if it is stored whole
     */
    record StoredContent(PageId id, byte[] bytes, PageContent content, byte @Nullable [] base) {}

    /** Reads some pages, in one call of the store and one more for those that they are deltas of. */
    List<StoredContent> readStored(List<PageId> ids) {
        Map<PageId, byte[]> found;
        try {
            found = store.getPages(tenant, ids);
        } catch (StoreException e) {
            throw unreadable(ids.get(0), e);
        }
        Map<PageId, byte[]> basesById = basesOf(found.values());
        List<StoredContent> read = new ArrayList<>();
        for (PageId id : ids) {
            byte[] page = found.get(id);
            try {
                PageContent content = decode(id, page, basesById::get);
                if (page == null) {
                    throw new AssertionError("what is missing can't be decoded");
                }
                byte[] base = PageFormat.baseOf(page).map(basesById::get).orElse(null);
                read.add(new StoredContent(id, page, content, base));
            } catch (UnreadablePageException e) {
                throw unreadable(id, e);
            }
        }
        return read;
    }

    /**
     * The pages that some pages are deltas of.
     *
     * @param ids the pages, of which some may be missing
     */
    List<PageId> bases(List<PageId> ids) {
        return Faults.translating(READING + tenant + "'", () -> store.getPages(tenant, ids)).values().stream()
                .map(PageFormat::baseOf)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The pages that are deltas of a page. Cost: lists pages and reads the small ones.
     *
     * @param most how many pages to list at most
     */
    List<PageId> deltasOf(PageId base, int most) {
        List<PageId> deltas = new ArrayList<>();
        PageId after = null;
        for (int listed = 0; listed < most; listed += LISTED) {
            PageId from = after;
            List<PageStat> found =
                    Faults.translating(READING + tenant + "'", () -> store.scanPages(tenant, from, LISTED));
            List<PageId> small = new ArrayList<>();
            for (PageStat page : found) {
                after = page.id();
                if (PageFormat.mayBeDelta(page.size())) {
                    small.add(page.id());
                }
            }
            Faults.translating(READING + tenant + "'", () -> store.getPages(tenant, small))
                    .forEach((id, bytes) ->
                            PageFormat.baseOf(bytes).filter(base::equals).ifPresent(same -> deltas.add(id)));
            if (found.size() < LISTED) {
                break;
            }
        }
        return deltas;
    }

    @Override
    public Set<PageId> basesAmong(Collection<PageId> ids) {
        List<PageId> all = List.copyOf(ids);
        Set<PageId> bases = new HashSet<>();
        for (int from = 0; from < all.size(); from += LISTED) {
            List<PageId> some = all.subList(from, Math.min(all.size(), from + LISTED));
            Faults.translating(READING + tenant + "'", () -> store.getPages(tenant, some))
                    .forEach((id, bytes) -> {
                        if (PageFormat.canBeBase(bytes)) {
                            bases.add(id);
                        }
                    });
        }
        return bases;
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
        try {
            return decode(id, stored(id), this::stored);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.CORRUPT) {
                throw UnreadablePageException.damaged(id, e);
            }
            throw Faults.translate("read a page of tenant '" + tenant + "'", e);
        }
    }

    private byte @Nullable [] stored(PageId id) {
        return store.getPages(tenant, List.of(id)).get(id);
    }

    private PageContent decode(PageId id, byte @Nullable [] bytes, PageFormat.BaseReader bases)
            throws UnreadablePageException {
        if (bytes == null) {
            // The tenant's new owner, if it has one, does not know what is held here, and may have collected it.
            ownership.run();
            throw UnreadablePageException.missing(id);
        }
        return PageFormat.decode(id, bytes, bases);
    }

    private VarveException unreadable(PageId id, StoreException e) {
        return e.kind() == StoreException.Kind.CORRUPT
                ? unreadable(id, UnreadablePageException.damaged(id, e))
                : Faults.translate(READING + tenant + "'", e);
    }

    private VarveException unreadable(PageId id, UnreadablePageException e) {
        if (e.reason() == UnreadablePageException.Reason.NEWER_FORMAT) {
            return new UnsupportedFormatException("tenant '" + tenant + "': " + e.getMessage());
        }
        if (e.reason() == UnreadablePageException.Reason.MISSING && !neededWhenMissing.test(id)) {
            return new StateExpiredException(
                    "tenant '" + tenant + "', which is shared with other processes: "
                            + e.getMessage()
                            + ", since nothing there is now needs it: the state that it belonged to was removed,"
                            + " and was not held here, or only a part of it that was not read yet. Read the tenant's state anew");
        }
        return new CorruptDataException(
                "tenant '" + tenant + "': " + e.getMessage() + "; " + whoIsHurt.apply(e.origin()), e);
    }
}
