package io.varve.internal.engine;

import io.varve.SnapshotFilter;
import io.varve.SnapshotInfo;
import io.varve.SnapshotPage;
import io.varve.SnapshotQuery;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers queries about one history. A span of time is found by halving, a name by itself; of the rest each snapshot is looked
 * at once.
 */
final class SnapshotSearch<S> {

    private final History<S> history;
    private final Vector<Entry<S>> entries;

    SnapshotSearch(History<S> history) {
        this.history = history;
        this.entries = history.entries();
    }

    /** All that a filter selects, oldest first. */
    Vector<SnapshotInfo> all(SnapshotFilter filter) {
        return Vector.ofAll(find(new SnapshotQuery(filter, false, 1, Option.none()), Integer.MAX_VALUE));
    }

    SnapshotPage page(SnapshotQuery query) {
        List<SnapshotInfo> found = find(query, query.limit() + 1);
        boolean isLast = found.size() <= query.limit();
        Vector<SnapshotInfo> page = Vector.ofAll(found).take(query.limit());
        return new SnapshotPage(
                page, Option.when(!isLast, () -> query.after(page.last().sequence())));
    }

    private List<SnapshotInfo> find(SnapshotQuery query, int most) {
        SnapshotFilter filter = query.filter();
        int from = filter.from().map(history::takenBefore).getOrElse(0);
        int to = filter.until().map(history::takenBefore).getOrElse(entries.size());
        if (query.isNewestFirst()) {
            to = Math.min(to, query.after().map(history::firstFrom).getOrElse(entries.size()));
        } else {
            from = Math.max(
                    from,
                    query.after()
                            .map(last -> last == Long.MAX_VALUE ? entries.size() : history.firstFrom(last + 1))
                            .getOrElse(0));
        }
        Option<Integer> only = exactName(filter)
                .flatMap(name -> history.byName().get(name))
                .map(entry -> history.firstFrom(entry.info().sequence()));
        if (exactName(filter).isDefined()) {
            from = Math.max(from, only.getOrElse(to));
            to = Math.min(to, from + 1);
        }
        List<SnapshotInfo> found = new ArrayList<>();
        for (int i = from; i < to && found.size() < most; i++) {
            SnapshotInfo info =
                    entries.get(query.isNewestFirst() ? to - 1 - (i - from) : i).info();
            if (filter.test(info)) {
                found.add(info);
            }
        }
        return found;
    }

    private static Option<String> exactName(SnapshotFilter filter) {
        return filter.namePattern().filter(pattern -> pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0);
    }
}
