package io.varve.application;

import io.varve.application.json.JsonValue;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Predicate;

/** Says whether a value may be set. It is a pure function, and called each time a transition is run. */
@FunctionalInterface
public interface DataValidator {

    /**
     * What is wrong with a value.
     *
     * @param key the key under which it is to be set
     * @param value the value
     * @return the objection, a sentence for people; or none
     */
    Option<String> objection(String key, JsonValue value);

    /**
     * A validator that objects to nothing.
     *
     * @return the validator
     */
    static DataValidator acceptAll() {
        return (key, value) -> Option.none();
    }

    /**
     * A validator that wants all values to pass a test.
     *
     * @param expectation what passes, as in "a number from 1 to 10"
     * @param test the test
     * @return the validator
     */
    static DataValidator requiring(String expectation, Predicate<JsonValue> test) {
        Objects.requireNonNull(expectation, "expectation");
        Objects.requireNonNull(test, "test");
        return (key, value) ->
                Option.when(!test.test(value), () -> "expected " + expectation + "; found " + brief(value));
    }

    /**
     * This validator and, where it does not object, another one.
     *
     * @param next the other
     * @return both
     */
    default DataValidator and(DataValidator next) {
        Objects.requireNonNull(next, "next");
        return (key, value) -> objection(key, value).orElse(() -> next.objection(key, value));
    }

    private static String brief(JsonValue value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
