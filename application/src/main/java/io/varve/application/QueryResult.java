package io.varve.application;

import io.varve.application.json.JsonValue;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * The result of a query, as it was cached.
 *
 * @param key what identifies the query, not empty
 * @param value its result
 * @param cachedAt when it was cached
 * @param expiresAt the moment from which on it no longer counts; none if it counts until it is removed
 */
public record QueryResult(String key, JsonValue value, Instant cachedAt, Option<Instant> expiresAt) {

    /**
     * Makes a result.
     *
     * @param key what identifies the query
     * @param value its result
     * @param cachedAt when it was cached
     * @param expiresAt when it expires, or none
     * @throws IllegalArgumentException if the key is empty
     */
    public QueryResult {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(cachedAt, "cachedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the key of a query is not empty");
        }
    }

    /**
     * Whether it no longer counts.
     *
     * @param now the current time
     * @return whether the moment of its expiry has come
     */
    public boolean isExpired(Instant now) {
        return expiresAt.exists(expiry -> !expiry.isAfter(now));
    }
}
