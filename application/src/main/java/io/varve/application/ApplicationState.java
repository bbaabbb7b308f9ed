package io.varve.application;

import io.varve.application.json.JsonValue;
import io.varve.collection.PersistentMap;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/**
 * A state that many applications need as it is: what is known of the tenant, the sessions of its users, its data as JSON,
 * and a cache of query results. {@link ApplicationTransitions} has the transitions that change it.
 *
 * <p>Equality is that of the content. Immutable and thread-safe.
 *
 * @param tenant what is known of the tenant
 * @param sessions the sessions of its users
 * @param data the application's data
 * @param queryCache results of queries
 * @param lastUpdated when it was changed last
 */
public record ApplicationState(
        TenantInfo tenant,
        Sessions sessions,
        PersistentMap<String, JsonValue> data,
        QueryCache queryCache,
        Instant lastUpdated) {

    /**
     * Makes a state.
     *
     * @param tenant what is known of the tenant
     * @param sessions the sessions of its users
     * @param data the application's data
     * @param queryCache results of queries
     * @param lastUpdated when it was changed last
     */
    public ApplicationState {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(queryCache, "queryCache");
        Objects.requireNonNull(lastUpdated, "lastUpdated");
    }

    /**
     * The state of a tenant that is new.
     *
     * @param clock says when that is
     * @return a state with nothing in it
     */
    public static ApplicationState initial(Clock clock) {
        return new ApplicationState(
                TenantInfo.UNKNOWN, Sessions.empty(), PersistentMap.empty(), QueryCache.empty(), clock.instant());
    }

    /**
     * This state with other information on the tenant.
     *
     * @param info the information
     * @return the state; this one if the information is equal
     */
    public ApplicationState withTenant(TenantInfo info) {
        return info.equals(tenant) ? this : new ApplicationState(info, sessions, data, queryCache, lastUpdated);
    }

    /**
     * This state with other sessions.
     *
     * @param changed the sessions
     * @return the state; this one if they are the very same
     */
    @SuppressWarnings(
            "ReferenceEquality") // What has not changed is the same; comparing the content would cost its size.
    public ApplicationState withSessions(Sessions changed) {
        return changed == sessions ? this : new ApplicationState(tenant, changed, data, queryCache, lastUpdated);
    }

    /**
     * This state with other data.
     *
     * @param changed the data
     * @return the state; this one if they are the very same
     */
    @SuppressWarnings("ReferenceEquality") // As above.
    public ApplicationState withData(PersistentMap<String, JsonValue> changed) {
        return changed == data ? this : new ApplicationState(tenant, sessions, changed, queryCache, lastUpdated);
    }

    /**
     * This state with another cache.
     *
     * @param changed the cache
     * @return the state; this one if it is the very same
     */
    @SuppressWarnings("ReferenceEquality") // As above.
    public ApplicationState withQueryCache(QueryCache changed) {
        return changed == queryCache ? this : new ApplicationState(tenant, sessions, data, changed, lastUpdated);
    }

    /**
     * This state, last updated at a time, unless it was updated later already: the time never goes back, even if a clock
     * does.
     *
     * @param now the time
     * @return the state
     */
    public ApplicationState withLastUpdated(Instant now) {
        return now.isAfter(lastUpdated) ? new ApplicationState(tenant, sessions, data, queryCache, now) : this;
    }
}
