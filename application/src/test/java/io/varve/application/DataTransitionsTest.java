package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonValue;
import org.junit.jupiter.api.Test;

final class DataTransitionsTest {

    private static final DataValidator POSITIVE =
            DataValidator.requiring("a positive number", value -> value.asLong().exists(number -> number > 0));

    private final Runs runs = new Runs();
    private final DataTransitions data = runs.transitions.data();

    @Test
    void a_value_is_set_and_replaced() {
        runs.apply(data.set("theme", JsonValue.of("dark")));
        runs.clock.move(java.time.Duration.ofSeconds(1));
        runs.apply(data.set("theme", JsonValue.of("pink")));

        assertThat(runs.state().data().get("theme")).contains(JsonValue.of("pink"));
        assertThat(runs.state().lastUpdated()).isEqualTo(runs.clock.now());
    }

    @Test
    void a_value_to_which_the_validator_objects_is_refused_with_its_words() {
        runs.apply(data.set("limit", JsonValue.of(1), POSITIVE));

        Throwable failure = runs.failure(data.set("limit", JsonValue.of(-1), POSITIVE));

        assertThat(failure)
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("'limit'")
                .hasMessageContaining("expected a positive number; found -1");
        assertThat(((InvalidDataException) failure).objections().keySet()).containsExactly("limit");
        assertThat(runs.state().data().get("limit")).contains(JsonValue.of(1));
    }

    @Test
    void of_two_validators_the_first_that_objects_is_heard() {
        DataValidator both = POSITIVE.and((key, value) ->
                value.asLong().contains(13L) ? io.vavr.control.Option.some("bad luck") : io.vavr.control.Option.none());

        assertThat(both.objection("k", JsonValue.of(1))).isEmpty();
        assertThat(both.objection("k", JsonValue.of(13))).contains("bad luck");
        assertThat(both.objection("k", JsonValue.of(-13)))
                .allMatch(words -> words.contains("positive"))
                .hasSize(1);
        assertThat(both.objection("k", JsonValue.of("x".repeat(1000))))
                .allMatch(words -> words.length() < 120)
                .hasSize(1);
    }

    @Test
    void a_value_is_removed_with_its_key() {
        runs.apply(data.set("theme", JsonValue.of("dark")));

        runs.apply(data.remove("theme"));

        assertThat(runs.state().data()).isEmpty();
    }

    @Test
    void a_value_is_transformed() {
        runs.apply(data.set("count", JsonValue.of(1)));

        runs.apply(data.transform("count", value -> JsonValue.of(value.asLong().get() + 1), POSITIVE));

        assertThat(runs.state().data().get("count")).contains(JsonValue.of(2));
    }

    @Test
    void what_is_not_there_can_t_be_transformed() {
        assertThat(runs.failure(data.transform("count", value -> value)))
                .isInstanceOf(DataNotFoundException.class)
                .hasMessageContaining("'count'");
    }

    @Test
    void a_transformation_whose_result_is_not_valid_is_refused() {
        runs.apply(data.set("count", JsonValue.of(1)));

        assertThat(runs.failure(data.transform("count", value -> JsonValue.of(0), POSITIVE)))
                .isInstanceOf(InvalidDataException.class);
        assertThat(runs.failure(data.transform("count", value -> null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("'count'");
    }

    @Test
    void what_is_nested_too_deep_to_be_stored_is_refused() {
        runs.apply(data.set("deep", Runs.nested(JsonValue.MAX_DEPTH)));

        assertThat(runs.failure(data.set("deep", Runs.nested(JsonValue.MAX_DEPTH + 1))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("200");
        assertThat(runs.failure(data.transform("deep", value -> JsonObject.of("more", value))))
                .isInstanceOf(InvalidDataException.class);
        assertThat(runs.failure(data.set("deep", Runs.nested(100_000)))).isInstanceOf(InvalidDataException.class);
    }

    @Test
    void a_transition_that_changes_nothing_returns_the_very_state() {
        ApplicationState before = runs.apply(data.set("theme", JsonValue.of("dark")));
        runs.clock.move(java.time.Duration.ofSeconds(1));

        assertThat(runs.apply(data.set("theme", JsonValue.of("dark")))).isSameAs(before);
        assertThat(runs.apply(data.remove("nothing"))).isSameAs(before);
        assertThat(runs.apply(data.transform("theme", value -> value))).isSameAs(before);
    }

    @Test
    void the_tenant_is_described() {
        TenantInfo acme = TenantInfo.of("acme", "ACME Inc.").with("plan", "gold");

        ApplicationState described = runs.apply(runs.transitions.describe(acme));

        assertThat(described.tenant()).isEqualTo(acme);
        assertThat(runs.apply(runs.transitions.describe(
                        TenantInfo.of("acme", "ACME Inc.").with("plan", "gold"))))
                .isSameAs(described);
    }

    @Test
    void arguments_that_could_never_be_right_are_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> data.set("", JsonValue.of(1)));
        assertThatNullPointerException().isThrownBy(() -> data.set(null, JsonValue.of(1)));
        assertThatNullPointerException().isThrownBy(() -> data.set("a", null));
        assertThatNullPointerException().isThrownBy(() -> data.set("a", JsonValue.of(1), null));
        assertThatNullPointerException().isThrownBy(() -> data.remove(null));
        assertThatNullPointerException().isThrownBy(() -> data.transform("a", null));
        assertThatNullPointerException().isThrownBy(() -> runs.transitions.describe(null));
    }
}
