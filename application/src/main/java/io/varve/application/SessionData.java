package io.varve.application;

import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * A user's session.
 *
 * @param userId whose it is, not empty
 * @param createdAt when it was created
 * @param lastActiveAt when its user was last seen
 * @param expiresAt the moment from which on it no longer counts; none if it counts until it is removed
 * @param attributes what the application notes of it; stored inline with the session
 */
public record SessionData(
        String userId,
        Instant createdAt,
        Instant lastActiveAt,
        Option<Instant> expiresAt,
        Map<String, String> attributes) {

    /**
     * Makes a session.
     *
     * @param userId whose it is
     * @param createdAt when it was created
     * @param lastActiveAt when its user was last seen
     * @param expiresAt when it expires, or none
     * @param attributes what the application notes of it
     * @throws IllegalArgumentException if the user id is empty
     */
    public SessionData {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(lastActiveAt, "lastActiveAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(attributes, "attributes");
        if (userId.isEmpty()) {
            throw new IllegalArgumentException("the user id of a session is not empty");
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

    /**
     * This session with its user seen at another time.
     *
     * @param now when
     * @return the session
     */
    public SessionData withLastActiveAt(Instant now) {
        return new SessionData(userId, createdAt, now, expiresAt, attributes);
    }

    /**
     * This session with another expiry.
     *
     * @param expiry the moment from which on it no longer counts
     * @return the session
     */
    public SessionData withExpiresAt(Instant expiry) {
        return new SessionData(userId, createdAt, lastActiveAt, Option.some(expiry), attributes);
    }

    /**
     * This session without expiry.
     *
     * @return the session
     */
    public SessionData withoutExpiry() {
        return new SessionData(userId, createdAt, lastActiveAt, Option.none(), attributes);
    }

    /**
     * This session with an attribute, which replaces that of the same name.
     *
     * @param name the name
     * @param value the value
     * @return the session
     */
    public SessionData withAttribute(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return new SessionData(userId, createdAt, lastActiveAt, expiresAt, attributes.put(name, value));
    }

    /**
     * This session without an attribute.
     *
     * @param name the name
     * @return the session
     */
    public SessionData withoutAttribute(String name) {
        return new SessionData(userId, createdAt, lastActiveAt, expiresAt, attributes.remove(name));
    }
}
