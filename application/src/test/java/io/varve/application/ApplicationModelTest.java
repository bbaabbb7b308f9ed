package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** After any transitions the state is what a naive model says, and the indexes agree with it. */
final class ApplicationModelTest {

    private static final int SEEDS = 40;
    private static final int STEPS = 250;

    @Test
    void the_state_is_that_of_a_naive_model_after_every_transition() {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        Runs runs = new Runs();
        ApplicationModel model = new ApplicationModel();
        RandomRun random = new RandomRun(seed, runs.clock);
        for (int i = 0; i < STEPS; i++) {
            RandomRun.Step step = random.next();
            String what = "seed " + seed + ", step " + i + ": " + step.name();
            ApplicationState before = runs.state();
            ApplicationModel expected = model.copy();
            Throwable failure = catchThrowable(() -> step.meaning().accept(expected, runs.clock.now()));

            if (failure != null) {
                assertThat(runs.failure(step.transition()))
                        .as(what)
                        .isInstanceOf(failure.getClass())
                        .hasMessage(failure.getMessage());
                continue;
            }
            ApplicationState after = runs.apply(step.transition());
            if (expected.sameAs(model)) {
                assertThat(after).as(what).isSameAs(before);
            } else {
                Instant now = runs.clock.now();
                assertThat(after.lastUpdated())
                        .as(what)
                        .isEqualTo(now.isAfter(before.lastUpdated()) ? now : before.lastUpdated());
            }
            model = expected;
            assertThat(after.sessions().byId().toJavaMap()).as(what).isEqualTo(model.sessions);
            assertThat(after.data().toJavaMap()).as(what).isEqualTo(model.data);
            assertThat(after.queryCache().results().toJavaList()).as(what).isEqualTo(model.results());
            assertThat(after.queryCache().size()).as(what).isEqualTo(model.cache.size());
        }
    }
}
