package io.varve.application;

import io.varve.Transition;
import io.varve.application.json.JsonValue;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * Transitions that change the cache of query results; see {@link ApplicationTransitions}. Results are looked up by {@link
 * QueryCache#findFresh}.
 */
public final class CacheTransitions {

    private final Clock clock;

    CacheTransitions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Caches a result for some time, in the place of an earlier one of the same query. Fails with {@link
     * InvalidDataException} if it is nested deeper than {@link JsonValue#MAX_DEPTH}. Cost: O(log n) and the size of the
     * result.
     *
     * @param key what identifies the query, not empty
     * @param value its result
     * @param timeToLive after which time it no longer counts, positive
     * @return the transition
     * @throws IllegalArgumentException if the key is empty, or the time is not positive
     */
    public Transition<ApplicationState> put(String key, JsonValue value, Duration timeToLive) {
        return put(key, value, Option.some(Expiry.requirePositive(timeToLive)));
    }

    /**
     * Caches a result until it is replaced, removed or pruned; otherwise as above.
     *
     * @param key what identifies the query, not empty
     * @param value its result
     * @return the transition
     * @throws IllegalArgumentException if the key is empty
     */
    public Transition<ApplicationState> put(String key, JsonValue value) {
        return put(key, value, Option.none());
    }

    /**
     * Removes the result of a query. If there is none, nothing changes. Cost: O(log n).
     *
     * @param key what identifies the query
     * @return the transition
     */
    public Transition<ApplicationState> remove(String key) {
        Objects.requireNonNull(key, "key");
        return change((state, now) -> state.withQueryCache(state.queryCache().remove(key)));
    }

    /**
     * Removes all results that have expired. Cost: O(m log n) for m of them.
     *
     * @return the transition
     */
    public Transition<ApplicationState> removeExpired() {
        return change((state, now) -> state.withQueryCache(state.queryCache().withoutExpired(now)));
    }

    /**
     * Removes the oldest results, so that at most a number of them is left, whether they have expired or not. Cost: O(m
     * log n) for m that go.
     *
     * @param count how many stay, not negative
     * @return the transition
     * @throws IllegalArgumentException if the number is negative
     */
    public Transition<ApplicationState> prune(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of results to keep is not negative; found " + count);
        }
        return change((state, now) -> state.withQueryCache(state.queryCache().newest(count)));
    }

    private Transition<ApplicationState> put(String key, JsonValue value, Option<Duration> timeToLive) {
        DataTransitions.requireKey(key);
        Objects.requireNonNull(value, "value");
        return change((state, now) -> {
            if (!value.isWithinMaxDepth()) {
                throw new InvalidDataException(
                        TreeMap.of(key, "the result is nested more than " + JsonValue.MAX_DEPTH + " deep"));
            }
            QueryResult result = new QueryResult(key, value, now, timeToLive.map(time -> Expiry.after(now, time)));
            return state.withQueryCache(state.queryCache().put(result));
        });
    }

    private Transition<ApplicationState> change(TimedChange change) {
        return change.by(clock);
    }
}
