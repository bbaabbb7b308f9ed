package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.VarveException;
import io.varve.VerificationReport.Problem;
import io.varve.VerificationReport.Result;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple2;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads all pages that the refs of one tenant lead to, without opening it. What others do meanwhile is no damage: what looks
 * broken counts only if a ref leads to it still when all was read. For one use.
 */
final class TenantVerification {

    private static final int READ = 64;
    private static final int LIST = 1_000;

    /** Snapshots may be removed, and their pages with them, while they are being read; then it is begun again. */
    private static final int TRIES = 5;

    /** Of how many broken pages it is said what they are and who needs them. */
    private static final int BROKEN_TOLD = 20;

    private final SnapshotStore store;
    private final TenantId tenant;
    private final Progress progress;
    private final PageIdSet found = new PageIdSet();

    /** The pages that some of those are deltas of, which need not be found themselves. */
    private final PageIdSet neededAsBases = new PageIdSet();

    /** What was found, and not read yet; the newest last, so that they are few. */
    private final List<PageId> unread = new ArrayList<>();

    /** Where the refs led, and whether not all of it is needed any more. */
    private io.vavr.collection.Set<PageLink> roots = HashSet.empty();

    private boolean isOutdated;
    private final Map<PageId, String> broken = new LinkedHashMap<>();
    private long brokenPages;
    private final Set<PageId> schemas = new TreeSet<>();
    private long read;
    private long bytes;
    private long listed;
    private long unreachable;
    private long unreachableBytes;

    /** Is told how many pages were read and listed. */
    interface Progress {
        void at(long read, long listed);
    }

    private TenantVerification(SnapshotStore store, TenantId tenant, Progress progress) {
        this.store = store;
        this.tenant = tenant;
        this.progress = progress;
    }

    /**
     * Verifies a tenant.
     *
     * @param progress called after each call of the store; ends the verification by throwing
     * @return what was found; none if there is no such tenant, or it was removed meanwhile
     */
    static Optional<Result> of(SnapshotStore store, TenantId tenant, Progress progress) {
        for (int left = TRIES; ; left--) {
            TenantVerification verification = new TenantVerification(store, tenant, progress);
            Optional<Result> result = verification.result();
            if (left == 1 || verification.brokenPages == 0 || !verification.isOutdated) {
                return result;
            }
        }
    }

    private Optional<Result> result() {
        List<Ref> before = RefCut.of(store, tenant);
        Optional<byte[]> mark = markOf(before);
        if (mark.isEmpty() || isAbsent(mark.get())) {
            return Optional.empty();
        }
        read(RefCheck.of(before));
        // Pages that came since are needed by what came with them, and should not count as garbage.
        read(RefCheck.of(RefCut.of(store, tenant)));
        list();
        List<Ref> after = RefCut.of(store, tenant);
        if (isAnother(mark.get(), markOf(after))) {
            return Optional.empty();
        }
        RefCheck refs = RefCheck.of(after);
        isOutdated = !refs.roots().map(Tuple2::_2).toSet().containsAll(roots);
        Vector<Problem> problems =
                refs.problems().appendAll(missingSchemas(refs)).appendAll(brokenPages(refs));
        return Optional.of(new Result(
                tenant.value(),
                after.size(),
                read - brokenPages,
                bytes,
                unreachable,
                unreachableBytes,
                brokenPages,
                problems));
    }

    private static Optional<byte[]> markOf(List<Ref> refs) {
        return refs.stream()
                .filter(ref -> ref.name().equals(RefNames.MARK))
                .map(Ref::value)
                .findFirst();
    }

    private static boolean isAbsent(byte[] mark) {
        try {
            return !TenantMark.decode(mark).isLive();
        } catch (VarveException e) {
            return false; // Which is a problem of its own.
        }
    }

    /** Whether the tenant was removed, and perhaps created again. */
    private static boolean isAnother(byte[] before, Optional<byte[]> after) {
        try {
            return after.isEmpty()
                    || isAbsent(after.get())
                    || !TenantMark.decode(before)
                            .incarnation()
                            .equals(TenantMark.decode(after.get()).incarnation());
        } catch (VarveException e) {
            return false;
        }
    }

