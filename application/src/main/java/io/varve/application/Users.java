package io.varve.application;

import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonString;
import io.varve.application.json.JsonValue;
import io.vavr.Tuple2;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * The records of users among the application's data: that of {@code ada} is a JSON object under the key {@code users/ada},
 * in which the workflows keep {@code profile}, {@code settings}, {@code onboardedAt}, {@code lastLoginAt} and {@code
 * lastLogoutAt}. Times are strings as of {@link Instant#toString()}. Other members are the application's.
 */
public final class Users {

    private static final String PREFIX = "users/";
    private static final String SETTINGS = "settings";

    private Users() {}

    /**
     * The key of a user's record.
     *
     * @param userId the user
     * @return the key in {@link ApplicationState#data()}
     */
    public static String key(String userId) {
        return PREFIX + userId;
    }

    /**
     * Looks a user's record up. Cost: O(log n).
     *
     * @param state where
     * @param userId the user
     * @return the record, or none if there is none or it is no object
     */
    public static Option<JsonObject> find(ApplicationState state, String userId) {
        return state.data().get(key(userId)).flatMap(Users::object);
    }

    static ApplicationState created(ApplicationState state, Onboarding onboarding, Instant now) {
        String userId = onboarding.userId();
        if (state.data().containsKey(key(userId))) {
            throw new UserExistsException(userId);
        }
        onboarding.validator().objection("profile", onboarding.profile()).forEach(objection -> {
            throw new InvalidDataException(TreeMap.of("profile", objection));
        });
        JsonObject user = JsonObject.of("profile", onboarding.profile()).put("onboardedAt", time(now));
        return put(state, userId, user);
    }

    static ApplicationState configured(ApplicationState state, Onboarding onboarding) {
        TreeMap<String, String> objections = TreeMap.empty();
        JsonObject user = required(state, onboarding.userId());
        JsonObject settings = user.get(SETTINGS).flatMap(Users::object).getOrElse(JsonObject.empty());
        for (Tuple2<String, JsonValue> setting : onboarding.settings()) {
            for (String objection : onboarding.validator().objection(setting._1, setting._2)) {
                objections = objections.put(setting._1, objection);
            }
            settings = settings.put(setting._1, setting._2);
        }
        if (!objections.isEmpty()) {
            throw new InvalidDataException(objections);
        }
        return put(state, onboarding.userId(), user.put(SETTINGS, settings));
    }

    static ApplicationState loggedIn(ApplicationState state, String userId, Instant now) {
        return put(state, userId, required(state, userId).put("lastLoginAt", time(now)));
    }

    static ApplicationState loggedOut(ApplicationState state, String userId, Instant now) {
        return find(state, userId)
                .map(user -> put(state, userId, user.put("lastLogoutAt", time(now))))
                .getOrElse(state);
    }

    /** The user's record, empty if there is none. */
    private static JsonObject required(ApplicationState state, String userId) {
        JsonValue present = state.data().getOrElse(key(userId), JsonObject.empty());
        return object(present)
                .getOrElseThrow(() -> new InvalidDataException(TreeMap.of(
                        key(userId), "it is no JSON object, and the record of a user is one; move it to another key")));
    }

    private static ApplicationState put(ApplicationState state, String userId, JsonObject user) {
        return DataTransitions.put(state, key(userId), user, DataValidator.acceptAll());
    }

    private static Option<JsonObject> object(JsonValue value) {
        return value instanceof JsonObject object ? Option.some(object) : Option.none();
    }

    private static JsonValue time(Instant now) {
        return new JsonString(now.toString());
    }
}
