package io.varve.application;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Says which session to create.
 *
 * <pre>{@code
 * SessionRequest.of("s-42", "ada").expiringAfter(Duration.ofMinutes(30)).with("device", "phone")
 * }</pre>
 *
 * @param sessionId the id of the session, not empty and not guessable: whoever has it acts as the user
 * @param userId whose session it is, not empty
 * @param timeToLive after which time it expires, positive; none if it does not expire
 * @param attributes what the application notes of it
 */
public record SessionRequest(
        String sessionId, String userId, Option<Duration> timeToLive, Map<String, String> attributes) {

    /**
     * Makes a request.
     *
     * @param sessionId the id of the session
     * @param userId whose session it is
     * @param timeToLive after which time it expires, or none
     * @param attributes what the application notes of it
     * @throws IllegalArgumentException if an id is empty, or the time is not positive
     */
    public SessionRequest {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(attributes, "attributes");
        if (sessionId.isEmpty() || userId.isEmpty()) {
            throw new IllegalArgumentException("the ids of a session and of its user are not empty; found session '"
                    + sessionId + "' of user '" + userId + "'");
        }
        timeToLive.forEach(Expiry::requirePositive);
    }

    /**
     * A session that does not expire and has no attributes.
     *
     * @param sessionId the id of the session
     * @param userId whose session it is
     * @return the request
     * @throws IllegalArgumentException if an id is empty
     */
    public static SessionRequest of(String sessionId, String userId) {
        return new SessionRequest(sessionId, userId, Option.none(), HashMap.empty());
    }

    /**
     * The same session, expiring some time after it was created.
     *
     * @param duration the time, positive
     * @return the request
     * @throws IllegalArgumentException if the time is not positive
     */
    public SessionRequest expiringAfter(Duration duration) {
        return new SessionRequest(sessionId, userId, Option.some(duration), attributes);
    }

    /**
     * The same session with an attribute.
     *
     * @param name the name
     * @param value the value
     * @return the request
     */
    public SessionRequest with(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return new SessionRequest(sessionId, userId, timeToLive, attributes.put(name, value));
    }

    SessionData createdAt(Instant now) {
        return new SessionData(userId, now, now, timeToLive.map(time -> Expiry.after(now, time)), attributes);
    }
}
