package io.varve.application.internal;

import io.varve.application.QueryCache;
import io.varve.application.QueryResult;
import io.varve.application.json.JsonValue;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Results in the order in which they were cached, the index of their keys and that of their expiry.
 *
 * <p>A result that is removed from the middle leaves a <em>husk</em>: its slot with a null as the value, to which the index
 * does not lead. So nothing behind it has to move. Husks at the front are dropped, and when there are more of them than
 * results, the vector is made again; that is O(1) for each removal, taken over many.
 *
 * @param slots the results, and husks between them
 * @param dropped how many slots were dropped at the front: the position of the first one
 * @param positions where the result of each key is: its index in the slots and {@code dropped}
 * @param expiries exactly the results that expire
 */
public record ResultCache(
        PersistentVector<QueryResult> slots, long dropped, PersistentMap<String, Long> positions, ExpiryIndex expiries)
        implements QueryCache {

    /** No results. */
    public static final ResultCache EMPTY =
            new ResultCache(PersistentVector.empty(), 0, PersistentMap.empty(), ExpiryIndex.EMPTY);

    /** So many husks are not worth making the vector again. */
    private static final int FEW_HUSKS = 32;

    /**
     * Made by a store, or here.
     *
     * @param slots the results and husks
     * @param dropped the position of the first slot
     * @param positions the index of keys
     * @param expiries the index of expiry
     */
    public ResultCache {
        Objects.requireNonNull(slots, "slots");
        Objects.requireNonNull(positions, "positions");
        Objects.requireNonNull(expiries, "expiries");
    }

    @Override
    public int size() {
        return positions.size();
    }

    @Override
    public PersistentVector<QueryResult> results() {
        if (slots.size() == positions.size()) {
            return slots;
        }
        long[] next = {dropped};
        return slots.filter(result -> isAt(result, next[0]++));
    }

    @Override
    public Option<QueryResult> find(String key) {
        return positions.get(Objects.requireNonNull(key, "key")).map(this::slot);
    }

    @Override
    public QueryCache put(QueryResult result) {
        Option<QueryResult> before = find(result.key());
        if (before.contains(result)) {
            return this;
        }
        long position = dropped + slots.size();
        PersistentVector<QueryResult> changed = before.isEmpty()
                ? slots
                : slots.update(index(positions.get(result.key()).get()), husk(before.get()));
        return new ResultCache(
                        changed.append(result),
                        dropped,
                        positions.put(result.key(), position),
                        expiries.moved(result.key(), before.flatMap(QueryResult::expiresAt), result.expiresAt()))
                .tidied();
    }

    @Override
    public QueryCache remove(String key) {
        Option<QueryResult> result = find(key);
        return result.isEmpty()
                ? this
                : without(List.of(key), expiries.moved(key, result.get().expiresAt(), Option.none()));
    }

    @Override
    public QueryCache withoutExpired(Instant now) {
        ExpiryIndex.Due due = expiries.due(now);
        return due.ids().isEmpty() ? this : without(due.ids(), due.rest());
    }

    @Override
    public QueryCache newest(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of results to keep is not negative; found " + count);
        }
        int tooMany = size() - count;
        if (tooMany <= 0) {
            return this;
        }
        List<String> keys = new ArrayList<>();
        ExpiryIndex remaining = expiries;
        int index = 0;
        for (QueryResult result : slots) {
            if (keys.size() == tooMany) {
                break;
            }
            if (isAt(result, dropped + index)) {
                keys.add(result.key());
                remaining = remaining.moved(result.key(), result.expiresAt(), Option.none());
            }
            index++;
        }
        return new ResultCache(slots.drop(index), dropped + index, positions.removeAll(keys), remaining).tidied();
    }

    /** Without some results, which an index of expiry no longer has. */
    private ResultCache without(List<String> keys, ExpiryIndex remaining) {
        PersistentVector<QueryResult> changed = slots;
        for (String key : keys) {
            long position = positions.get(key).get();
            changed = changed.update(index(position), husk(slot(position)));
        }
        return new ResultCache(changed, dropped, positions.removeAll(keys), remaining).tidied();
    }

    /** Without husks at the front, and without any if there are too many. */
    private ResultCache tidied() {
        if (positions.isEmpty()) {
            return EMPTY;
        }
        if (slots.size() - size() > size() + FEW_HUSKS) {
            return packed();
        }
        int husks = 0;
        while (!isAt(slots.get(husks), dropped + husks)) {
            husks++;
        }
        return husks == 0 ? this : new ResultCache(slots.drop(husks), dropped + husks, positions, expiries);
    }

    private ResultCache packed() {
        PersistentVector<QueryResult> results = results();
        return new ResultCache(
                results,
                0,
                PersistentMap.ofEntries(
                        results.iterator().zipWithIndex((result, index) -> Tuple.of(result.key(), index.longValue()))),
                expiries);
    }

    private QueryResult slot(long position) {
        return slots.get(index(position));
    }

    private int index(long position) {
        return Math.toIntExact(position - dropped);
    }

    private boolean isAt(QueryResult result, long position) {
        return positions.getOrElse(result.key(), -1L) == position;
    }

    private static QueryResult husk(QueryResult result) {
        return new QueryResult(result.key(), JsonValue.ofNull(), result.cachedAt(), Option.none());
    }

    /** Whether another cache has equal results in the same order; husks don't count. Cost: O(n). */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ResultCache that
                        && size() == that.size()
                        && results().equals(that.results());
    }

    @Override
    public int hashCode() {
        return results().hashCode();
    }

    /** The number of results; they may be large. */
    @Override
    public String toString() {
        return "QueryCache[" + size() + "]";
    }
}
