package io.varve.application;

import io.varve.Transition;
import io.varve.application.json.JsonValue;
import io.vavr.Tuple2;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.time.Clock;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Transitions that change the application's data; see {@link ApplicationTransitions}. Cost: O(log n) for n keys and the
 * size of the value, unless it says otherwise.
 *
 * <p>Any of them fails with {@link InvalidDataException} if a value is nested deeper than {@link JsonValue#MAX_DEPTH},
 * which could not be stored.
 */
public final class DataTransitions {

    private final Clock clock;

    DataTransitions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Sets the value of a key.
     *
     * @param key the key, not empty
     * @param value its new value
     * @return the transition
     * @throws IllegalArgumentException if the key is empty
     */
    public Transition<ApplicationState> set(String key, JsonValue value) {
        return set(key, value, DataValidator.acceptAll());
    }

    /**
     * Sets the value of a key, unless a validator objects: then it fails with {@link InvalidDataException}.
     *
     * @param key the key, not empty
     * @param value its new value
     * @param validator says what is wrong with it
     * @return the transition
     * @throws IllegalArgumentException if the key is empty
     */
    public Transition<ApplicationState> set(String key, JsonValue value, DataValidator validator) {
        requireKey(key);
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(validator, "validator");
        return change((state, now) -> put(state, key, value, validator));
    }

    /**
     * Removes a key with its value. If there is none, nothing changes.
     *
     * @param key the key
     * @return the transition
     */
    public Transition<ApplicationState> remove(String key) {
        Objects.requireNonNull(key, "key");
        return change((state, now) -> state.withData(state.data().remove(key)));
    }

    /**
     * Replaces the value of a key by what a function makes of it. Fails with {@link DataNotFoundException} if there is no
     * such key.
     *
     * @param key the key
     * @param change a pure function from the value to the new one
     * @return the transition
     */
    public Transition<ApplicationState> transform(String key, UnaryOperator<JsonValue> change) {
        return transform(key, change, DataValidator.acceptAll());
    }

    /**
     * Replaces the value of a key by what a function makes of it. Fails with {@link DataNotFoundException} if there is no
     * such key, and with {@link InvalidDataException} if a validator objects to the new value.
     *
     * @param key the key
     * @param change a pure function from the value to the new one
     * @param validator says what is wrong with the new value
     * @return the transition
     */
    public Transition<ApplicationState> transform(
            String key, UnaryOperator<JsonValue> change, DataValidator validator) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(validator, "validator");
        return change((state, now) -> {
            JsonValue before = state.data().get(key).getOrElseThrow(() -> new DataNotFoundException(key));
            JsonValue after =
                    Objects.requireNonNull(change.apply(before), "the change of the value of '" + key + "' is null");
            return put(state, key, after, validator);
        });
    }

    static ApplicationState put(ApplicationState state, String key, JsonValue value, DataValidator validator) {
        objection(key, value, validator).forEach(objection -> {
            throw new InvalidDataException(TreeMap.of(key, objection));
        });
        return state.withData(state.data().put(key, value));
    }

    /** Sets all values or, if there is an objection to any of them, none. */
    static ApplicationState putAll(ApplicationState state, Map<String, JsonValue> values, DataValidator validator) {
        TreeMap<String, String> objections = TreeMap.empty();
        for (Tuple2<String, JsonValue> each : values) {
            for (String objection : objection(each._1, each._2, validator)) {
                objections = objections.put(each._1, objection);
            }
        }
        if (!objections.isEmpty()) {
            throw new InvalidDataException(objections);
        }
        return state.withData(state.data().putAll(values));
    }

    static String requireKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the key of a value is not empty");
        }
        return key;
    }

    private static Option<String> objection(String key, JsonValue value, DataValidator validator) {
        return value.isWithinMaxDepth()
                ? validator.objection(key, value)
                : Option.some("it is nested more than " + JsonValue.MAX_DEPTH + " deep");
    }

    private Transition<ApplicationState> change(TimedChange change) {
        return change.by(clock);
    }
}
