package io.varve.internal.engine;

import io.varve.UnsupportedFormatException;
import io.varve.internal.page.PageLink;
import io.varve.spi.Ref;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which pages a tenant's refs lead to. Every kind of ref is listed here, whether it holds pages or not: what holds
 * pages and is not listed would lose them to the garbage collection.
 */
final class RefRoots {

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

    private static List<PageLink> of(Ref ref) {
        String name = ref.name();
        return switch (name.substring(0, name.indexOf('/') + 1)) {
            case RefNames.HEADS -> List.of(HeadRecord.decode(ref.value()).root());
            case RefNames.SNAPSHOTS ->
                List.of(SnapshotRecord.decode(name, ref.value()).root());
            case RefNames.OPERATIONS -> List.of(AuditBatch.decode(ref).root());
            case RefNames.NAMES, RefNames.SCHEMAS, RefNames.LAST_COMMITS -> List.of();
            default -> {
                if (name.equals(RefNames.MARK) || name.equals(RefNames.OWNER) || name.equals(RefNames.HISTORY)) {
                    yield List.of();
                }
                throw new UnsupportedFormatException("ref " + name + " is of a kind that this version of Varve does not"
                        + " know, so it can't tell which pages are garbage: collect it with a newer one");
            }
        };
    }
}
