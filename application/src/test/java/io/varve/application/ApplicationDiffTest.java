package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.application.json.JsonValue;
import org.junit.jupiter.api.Test;

final class ApplicationDiffTest {

    private final Runs runs = new Runs();
    private final ApplicationTransitions transitions = runs.transitions;

    @Test
    void it_counts_sessions_and_results_and_names_the_keys() {
        runs.apply(transitions.data().set("a", JsonValue.of(1)));
        runs.apply(transitions.data().set("b", JsonValue.of(1)));
        runs.apply(transitions.data().set("limit", JsonValue.of(1)));
        runs.apply(transitions.data().set("same", JsonValue.of(1)));
        runs.apply(transitions.cache().put("q", JsonValue.of(1)));
        ApplicationState before = runs.state();
        runs.apply(transitions.data().remove("b"));
        runs.apply(transitions.data().remove("a"));
        runs.apply(transitions.data().set("limit", JsonValue.of(2)));
        runs.apply(transitions.data().set("theme", JsonValue.of("dark")));
        runs.apply(transitions.cache().prune(0));
        runs.apply(transitions.sessions().create(SessionRequest.of("s-1", "ada")));
        runs.apply(transitions.sessions().create(SessionRequest.of("s-2", "ada")));

        ApplicationDiff diff = ApplicationDiff.between(before, runs.state());

        assertThat(diff.sessionCountChange()).isEqualTo(2);
        assertThat(diff.keysAdded()).containsExactly("theme");
        assertThat(diff.keysRemoved()).containsExactly("a", "b");
        assertThat(diff.keysChanged()).containsExactly("limit");
        assertThat(diff.cacheSizeChange()).isEqualTo(-1);
        assertThat(diff).hasToString("sessions +2; data: added theme; removed a, b; changed limit; cache -1");
        assertThat(ApplicationDiff.between(runs.state(), before))
                .hasToString("sessions -2; data: added a, b; removed theme; changed limit; cache +1");
    }

    @Test
    void of_equal_states_it_says_so() {
        assertThat(ApplicationDiff.between(runs.state(), runs.state()))
                .hasToString("same numbers of sessions and cached results; same data");
    }

    @Test
    void of_many_keys_it_shows_ten() {
        ApplicationState before = runs.state();
        for (int i = 10; i < 25; i++) {
            runs.apply(transitions.data().set("k" + i, JsonValue.of(i)));
        }

        assertThat(ApplicationDiff.between(before, runs.state()))
                .hasToString("data: added k10, k11, k12, k13, k14, k15, k16, k17, k18, k19 and 5 more");
    }
}
