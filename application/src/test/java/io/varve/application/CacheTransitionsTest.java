package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.varve.application.json.JsonValue;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CacheTransitionsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Runs runs = new Runs();
    private final CacheTransitions cache = runs.transitions.cache();

    private Iterable<String> keys() {
        return runs.state().queryCache().results().map(QueryResult::key);
    }

    private void put(String key, long value) {
        runs.clock.move(Duration.ofSeconds(1));
        runs.apply(cache.put(key, JsonValue.of(value), MINUTE));
    }

    @Test
    void a_result_is_cached_and_found_until_it_expires() {
        runs.apply(cache.put("q", JsonValue.of(1), MINUTE));
        QueryCache cached = runs.state().queryCache();

        assertThat(cached.findFresh("q", TestClock.START.plus(MINUTE).minusNanos(1)))
                .contains(new QueryResult(
                        "q", JsonValue.of(1), TestClock.START, Option.some(TestClock.START.plus(MINUTE))));
        assertThat(cached.findFresh("q", TestClock.START.plus(MINUTE))).isEmpty();
        assertThat(cached.find("q")).isNotEmpty();
        assertThat(cached.find("p")).isEmpty();
    }

    @Test
    void a_result_without_a_time_to_live_stays() {
        runs.apply(cache.put("q", JsonValue.of(1)));
        runs.clock.move(Duration.ofDays(10_000));

        runs.apply(cache.removeExpired());

        assertThat(runs.state().queryCache().findFresh("q", runs.clock.now())).isNotEmpty();
    }

    @Test
    void the_newest_result_is_the_last_one() {
        put("a", 1);
        put("b", 2);
        put("c", 3);

        assertThat(keys()).containsExactly("a", "b", "c");
    }

    @Test
    void caching_a_query_again_replaces_its_result_and_makes_it_the_newest() {
        put("a", 1);
        put("b", 2);
        put("c", 3);

        put("b", 4);

        assertThat(keys()).containsExactly("a", "c", "b");
        assertThat(runs.state().queryCache().find("b").get().value()).isEqualTo(JsonValue.of(4));
        assertThat(runs.state().queryCache().size()).isEqualTo(3);
    }

    @Test
    void caching_one_query_again_and_again_keeps_one_result() {
        put("oldest", 0);
        for (int i = 0; i < 500; i++) {
            put("q", i);
        }

        assertThat(keys()).containsExactly("oldest", "q");
    }

    @Test
    void what_has_expired_is_removed_and_nothing_else() {
        runs.apply(cache.put("long", JsonValue.of(1), Duration.ofHours(1)));
        runs.apply(cache.put("short", JsonValue.of(2), Duration.ofSeconds(10)));
        runs.apply(cache.put("for ever", JsonValue.of(3)));
        runs.clock.move(Duration.ofSeconds(10));

        runs.apply(cache.removeExpired());

        assertThat(keys()).containsExactly("long", "for ever");
    }

    @Test
    void pruning_keeps_the_newest() {
        for (int i = 0; i < 10; i++) {
            put("q-" + i, i);
        }
        put("q-3", 3);

        runs.apply(cache.prune(3));

        assertThat(keys()).containsExactly("q-8", "q-9", "q-3");
        assertThat(runs.state().queryCache().find("q-7")).isEmpty();
    }

    @Test
    void pruning_to_nothing_empties_the_cache() {
        put("a", 1);
        put("b", 1);

        runs.apply(cache.prune(0));

        assertThat(runs.state().queryCache()).isEqualTo(QueryCache.empty());
    }

    @Test
    void a_result_is_removed() {
        put("a", 1);
        put("b", 2);

        runs.apply(cache.remove("a"));

        assertThat(keys()).containsExactly("b");
    }

    @Test
    void caches_are_equal_by_content_whatever_became_of_them_on_the_way() {
        QueryResult a = new QueryResult("a", JsonValue.of(1), TestClock.START, Option.none());
        QueryResult b = new QueryResult("b", JsonValue.of(2), TestClock.START, Option.some(TestClock.START));
        QueryResult c = new QueryResult("c", JsonValue.of(3), TestClock.START, Option.none());
        QueryCache direct = QueryCache.empty().put(a).put(b);
        QueryCache detour = QueryCache.empty().put(c).put(a).put(c).put(b).remove("c");

        assertThat(detour).isEqualTo(direct).hasSameHashCodeAs(direct);
        assertThat(detour).isNotEqualTo(QueryCache.empty().put(b).put(a)).isNotEqualTo(QueryCache.empty());
    }

    @Test
    void a_transition_that_changes_nothing_returns_the_very_state() {
        put("a", 1);
        ApplicationState before = runs.state();

        assertThat(runs.apply(cache.put("a", JsonValue.of(1), MINUTE))).isSameAs(before);
        assertThat(runs.apply(cache.remove("b"))).isSameAs(before);
        assertThat(runs.apply(cache.removeExpired())).isSameAs(before);
        assertThat(runs.apply(cache.prune(1))).isSameAs(before);
    }

    @Test
    void what_is_nested_too_deep_to_be_stored_is_refused() {
        assertThat(runs.failure(cache.put("q", Runs.nested(JsonValue.MAX_DEPTH + 1), MINUTE)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("200");
    }

    @Test
    void arguments_that_could_never_be_right_are_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> cache.put("", JsonValue.of(1), MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> cache.put("q", JsonValue.of(1), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> cache.prune(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> QueryCache.empty().newest(-1));
        assertThatNullPointerException().isThrownBy(() -> cache.put("q", null, MINUTE));
        assertThatNullPointerException().isThrownBy(() -> cache.put(null, JsonValue.of(1)));
        assertThatNullPointerException().isThrownBy(() -> cache.remove(null));
    }
}
