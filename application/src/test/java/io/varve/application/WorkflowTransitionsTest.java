package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonValue;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WorkflowTransitionsTest {

    private static final SessionRequest SESSION =
            SessionRequest.of("s-1", "ada").expiringAfter(Duration.ofHours(1));
    private static final DataValidator NO_NULLS = DataValidator.requiring("something", value -> !value.isNull());

    private final Runs runs = new Runs();
    private final WorkflowTransitions workflows = runs.transitions.workflows();

    private JsonObject ada() {
        return Users.find(runs.state(), "ada").get();
    }

    private static JsonValue time(TestClock clock) {
        return JsonValue.of(clock.now().toString());
    }

    @Test
    void logging_in_creates_a_session_and_notes_the_time() {
        runs.apply(workflows.login(SESSION));

        assertThat(runs.state().sessions().find("s-1").get().userId()).isEqualTo("ada");
        assertThat(ada().get("lastLoginAt")).contains(time(runs.clock));
    }

    @Test
    void logging_in_keeps_what_else_is_known_of_the_user() {
        runs.apply(runs.transitions.data().set(Users.key("ada"), JsonObject.of("mine", JsonValue.of(1))));

        runs.apply(workflows.login(SESSION));

        assertThat(ada().members().keySet()).containsExactly("lastLoginAt", "mine");
    }

    @Test
    void logging_in_by_a_session_that_exists_changes_nothing() {
        runs.apply(workflows.login(SESSION));

        assertThat(runs.failure(workflows.login(SESSION))).isInstanceOf(SessionExistsException.class);
    }

    @Test
    void logging_in_where_the_record_is_no_object_is_refused() {
        runs.apply(runs.transitions.data().set(Users.key("ada"), JsonValue.of(1)));

        assertThat(runs.failure(workflows.login(SESSION)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("'users/ada'");
        assertThat(Users.find(runs.state(), "ada")).isEmpty();
    }

    @Test
    void logging_out_removes_the_session_and_notes_the_time() {
        runs.apply(workflows.login(SESSION));
        runs.clock.move(Duration.ofMinutes(1));

        runs.apply(workflows.logout("s-1"));

        assertThat(runs.state().sessions().size()).isZero();
        assertThat(ada().get("lastLogoutAt")).contains(time(runs.clock));
    }

    @Test
    void logging_out_of_an_expired_session_removes_it_and_notes_nothing() {
        runs.apply(workflows.login(SESSION));
        runs.clock.move(Duration.ofHours(2));

        runs.apply(workflows.logout("s-1"));

        assertThat(runs.state().sessions().size()).isZero();
        assertThat(ada().get("lastLogoutAt")).isEmpty();
    }

    @Test
    void logging_out_without_a_record_makes_none() {
        runs.apply(runs.transitions.sessions().create(SESSION));

        runs.apply(workflows.logout("s-1"));

        assertThat(runs.state().sessions().size()).isZero();
        assertThat(runs.state().data()).isEmpty();
    }

    @Test
    void logging_out_of_nothing_returns_the_very_state() {
        ApplicationState before = runs.state();

        assertThat(runs.apply(workflows.logout("s-1"))).isSameAs(before);
    }

    @Test
    void a_configuration_is_set_as_a_whole() {
        runs.apply(workflows.bulkConfiguration(
                HashMap.of("a", JsonValue.of(1), "b", JsonValue.of(2), "c", JsonValue.of(3)), NO_NULLS));

        assertThat(runs.state().data().keySet()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_configuration_with_bad_values_is_refused_as_a_whole_and_all_of_them_are_named() {
        var values = HashMap.<String, JsonValue>of(
                "a", JsonValue.of(1), "b", JsonValue.ofNull(), "c", Runs.nested(JsonValue.MAX_DEPTH + 1));

        Throwable failure = runs.failure(workflows.bulkConfiguration(values, NO_NULLS));

        assertThat(failure).isInstanceOf(InvalidDataException.class).hasMessageContaining("2 values");
        assertThat(((InvalidDataException) failure).objections().keySet()).containsExactly("b", "c");
    }

    @Test
    void a_configuration_that_is_there_already_returns_the_very_state() {
        var values = HashMap.<String, JsonValue>of("a", JsonValue.of(1));
        ApplicationState before = runs.apply(workflows.bulkConfiguration(values, NO_NULLS));

        assertThat(runs.apply(workflows.bulkConfiguration(values, NO_NULLS))).isSameAs(before);
        assertThat(runs.apply(workflows.bulkConfiguration(HashMap.empty(), NO_NULLS)))
                .isSameAs(before);
    }

    @Test
    void a_user_is_taken_in_step_by_step() {
        var steps = workflows.steps(Onboarding.of("ada")
                .withProfile(JsonObject.of("name", JsonValue.of("Ada")))
                .withSetting("theme", JsonValue.of("dark"))
                .withSession(SESSION));

        assertThat(steps.map(NamedStep::name)).containsExactly("create-user", "apply-settings", "first-login");
        assertThat(steps.map(NamedStep::checkpoint)).containsExactly(true, true, false);
        steps.forEach(step -> runs.apply(step.transition()));
        assertThat(ada().at("/profile/name")).contains(JsonValue.of("Ada"));
        assertThat(ada().at("/settings/theme")).contains(JsonValue.of("dark"));
        assertThat(ada().get("onboardedAt")).contains(time(runs.clock));
        assertThat(ada().get("lastLoginAt")).contains(time(runs.clock));
        assertThat(runs.state().sessions().find("s-1")).isNotEmpty();
    }

    @Test
    void a_step_with_nothing_to_do_is_left_out() {
        assertThat(workflows.steps(Onboarding.of("ada")).map(NamedStep::name)).containsExactly("create-user");
    }

    @Test
    void a_user_who_is_there_can_t_be_taken_in() {
        var steps = workflows.steps(Onboarding.of("ada"));
        runs.apply(steps.head().transition());

        assertThat(runs.failure(steps.head().transition()))
                .isInstanceOf(UserExistsException.class)
                .hasMessageContaining("'users/ada'");
    }

    @Test
    void a_profile_or_settings_to_which_the_validator_objects_fail_their_step() {
        DataValidator wantsName =
                (key, value) -> key.equals("profile") && value.at("/name").isEmpty()
                        ? io.vavr.control.Option.some("a name is missing")
                        : NO_NULLS.objection(key, value);
        Onboarding nameless = Onboarding.of("ada").checkedBy(wantsName);
        var steps = workflows.steps(nameless.withProfile(JsonObject.of("name", JsonValue.of("Ada")))
                .withSetting("theme", JsonValue.ofNull()));

        assertThat(runs.failure(workflows.steps(nameless).head().transition()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("a name is missing");
        runs.apply(steps.get(0).transition());
        assertThat(runs.failure(steps.get(1).transition()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("'theme'");
    }

    @Test
    void arguments_that_could_never_be_right_are_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> Onboarding.of(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Onboarding.of("bob").withSession(SESSION))
                .withMessageContaining("'ada'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workflows.bulkConfiguration(TreeMap.of("", JsonValue.of(1)), NO_NULLS));
        assertThatNullPointerException().isThrownBy(() -> workflows.login(null));
        assertThatNullPointerException().isThrownBy(() -> workflows.logout(null));
        assertThatNullPointerException().isThrownBy(() -> workflows.steps(null));
        assertThatNullPointerException().isThrownBy(() -> workflows.bulkConfiguration(TreeMap.empty(), null));
    }
}
