package io.varve.internal.engine;

import io.varve.UnsupportedFormatException;
import io.varve.internal.page.PageLink;
import io.varve.spi.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says which pages a tenant's refs lead to. Every kind of ref is listed here, whether it holds pages or not: what holds
 * pages and is not listed would lose them to the garbage collection.
 */
final class RefRoots {

    private static final Set<String> WITHOUT_PAGES =
            Set.of(RefNames.MARK, RefNames.OWNER, RefNames.HISTORY, RefNames.TIMELINES);

    private RefRoots() {}

    /**
     * The pages that refs mention themselves.
     *
     * @throws UnsupportedFormatException if a ref is of a kind that only a newer version knows
     */
    static List<PageLink> of(List<Ref> refs) {
        List<PageLink> roots = new ArrayList<>();
        for (Ref ref : refs) {
            roots.addAll(of(ref));
        }
        return roots;
    }

    /**
     * The pages that list what processes hold which share the tenant. Other than those of {@link #of}, what these lead to
     * may be missing: a process may hold on to what has expired.
     */
    static List<PageLink> leased(List<Ref> refs) {
        List<PageLink> roots = new ArrayList<>();
        for (Ref ref : refs) {
            if (ref.name().startsWith(RefNames.LEASES)) {
                LeaseRecord.decode(ref.name(), ref.value()).roots().forEach(roots::add);
            }
        }
        return roots;
    }

    private static List<PageLink> of(Ref ref) {
        String name = TimelineRefs.inMain(ref.name());
        return switch (name.substring(0, name.indexOf('/') + 1)) {
            case RefNames.HEADS -> HeadRecord.decode(ref).roots();
            case RefNames.SNAPSHOTS ->
                SnapshotRecord.decode(ref.name(), ref.value()).roots();
            case RefNames.OPERATIONS -> List.of(AuditBatch.decode(ref).root());
            case RefNames.UNDO -> List.of(UndoBatch.decode(ref).root());
            case RefNames.REMOVED ->
                RemovedRecord.decode(ref.name(), ref.value()).roots();
            case RefNames.LEASES, RefNames.NAMES, RefNames.SCHEMAS, RefNames.LAST_COMMITS -> List.of();
            default -> {
                if (WITHOUT_PAGES.contains(name)) {
                    yield List.of();
                }
                throw new UnsupportedFormatException(
                        "ref " + ref.name() + " is of a kind that this version of Varve does not"
                                + " know, so it can't tell which pages are garbage: collect it with a newer one");
            }
        };
    }
}
