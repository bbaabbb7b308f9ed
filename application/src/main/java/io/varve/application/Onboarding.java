package io.varve.application;

import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonValue;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * Says which user to take in, and with what.
 *
 * <pre>{@code
 * Onboarding.of("ada").withProfile(JsonObject.of("name", JsonValue.of("Ada"))).withSetting("theme", JsonValue.of("dark"))
 * }</pre>
 *
 * @param userId the user, not empty
 * @param profile what is known of the user
 * @param settings what the user begins with
 * @param session the user's first session, or none
 * @param validator may object to the profile, under the key {@code profile}, and to each setting, under its name
 */
public record Onboarding(
        String userId,
        JsonObject profile,
        Map<String, JsonValue> settings,
        Option<SessionRequest> session,
        DataValidator validator) {

    /**
     * Makes an onboarding.
     *
     * @param userId the user
     * @param profile what is known of the user
     * @param settings what the user begins with
     * @param session the user's first session, or none
     * @param validator says what is wrong
     * @throws IllegalArgumentException if the user id is empty, or the session is another user's
     */
    public Onboarding {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(validator, "validator");
        if (userId.isEmpty()) {
            throw new IllegalArgumentException("the id of a user is not empty");
        }
        for (SessionRequest request : session) {
            if (!request.userId().equals(userId)) {
                throw new IllegalArgumentException("the first session is that of the user who is taken in, '" + userId
                        + "'; found one of '" + request.userId() + "'");
            }
        }
    }

    /**
     * A user of whom nothing is known, without settings and session.
     *
     * @param userId the user
     * @return the onboarding
     * @throws IllegalArgumentException if the user id is empty
     */
    public static Onboarding of(String userId) {
        return new Onboarding(userId, JsonObject.empty(), TreeMap.empty(), Option.none(), DataValidator.acceptAll());
    }

    /**
     * The same with a profile.
     *
     * @param known what is known of the user
     * @return the onboarding
     */
    public Onboarding withProfile(JsonObject known) {
        return new Onboarding(userId, known, settings, session, validator);
    }

    /**
     * The same with a setting.
     *
     * @param name its name
     * @param value its value
     * @return the onboarding
     */
    public Onboarding withSetting(String name, JsonValue value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return new Onboarding(userId, profile, settings.put(name, value), session, validator);
    }

    /**
     * The same with a first session.
     *
     * @param request the session, of this user
     * @return the onboarding
     * @throws IllegalArgumentException if it is another user's
     */
    public Onboarding withSession(SessionRequest request) {
        return new Onboarding(userId, profile, settings, Option.some(request), validator);
    }

    /**
     * The same with a validator.
     *
     * @param check may object to the profile and the settings
     * @return the onboarding
     */
    public Onboarding checkedBy(DataValidator check) {
        return new Onboarding(userId, profile, settings, session, check);
    }
}
