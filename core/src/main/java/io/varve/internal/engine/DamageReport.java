package io.varve.internal.engine;

import io.varve.VarveException;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which snapshots need a page that can't be read, by following the links of all others. Only made when something
 * is broken already, so it may cost reading much; it stops after {@value #MAX_PAGES} pages.
 */
final class DamageReport {

    private static final int MAX_PAGES = 20_000;

    private final TenantPages pages;
    private final Set<PageId> broken;
    private final Map<PageId, Boolean> known = new HashMap<>();
    private boolean cutShort;

    private DamageReport(TenantPages pages, Set<PageId> broken) {
        this.pages = pages;
        this.broken = broken;
    }

    /**
     * Says who needs a page.
     *
     * @param undoable the pages of the operations that can be undone
     */
    static <S> String describe(
            TenantPages pages, PageId broken, Head<S> head, History<S> history, Seq<PageLink> undoable) {
        DamageReport report = withDeltas(pages, broken);
        Seq<String> hurt = history.entries()
                .filter(entry -> report.needs(entry.cell()))
                .map(entry -> entry.info().label());
        String headHurt = head.cell().root() == null
                ? "; whether the head needs it can't be told, for it was not written yet"
                : report.needs(head.cell()) ? "; the head needs it too" : "; the head does not need it";
        String who = hurt.isEmpty() ? "no snapshot needs it" : "snapshots that need it: " + hurt.mkString(", ");
        String undoHurt = undoable.exists(report::needs) ? "; operations that could be undone need it" : "";
        return who + headHurt + undoHurt
                + (report.cutShort ? " (not all pages were looked at)" : "")
                + "; whatever does not need it stays readable";
    }

    /** Who needs a delta of the page is hurt too. */
    private static DamageReport withDeltas(TenantPages pages, PageId broken) {
        Set<PageId> all = new HashSet<>(Set.of(broken));
        boolean complete = true;
        try {
            all.addAll(pages.deltasOf(broken, MAX_PAGES));
        } catch (VarveException e) {
            complete = false; // The store can't be asked, which whoever reads on will see.
        }
        DamageReport report = new DamageReport(pages, all);
        report.cutShort = !complete;
        return report;
    }

    /** Whether a page can be reached from some roots. */
    static boolean isNeeded(TenantPages pages, PageId broken, List<PageLink> roots) {
        DamageReport report = new DamageReport(pages, Set.of(broken));
        return roots.stream().anyMatch(report::needs);
    }

    /**
     * Which of some roots need a page.
     *
     * @param roots each with a name for it
     * @return the names, with a remark at the end if not all pages were looked at
     */
    static Seq<String> neededBy(TenantPages pages, PageId broken, Seq<Tuple2<String, PageLink>> roots) {
        DamageReport report = new DamageReport(pages, Set.of(broken));
        Seq<String> hurt = roots.filter(root -> report.needs(root._2())).map(Tuple2::_1);
        return report.cutShort ? hurt.append("perhaps others (not all pages were looked at)") : hurt;
    }

    private boolean needs(StateCell<?> cell) {
        PageLink root = cell.root();
        return root != null && needs(root);
    }

    private boolean needs(PageLink link) {
        if (broken.contains(link.id())) {
            return true;
        }
        if (!link.hasLinks()) {
            return false;
        }
        Boolean before = known.get(link.id());
        if (before != null) {
            return before;
        }
        if (known.size() >= MAX_PAGES) {
            cutShort = true;
            return false;
        }
        boolean found = false;
        try {
            for (PageLink child : pages.links(link.id())) {
                found |= needs(child);
            }
        } catch (UnreadablePageException | VarveException e) {
            // Another broken page: what is below it can't be told, and reading it will report that one.
            cutShort = true;
        }
        known.put(link.id(), found);
        return found;
    }
}
