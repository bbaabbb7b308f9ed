package io.varve.application;

import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonValue;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the transitions mean, in the simplest way: mutable maps, and a scan over all of them. */
final class ApplicationModel {

    final Map<String, SessionData> sessions;
    final Map<String, JsonValue> data;
    final Map<String, QueryResult> cache;

    ApplicationModel() {
        this(Map.of(), Map.of(), new LinkedHashMap<>());
    }

    private ApplicationModel(
            Map<String, SessionData> sessions, Map<String, JsonValue> data, Map<String, QueryResult> cache) {
        this.sessions = new HashMap<>(sessions);
        this.data = new HashMap<>(data);
        this.cache = new LinkedHashMap<>(cache);
    }

    ApplicationModel copy() {
        return new ApplicationModel(sessions, data, cache);
    }

    boolean sameAs(ApplicationModel other) {
        return sessions.equals(other.sessions)
                && data.equals(other.data)
                && results().equals(other.results());
    }

    List<QueryResult> results() {
        return new ArrayList<>(cache.values());
    }

    void create(SessionRequest request, Instant now) {
        SessionData present = sessions.get(request.sessionId());
        if (present != null && !present.isExpired(now)) {
            throw new SessionExistsException(request.sessionId());
        }
        sessions.put(
                request.sessionId(),
                new SessionData(request.userId(), now, now, request.timeToLive().map(now::plus), request.attributes()));
    }

    void touch(String id, Duration timeToLive, Instant now) {
        SessionData present = sessions.get(id);
        if (present == null) {
            throw new SessionNotFoundException(id);
        }
        if (present.isExpired(now)) {
            throw new SessionExpiredException(id, present.expiresAt().get(), now);
        }
        sessions.put(
                id,
                new SessionData(
                        present.userId(),
                        present.createdAt(),
                        now,
                        Option.some(now.plus(timeToLive)),
                        present.attributes()));
    }

    void login(SessionRequest request, Instant now) {
        create(request, now);
        String key = "users/" + request.userId();
        JsonObject user = (JsonObject) data.getOrDefault(key, JsonObject.empty());
        data.put(key, user.put("lastLoginAt", JsonValue.of(now.toString())));
    }

    void logout(String id, Instant now) {
        SessionData session = sessions.remove(id);
        if (session != null && !session.isExpired(now)) {
            data.computeIfPresent(
                    "users/" + session.userId(),
                    (key, user) -> ((JsonObject) user).put("lastLogoutAt", JsonValue.of(now.toString())));
        }
    }

    void removeExpiredSessions(Instant now) {
        sessions.values().removeIf(session -> session.isExpired(now));
    }

    void put(String key, JsonValue value, Option<Duration> timeToLive, Instant now) {
        QueryResult result = new QueryResult(key, value, now, timeToLive.map(now::plus));
        if (!Objects.equals(cache.get(key), result)) {
            cache.remove(key);
            cache.put(key, result);
        }
    }

    void removeExpiredResults(Instant now) {
        cache.values().removeIf(result -> result.isExpired(now));
    }

    void prune(int count) {
        while (cache.size() > count) {
            cache.remove(cache.keySet().iterator().next());
        }
    }
}