    private void read(RefCheck refs) {
        for (var root : refs.roots()) {
            roots = roots.add(root._2());
            meet(root._2());
        }
        while (!unread.isEmpty()) {
            List<PageId> some = unread.subList(Math.max(0, unread.size() - READ), unread.size());
            List<PageId> next = List.copyOf(some);
            some.clear();
            read(next);
            progress.at(read, listed);
        }
    }

    private void read(List<PageId> ids) {
        Map<PageId, byte[]> pages;
        try {
            pages = Faults.translating("read pages of tenant '" + tenant + "'", () -> store.getPages(tenant, ids));
        } catch (CorruptDataException e) {
            if (ids.size() == 1) {
                read++;
                broken(ids.get(0), String.valueOf(e.getMessage()));
            } else {
                ids.forEach(id -> read(List.of(id))); // To find out which it is.
            }
            return;
        }
        Map<PageId, byte[]> known = new HashMap<>(pages);
        for (PageId id : ids) {
            read++;
            check(id, Optional.ofNullable(pages.get(id)), base -> known.computeIfAbsent(base, this::readBase));
        }
    }

    /** Reads a page that another is a delta of. */
    private byte @Nullable [] readBase(PageId base) {
        return Faults.translating("read pages of tenant '" + tenant + "'", () -> store.getPages(tenant, List.of(base)))
                .get(base);
    }

    private void check(PageId id, Optional<byte[]> page, PageFormat.BaseReader bases) {
        if (page.isEmpty()) {
            broken(id, "is missing from the store");
            return;
        }
        try {
            PageContent content = PageFormat.decode(id, page.get(), bases);
            PageFormat.baseOf(page.get()).ifPresent(neededAsBases::add);
            bytes += page.get().length;
            schemas.addAll(content.schemas());
            content.links().forEach(this::meet);
        } catch (CorruptDataException e) {
            broken(id, "is stored as what differs from another, which the store can't read: " + e.getMessage());
        } catch (UnreadablePageException e) {
            broken(id, String.valueOf(e.getMessage()).replace("page " + id + ": ", ""));
        }
    }

    private void broken(PageId id, String why) {
        brokenPages++;
        if (broken.size() < BROKEN_TOLD) {
            broken.put(id, why);
        }
    }

    private void meet(PageLink link) {
        if (found.add(link.id())) {
            unread.add(link.id());
        }
    }

    private void list() {
        PageId after = null;
        List<PageStat> pages;
        do {
            PageId from = after;
            pages = Faults.translating(
                    "list the pages of tenant '" + tenant + "'", () -> store.scanPages(tenant, from, LIST));
            for (PageStat page : pages) {
                after = page.id();
                if (!found.contains(page.id()) && !neededAsBases.contains(page.id())) {
                    unreachable++;
                    unreachableBytes += page.size();
                }
            }
            listed += pages.size();
            progress.at(read, listed);
        } while (pages.size() == LIST);
    }

    private Vector<Problem> missingSchemas(RefCheck refs) {
        return Vector.ofAll(schemas)
                .reject(refs.schemas()::contains)
                .map(id -> new Problem(
                        "ref " + RefNames.schema(id),
                        "is missing, so what was written with that schema can't be decoded",
                        Vector.empty()));
    }

    /** What is broken and needed still. */
    private Vector<Problem> brokenPages(RefCheck refs) {
        TenantPages pages = new TenantPages(store, tenant, new NodeBudget(0));
        Vector<Problem> problems = Vector.empty();
        for (var entry : broken.entrySet()) {
            Seq<String> neededBy = DamageReport.neededBy(pages, entry.getKey(), refs.roots());
            if (neededBy.isEmpty()) {
                brokenPages--; // Whoever needed it was removed meanwhile.
            } else {
                problems = problems.append(new Problem("page " + entry.getKey(), entry.getValue(), neededBy));
            }
        }
        return problems;
    }
}
