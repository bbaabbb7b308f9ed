package io.varve.application;

import io.varve.application.internal.ResultCache;
import io.varve.collection.PersistentVector;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Results of queries, of each key the one that was cached last, in the order in which they were cached. They keep an index
 * of their keys and one of when they expire.
 *
 * <p>Equality is that of the results and their order. Immutable and thread-safe; each method returns this very value if
 * nothing changes. It may read what is not on the heap, and then throw {@link io.varve.VarveException}.
 */
public sealed interface QueryCache permits ResultCache {

    /**
     * No results.
     *
     * @return the empty cache
     */
    static QueryCache empty() {
        return ResultCache.EMPTY;
    }

    /**
     * All results, the newest last, also those that have expired and were not removed yet. Cost: O(1), or O(n) after
     * results were replaced or removed before the oldest.
     *
     * @return the results
     */
    PersistentVector<QueryResult> results();

    /**
     * The number of results, with those that have expired and were not removed yet. Cost: O(1).
     *
     * @return the number
     */
    int size();

    /**
     * Looks a result up, whether it has expired or not. Cost: O(log n).
     *
     * @param key the key of the query
     * @return its result, or none if there is none
     */
    Option<QueryResult> find(String key);

    /**
     * Looks up a result that has not expired. Cost: O(log n).
     *
     * @param key the key of the query
     * @param now the current time
     * @return its result, or none if there is none or it has expired
     */
    default Option<QueryResult> findFresh(String key, Instant now) {
        return find(key).filter(result -> !result.isExpired(now));
    }

    /**
     * With a result as the newest; that of the same key goes. Cost: O(log n), taken over many calls.
     *
     * @param result the result
     * @return the cache with it; this one if it has an equal result, in whatever place
     */
    QueryCache put(QueryResult result);

    /**
     * Without the result of a query. Cost: O(log n), taken over many calls.
     *
     * @param key the key of the query
     * @return the cache without it
     */
    QueryCache remove(String key);

    /**
     * Without those that have expired. Cost: O(m log n) for m of them, and a look at each that expires in the same 16
     * seconds as {@code now}.
     *
     * @param now the current time
     * @return the cache of what has not expired
     */
    QueryCache withoutExpired(Instant now);

    /**
     * The newest results alone. Cost: O(m log n) for m that go.
     *
     * @param count how many to keep at most, not negative
     * @return the cache of those
     * @throws IllegalArgumentException if the number is negative
     */
    QueryCache newest(int count);
}
