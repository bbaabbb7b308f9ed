package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TransactionFailure;
import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A user is taken in by a transaction with checkpoints. */
@ParameterizedClass
@EnumSource(Backend.class)
final class OnboardingTest {

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final ApplicationTransitions transitions = ApplicationTransitions.by(clock);
    private final Onboarding ada = Onboarding.of("ada")
            .withProfile(JsonObject.of("name", JsonValue.of("Ada")))
            .withSetting("theme", JsonValue.of("dark"))
            .withSession(SessionRequest.of("s-1", "ada").expiringAfter(Duration.ofHours(1)));
    private StateManager<ApplicationState> states;
    private Tenant<ApplicationState> acme;

    @BeforeEach
    void open() {
        states = StateManager.builder(ApplicationState.class)
                .store(backend.in(folder).open())
                .initialState(ApplicationState.initial(clock))
                .clock(clock)
                .open();
        acme = states.createTenant("acme");
    }

    @AfterEach
    void close() {
        states.close();
    }

    @Test
    void all_steps_are_done_and_leave_checkpoints() {
        ApplicationState after = transitions
                .workflows()
                .onboarding(acme, ada)
                .by("admin")
                .run()
                .get()
                .state();

        assertThat(after).isEqualTo(acme.state());
        assertThat(after.sessions().find("s-1")).isNotEmpty();
        assertThat(Users.find(after, "ada").get().at("/settings/theme")).contains(JsonValue.of("dark"));
        assertThat(acme.snapshots().flatMap(SnapshotInfo::name))
                .containsExactly("onboarding-ada/create-user", "onboarding-ada/apply-settings");
        ApplicationState half =
                acme.at(SnapshotRef.named("onboarding-ada/create-user")).state();
        assertThat(Users.find(half, "ada")).isNotEmpty();
        assertThat(half.sessions().find("s-1")).isEmpty();
    }

    @Test
    void an_onboarding_that_stops_in_the_middle_goes_on_once_the_cause_is_gone() {
        acme.apply(transitions.sessions().create(SessionRequest.of("s-1", "eve").expiringAfter(Duration.ofHours(1))));

        TransactionFailure<ApplicationState> failure =
                transitions.workflows().onboarding(acme, ada).run().getLeft();

        assertThat(failure.failedStepName()).isEqualTo("first-login");
        assertThat(failure.cause()).hasCauseInstanceOf(SessionExistsException.class);
        assertThat(failure.lastCheckpoint().flatMap(SnapshotInfo::name)).contains("onboarding-ada/apply-settings");
        acme.apply(transitions.sessions().remove("s-1"));
        assertThat(failure.resume().get().state().sessions().find("s-1").map(SessionData::userId))
                .contains("ada");
    }

    @Test
    void an_atomic_onboarding_that_fails_leaves_nothing() {
        acme.apply(transitions.sessions().create(SessionRequest.of("s-1", "eve").expiringAfter(Duration.ofHours(1))));
        ApplicationState before = acme.state();

        assertThat(transitions.workflows().onboarding(acme, ada).atomic().run()).isEmpty();

        assertThat(acme.state()).isSameAs(before);
        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void an_id_that_makes_no_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transitions.workflows().onboarding(acme, Onboarding.of("a".repeat(120))))
                .withMessageContaining("128");
    }
}
