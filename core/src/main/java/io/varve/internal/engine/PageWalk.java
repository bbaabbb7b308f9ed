package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds all pages that can be reached from some. A page that mentions no others is not read, and none is read twice.
 * Not thread-safe.
 */
final class PageWalk {

    /** How many pages are read by one call of the store. */
    private static final int READ = 64;

    private Function<List<PageId>, List<PageLink>> linksOf;
    private final Runnable beforeReading;
    private final PageIdSet found;

    /** Of those, the ones of which it was said that they mention others. It is not said of a page that is held as a base. */
    private final PageIdSet mentioning = new PageIdSet();

    /** Pages that were found, mention others and were not read yet; the newest first, so that they are few. */
    private final ArrayDeque<PageId> unread = new ArrayDeque<>();

    /**
     * Begins with nothing found.
     *
     * @param linksOf reads the links of pages
     * @param beforeReading called again and again on the way; ends the walk by throwing
     */
    PageWalk(Function<List<PageId>, List<PageLink>> linksOf, Runnable beforeReading) {
        this(linksOf, beforeReading, new PageIdSet());
    }

    /**
     * Adds what is found to a set.
     *
     * @param linksOf reads the links of pages
     * @param beforeReading called again and again on the way; ends the walk by throwing
     * @param found what was found in another way; this is no reason to look no further
     */
    PageWalk(Function<List<PageId>, List<PageLink>> linksOf, Runnable beforeReading, PageIdSet found) {
        this.linksOf = linksOf;
        this.beforeReading = beforeReading;
        this.found = found;
    }

    /**
     * Adds what can be reached from further pages.
     *
     * @return how many pages were new
     */
    int from(Iterable<PageLink> roots) {
        int before = found.size();
        for (PageLink root : roots) {
            meet(root);
            if (unread.size() >= READ) {
                readAll();
            }
        }
        readAll();
        return found.size() - before;
    }

    /**
     * Adds what can be reached from further pages, of which some may be missing.
     *
     * @param linksOfPresent reads the links of those pages that are there
     * @return how many pages were new
     */
    int fromPresent(Iterable<PageLink> roots, Function<List<PageId>, List<PageLink>> linksOfPresent) {
        linksOf = linksOfPresent;
        return from(roots);
    }

    /** What was found until now. */
    PageIdSet found() {
        return found;
    }

    /** Those of them of which it was said that they mention others. */
    PageIdSet mentioning() {
        return mentioning;
    }

    private void meet(PageLink link) {
        found.add(link.id());
        if (link.hasLinks() && mentioning.add(link.id())) {
            unread.push(link.id());
        }
    }

    private void readAll() {
        while (!unread.isEmpty()) {
            beforeReading.run();
            List<PageId> next = new ArrayList<>();
            while (next.size() < READ && !unread.isEmpty()) {
                next.add(unread.pop());
            }
            linksOf.apply(next).forEach(this::meet);
        }
    }
}
