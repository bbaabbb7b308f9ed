package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.varve.Durability;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TransitionFailedException;
import io.varve.application.internal.Invariants;
import io.varve.application.json.JsonArray;
import io.varve.application.json.JsonObject;
import io.varve.application.json.JsonValue;
import io.varve.application.json.RandomJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The state comes back from every store as it was. */
@ParameterizedClass
@EnumSource(Backend.class)
final class StoredStateTest {

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final ApplicationTransitions transitions = ApplicationTransitions.by(clock);
    private Backend.Stores stores;
    private StateManager<ApplicationState> states;
    private Tenant<ApplicationState> acme;

    @BeforeEach
    void open() {
        stores = backend.in(folder);
        states = manager();
        acme = states.createTenant("acme");
    }

    @AfterEach
    void close() {
        states.close();
    }

    private void reopen() {
        states.close();
        states = manager();
        acme = states.tenant("acme");
    }

    private StateManager<ApplicationState> manager() {
        return StateManager.builder(ApplicationState.class)
                .store(stores.open())
                .durability(Durability.ON_SNAPSHOT)
                .initialState(ApplicationState.initial(clock))
                .clock(clock)
                .open();
    }

    @Test
    void a_state_is_equal_after_it_was_stored_and_can_be_changed_further() {
        for (long seed = 100; seed < 103; seed++) {
            RandomRun random = new RandomRun(seed, clock);
            for (int i = 0; i < 400; i++) {
                try {
                    acme.apply(random.next().transition());
                } catch (TransitionFailedException e) {
                    assertThat(e).hasCauseInstanceOf(ApplicationStateException.class);
                }
                if (i % 100 == 99) {
                    ApplicationState before = acme.state();
                    acme.snapshot();
                    reopen();
                    assertThat(acme.state()).as("seed " + seed + ", step " + i).isEqualTo(before);
                    Invariants.check(acme.state());
                }
            }
        }
    }

    @Test
    void rolling_back_brings_sessions_and_cache_back_with_their_indexes() {
        acme.apply(transitions.workflows().login(SessionRequest.of("s-1", "ada").expiringAfter(Duration.ofMinutes(1))));
        acme.apply(transitions.cache().put("q", JsonValue.of(1), Duration.ofMinutes(1)));
        ApplicationState then = acme.state();
        acme.snapshot(SnapshotRequest.named("then"));
        clock.move(Duration.ofMinutes(1));
        acme.apply(transitions.sessions().removeExpired());
        acme.apply(transitions.cache().removeExpired());
        acme.snapshot();
        reopen();

        acme.rollback(SnapshotRef.named("then"));

        assertThat(acme.state()).isEqualTo(then);
        acme.apply(transitions.sessions().removeExpired());
        acme.apply(transitions.cache().removeExpired());
        assertThat(acme.state().sessions().size()).isZero();
        assertThat(acme.state().queryCache().size()).isZero();
        Invariants.check(acme.state());
    }

    @Test
    void a_failed_transition_leaves_the_state_and_says_why() {
        acme.apply(transitions.data().set("a", JsonValue.of(1)));
        ApplicationState before = acme.state();

        assertThatExceptionOfType(TransitionFailedException.class)
                .isThrownBy(() -> acme.apply(transitions.sessions().touch("s-1", Duration.ofMinutes(1))))
                .withCauseInstanceOf(SessionNotFoundException.class);

        assertThat(acme.state()).isSameAs(before);
    }

    @Test
    void any_json_comes_back_as_it_was() {
        RandomJson random = new RandomJson(new Random(7));
        for (int i = 0; i < 300; i++) {
            acme.apply(transitions.data().set("k-" + i, random.value(5)));
        }
        acme.apply(transitions.data().set("half a pair", JsonObject.of("\ud83d", JsonValue.of("\udc00"))));
        ApplicationState before = acme.state();
        acme.snapshot();
        reopen();

        assertThat(acme.state().data()).isEqualTo(before.data());
        assertThat(acme.state().data().toString()).isEqualTo(before.data().toString());
    }

    @Test
    void the_deepest_json_can_be_stored_wherever_it_may_stand() {
        acme.apply(transitions.data().set("arrays", nested(true)));
        acme.apply(transitions.data().set("objects", nested(false)));
        acme.apply(transitions.cache().put("q", nested(false), Duration.ofMinutes(1)));
        ApplicationState before = acme.state();
        acme.snapshot();
        reopen();

        assertThat(acme.state()).isEqualTo(before);
    }

    @Test
    void the_difference_to_a_snapshot_is_told_in_short() {
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(transitions.data().set("theme", JsonValue.of("dark")));
        acme.snapshot();
        reopen();

        ApplicationDiff diff =
                ApplicationDiff.between(acme.at(SnapshotRef.named("v1")).state(), acme.state());

        assertThat(diff).hasToString("data: added theme");
        assertThat(acme.diff(SnapshotRef.named("v1"), SnapshotRef.head()))
                .anyMatch(change -> change.toString().startsWith("data[\"theme\"]"));
    }

    private static JsonValue nested(boolean arrays) {
        JsonValue value = JsonValue.of("deep");
        for (int i = 0; i < JsonValue.MAX_DEPTH; i++) {
            value = arrays ? JsonArray.of(value) : JsonObject.of("a", value);
        }
        return value;
    }
}
