package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.SnapshotInfo;
import io.varve.ValueChange;
import io.varve.ValueHistory;
import io.varve.diff.StatePath;
import io.varve.internal.diff.StateComparison;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link ValueHistory}: every iteration goes through the states of one moment. */
public final class StoredValueHistory implements ValueHistory {

    private final StatePath path;
    private final Moment<?> moment;
    private final Function<StateCell<?>, Object> reader;
    private final StateComparison comparison;
    private final Supplier<Seq<AuditEntry>> audit;
    private final boolean isNewestFirst;

    /** A state that is kept, and since when it was: of the snapshots that have one state, the oldest. */
    record Point(StateCell<?> cell, long version, Instant at, Option<SnapshotInfo> snapshot) {

        /** Whether it is the same state, as far as can be told without reading it. */
        @SuppressWarnings("ReferenceEquality") // the same cell
        boolean isStateOf(Point other) {
            return cell == other.cell || cell.root() != null && Objects.equals(cell.root(), other.cell.root());
        }
    }

    /**
     * Makes a history.
     *
     * @param moment the states
     * @param reader reads one without keeping it
     * @param audit reads the audit trail
     */
    StoredValueHistory(
            StatePath path,
            Moment<?> moment,
            Function<StateCell<?>, Object> reader,
            StateComparison comparison,
            Supplier<Seq<AuditEntry>> audit,
            boolean isNewestFirst) {
        this.path = path;
        this.moment = moment;
        this.reader = reader;
        this.comparison = comparison;
        this.audit = audit;
        this.isNewestFirst = isNewestFirst;
    }

    /** How many states there are: of the snapshots, and of the head, which is the last. */
    private int size() {
        return moment.history().entries().size() + 1;
    }

    private Point point(int index) {
        Vector<? extends Entry<?>> entries = moment.history().entries();
        if (index == entries.size()) {
            Head<?> head = moment.head();
            return new Point(head.cell(), head.version(), head.changedAt(), Option.none());
        }
        Entry<?> entry = entries.get(index);
        return new Point(
                entry.cell(), entry.info().stateVersion(), entry.info().createdAt(), Option.some(entry.info()));
    }

    @Override
    public Iterator<ValueChange> iterator() {
        return new Changes();
    }

    @Override
    public ValueHistory newestFirst() {
        return new StoredValueHistory(path, moment, reader, comparison, audit, true);
    }

    /** Names the place; the values could be many, and have to be read. */
    @Override
    public String toString() {
        return "ValueHistory of " + path;
    }

    /** Goes from one state to the next, and holds one value. */
    private final class Changes implements Iterator<ValueChange> {

        private int next = isNewestFirst ? size() - 1 : 0;
        private @Nullable Object value;
        private boolean isRead;
        private @Nullable ValueChange found;
        private @Nullable Seq<AuditEntry> trail;

        @Override
        public boolean hasNext() {
            while (found == null && next >= 0 && next < size()) {
                found = isNewestFirst ? backward() : forward();
            }
            return found != null;
        }

        @Override
        public ValueChange next() {
            if (!hasNext() || found == null) {
                throw new NoSuchElementException("no more changes of " + path);
            }
            ValueChange result = found;
            found = null;
            return result;
        }

        private @Nullable ValueChange forward() {
            Point point = point(next);
            Point before = next == 0 ? null : point(next - 1);
            next++;
            if (before != null && point.isStateOf(before)) {
                return null;
            }
            Object older = value;
            value = read(point);
            return changed(before, older, point, value);
        }

        private @Nullable ValueChange backward() {
            Point point = point(next);
            Point before = next == 0 ? null : point(next - 1);
            if (!isRead) {
                value = read(point);
                isRead = true;
            }
            next--;
            if (before != null && point.isStateOf(before)) {
                return null;
            }
            Object newer = value;
            value = before == null ? null : read(before);
            return changed(before, value, point, newer);
        }

        private @Nullable Object read(Point point) {
            return comparison.at(reader.apply(point.cell()), path);
        }

        private @Nullable ValueChange changed(
                @Nullable Point before, @Nullable Object older, Point after, @Nullable Object newer) {
            if (before == null ? newer == null : !comparison.differ(older, newer)) {
                return null;
            }
            long from = before == null ? -1 : before.version();
            return new ValueChange(
                    path,
                    Option.of(older),
                    Option.of(newer),
                    from,
                    after.version(),
                    before == null ? after.at() : before.at(),
                    after.at(),
                    after.snapshot(),
                    before == null ? Vector.empty() : entries(from, after.version()));
        }

        /** What the trail has of the changes from one version to another. */
        private Seq<AuditEntry> entries(long from, long to) {
            if (trail == null) {
                trail = audit.get();
            }
            int low = 0;
            int high = trail.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (trail.get(middle).versionAfter() <= from) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return trail.drop(low)
                    .takeWhile(entry -> entry.versionAfter() <= to)
                    .filter(entry -> entry.versionAfter() > entry.versionBefore());
        }
    }
}
