package io.varve.internal.trie;

import io.varve.internal.page.PageBatch;
import io.varve.internal.page.Stub;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks through tries in the order of their entries, with some of the next nodes of each level at hand, so that their pages are
 * read together and ahead. The first steps read nothing ahead, and later ones no more than as many nodes as were passed
 * already: who stops early has not paid for the rest. A page that can't be read fails the step that comes to it, and each
 * later try of that step.
 *
 * @param <E> a place at one level: a node, or what several tries have in one range
 */
abstract class LevelWalk<E> {

    private static final int MOST_AHEAD = 64;
    private static final int PAGES_PER_BATCH = 8;

    /** From the root's level to the deepest; whatever is on a level comes before what is on those above. */
    private final List<Level<E>> levels = new ArrayList<>();

    private int ahead = 1;
    private int passed;
    private int mostAhead = MOST_AHEAD;

    private static final class Level<E> {

        private final ArrayDeque<E> places = new ArrayDeque<>();

        /** How many of the first have been looked at, and are being read if they were not on the heap. */
        private int begun;

        /** Whether the first can't be read, as was seen from a level below. */
        private boolean stuck;

        void remove() {
            places.remove();
            begun = Math.max(0, begun - 1);
            stuck = false;
        }
    }

    /** Begins before the first of some places. */
    LevelWalk(List<E> first) {
        levelBelow(-1).places.addAll(first);
    }

    /** Whether a place is likely to have others below it. Reads no page. */
    abstract boolean isInner(E place);

    /** The places below one; null if that is none's, as of a leaf. May read the pages of its slots. */
    abstract @Nullable List<E> below(E place);

    /** Tells all slots of a place. */
    abstract void slots(E place, Consumer<Upcoming> slots);

    /** Pages that are read with those of a place, if any are. */
    abstract @Nullable PageBatch batch(E place);

    /** The next place that has none below it; null if there is none. */
    @Nullable
    E next() {
        while (true) {
            fill(levels.size() - 1);
            int deepest = deepest();
            Level<E> level = levels.get(deepest);
            E first = level.places.peek();
            if (first == null) {
                return null;
            }
            List<E> below = below(first);
            level.remove();
            if (below == null) {
                pass(first);
                return first;
            }
            levelBelow(deepest).places.addAll(below);
        }
    }

    /** The deepest level on which there is something. */
    private int deepest() {
        int index = levels.size() - 1;
        while (index > 0 && levels.get(index).places.isEmpty()) {
            index--;
        }
        return index;
    }

    private Level<E> levelBelow(int index) {
        if (index + 1 == levels.size()) {
            levels.add(new Level<>());
        }
        return levels.get(index + 1);
    }

    private void pass(E place) {
        passed++;
        PageBatch batch = batch(place);
        if (batch != null) {
            mostAhead = Math.min(MOST_AHEAD, batch.mostAhead());
        }
        ahead = Math.max(1, Math.min(passed, mostAhead));
    }

    /** Brings so many places to a level as are to be at hand, from those above, as far as these can be read. */
    private void fill(int index) {
        Level<E> level = levels.get(index);
        if (level.begun > ahead / 2) {
            return; // So that most steps cost no more than one through a list.
        }
        boolean more = index > 0;
        while (more && level.places.size() < ahead) {
            fill(index - 1);
            more = moveDown(levels.get(index - 1), level);
        }
        readAhead(level);
    }

    /** False if there is nothing to be moved, or its page can't be read; which is said when it is come to. */
    private boolean moveDown(Level<E> from, Level<E> to) {
        E first = from.places.peek();
        if (first == null || from.stuck) {
            return false;
        }
        List<E> below = null;
        if (isInner(first)) {
            try {
                below = below(first);
            } catch (RuntimeException e) {
                from.stuck = true;
                return false;
            }
        }
        from.remove();
        if (below == null) {
            to.places.add(first);
        } else {
            to.places.addAll(below);
        }
        return true;
    }

    private void readAhead(Level<E> level) {
        if (ahead == 1) {
            return;
        }
        List<Upcoming> unread = new ArrayList<>();
        Iterator<E> places = level.places.iterator();
        for (int i = 0; i < ahead && places.hasNext(); i++) {
            E place = places.next();
            if (i < level.begun) {
                continue;
            }
            level.begun++;
            slots(place, slot -> {
                if (slot.unread() != null) {
                    unread.add(slot);
                }
            });
        }
        for (int from = 0; from < unread.size(); from += PAGES_PER_BATCH) {
            begin(unread.subList(from, Math.min(unread.size(), from + PAGES_PER_BATCH)));
        }
    }

    private static void begin(List<Upcoming> slots) {
        List<Stub<?>> stubs = new ArrayList<>(slots.size());
        for (Upcoming slot : slots) {
            Stub<?> stub = slot.unread();
            if (stub != null) {
                stubs.add(stub);
            }
        }
        if (!stubs.isEmpty()) {
            PageBatch batch = PageBatch.begin(stubs);
            slots.forEach(slot -> slot.readWith(batch));
        }
    }
}
