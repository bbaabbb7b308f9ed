package io.varve.application;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.varve.Transition;
import io.varve.application.internal.Invariants;
import io.varve.application.json.JsonValue;

/** A state to which transitions are applied one after the other, as a tenant would, with the indexes checked after each. */
final class Runs {

    final TestClock clock = new TestClock();
    final ApplicationTransitions transitions = ApplicationTransitions.by(clock);
    private ApplicationState state = ApplicationState.initial(clock);

    ApplicationState state() {
        return state;
    }

    ApplicationState apply(Transition<ApplicationState> transition) {
        try {
            state = transition.apply(state);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("a transition of this module throws nothing checked", e);
        }
        Invariants.check(state);
        return state;
    }

    /** What a transition fails with, or null. */
    Throwable failure(Transition<ApplicationState> transition) {
        return catchThrowable(() -> transition.apply(state));
    }

    static JsonValue nested(int depth) {
        JsonValue value = JsonValue.of(1);
        for (int i = 0; i < depth; i++) {
            value = i % 2 == 0
                    ? io.varve.application.json.JsonArray.of(value)
                    : io.varve.application.json.JsonObject.of("a", value);
        }
        return value;
    }
}
