package io.varve.internal.page;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one source that something on the heap still holds. Holders are known weakly: when the garbage collector
 * of the JVM finds that nobody can reach one any more, its page is no longer held. Thread-safe.
 *
 * <p>A holder is added when it is made, before anybody else can see it. So whoever is found alive by {@link #links()},
 * and whatever is loaded through it later, covers all that can be read at all; see {@code docs/decisions/0040-garbage.md}.
 */
public final class HeldPages {

    /** So that threads that load pages at once rarely wait for one another. A power of two. */
    private static final int PARTS = 8;

    private final Part[] parts = new Part[PARTS];

    /** Makes an empty registry. */
    public HeldPages() {
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
    }

    /** Adds a holder, for as long as it lives. Cost: O(1). */
    public void add(PageHolder holder) {
        parts[ThreadLocalRandom.current().nextInt() & PARTS - 1].add(holder);
    }

    /** The pages held now, some of them perhaps more than once. Cost: O(n). */
    public List<PageLink> links() {
        List<PageLink> links = new ArrayList<>();
        for (Part part : parts) {
            part.addTo(links);
        }
        return links;
    }

    /** A doubly linked list: what it takes beside a holder is one object of 40 bytes. */
    private static final class Part {

        private final ReferenceQueue<PageHolder> gone = new ReferenceQueue<>();
        private @Nullable Entry first;

        synchronized void add(PageHolder holder) {
            removeGone();
            Entry entry = new Entry(holder, gone, first);
            if (first != null) {
                first.previous = entry;
            }
            first = entry;
        }

        synchronized void addTo(List<PageLink> links) {
            removeGone();
            for (Entry entry = first; entry != null; entry = entry.next) {
                PageHolder holder = entry.get();
                if (holder != null) {
                    links.add(holder.link());
                }
            }
        }

        private void removeGone() {
            for (Reference<?> found = gone.poll(); found != null; found = gone.poll()) {
                Entry entry = (Entry) found;
                if (entry.previous == null) {
                    first = entry.next;
                } else {
                    entry.previous.next = entry.next;
                }
                if (entry.next != null) {
                    entry.next.previous = entry.previous;
                }
            }
        }
    }

    private static final class Entry extends WeakReference<PageHolder> {

        private @Nullable Entry previous;
        private @Nullable Entry next;

        Entry(PageHolder holder, ReferenceQueue<PageHolder> gone, @Nullable Entry next) {
            super(holder, gone);
            this.next = next;
        }
    }
}
