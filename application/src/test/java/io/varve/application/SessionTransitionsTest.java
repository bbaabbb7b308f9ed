package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.varve.Transition;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SessionTransitionsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final SessionRequest ADA =
            SessionRequest.of("s-1", "ada").expiringAfter(HOUR).with("device", "phone");

    private final Runs runs = new Runs();
    private final TestClock clock = runs.clock;
    private final SessionTransitions sessions = runs.transitions.sessions();

    private Option<SessionData> session(String id) {
        return runs.state().sessions().find(id);
    }

    @Test
    void a_session_is_created_with_the_time_and_its_expiry() {
        runs.apply(sessions.create(ADA));

        SessionData session = session("s-1").get();
        assertThat(session.userId()).isEqualTo("ada");
        assertThat(session.createdAt()).isEqualTo(TestClock.START);
        assertThat(session.lastActiveAt()).isEqualTo(TestClock.START);
        assertThat(session.expiresAt()).contains(TestClock.START.plus(HOUR));
        assertThat(session.attributes().get("device")).contains("phone");
    }

    @Test
    void a_session_without_a_time_to_live_never_expires() {
        runs.apply(sessions.create(SessionRequest.of("s-1", "ada")));
        clock.set(Instant.MAX);

        runs.apply(sessions.removeExpired());

        assertThat(session("s-1")).isNotEmpty();
        assertThat(runs.state().sessions().findActive("s-1", clock.now())).isNotEmpty();
    }

    @Test
    void a_time_to_live_beyond_all_time_ends_with_time() {
        runs.apply(sessions.create(SessionRequest.of("s-1", "ada").expiringAfter(Duration.ofSeconds(Long.MAX_VALUE))));

        assertThat(session("s-1").get().expiresAt()).contains(Instant.MAX);
    }

    @Test
    void times_far_away_are_found_like_others() {
        clock.set(Instant.MIN);
        runs.apply(sessions.create(SessionRequest.of("first", "ada").expiringAfter(Duration.ofNanos(1))));
        clock.set(Instant.EPOCH.minusSeconds(1));
        runs.apply(sessions.create(SessionRequest.of("second", "ada").expiringAfter(Duration.ofNanos(1))));
        runs.apply(
                sessions.create(SessionRequest.of("third", "ada").expiringAfter(Duration.ofSeconds(Long.MAX_VALUE))));
        clock.set(Instant.EPOCH);

        runs.apply(sessions.removeExpired());

        assertThat(runs.state().sessions().byId().keySet()).containsExactly("third");
    }

    @Test
    void a_session_of_an_id_that_is_taken_is_refused() {
        runs.apply(sessions.create(ADA));

        assertThat(runs.failure(sessions.create(SessionRequest.of("s-1", "bob"))))
                .isInstanceOf(SessionExistsException.class)
                .hasMessageContaining("'s-1'");
    }

    @Test
    void a_session_takes_the_id_of_one_that_has_expired() {
        runs.apply(sessions.create(ADA));
        clock.move(HOUR);

        runs.apply(sessions.create(SessionRequest.of("s-1", "bob")));

        assertThat(session("s-1").get().userId()).isEqualTo("bob");
        assertThat(session("s-1").get().expiresAt()).isEmpty();
    }

    @Test
    void a_session_counts_until_the_moment_of_its_expiry() {
        runs.apply(sessions.create(ADA));
        Sessions all = runs.state().sessions();
        Instant expiry = TestClock.START.plus(HOUR);

        assertThat(all.findActive("s-1", expiry.minusNanos(1))).isNotEmpty();
        assertThat(all.findActive("s-1", expiry)).isEmpty();
        assertThat(all.find("s-1")).isNotEmpty();
        assertThat(all.withoutExpired(expiry.minusNanos(1))).isSameAs(all);
        assertThat(all.withoutExpired(expiry)).isEqualTo(Sessions.empty());
    }

    @Test
    void a_session_is_updated() {
        runs.apply(sessions.create(ADA));

        runs.apply(sessions.update(
                "s-1",
                session -> session.withAttribute("page", "home")
                        .withoutAttribute("device")
                        .withoutExpiry()));

        assertThat(session("s-1").get().attributes().toJavaMap()).containsOnly(java.util.Map.entry("page", "home"));
        assertThat(session("s-1").get().expiresAt()).isEmpty();
    }

    @Test
    void touching_a_session_prolongs_it() {
        runs.apply(sessions.create(ADA));
        clock.move(Duration.ofMinutes(59));

        runs.apply(sessions.touch("s-1", HOUR));

        assertThat(session("s-1").get().lastActiveAt()).isEqualTo(clock.now());
        assertThat(session("s-1").get().createdAt()).isEqualTo(TestClock.START);
        assertThat(session("s-1").get().expiresAt()).contains(clock.now().plus(HOUR));
    }

    @Test
    void an_unknown_session_can_t_be_changed() {
        assertThat(runs.failure(sessions.update("s-1", session -> session)))
                .isInstanceOf(SessionNotFoundException.class)
                .hasMessageContaining("'s-1'");
        assertThat(runs.failure(sessions.touch("s-1", HOUR))).isInstanceOf(SessionNotFoundException.class);
    }

    @Test
    void an_expired_session_can_t_be_changed() {
        runs.apply(sessions.create(ADA));
        clock.move(HOUR);

        assertThat(runs.failure(sessions.update("s-1", SessionData::withoutExpiry)))
                .isInstanceOf(SessionExpiredException.class)
                .hasMessageContaining(clock.now().toString());
        assertThat(runs.failure(sessions.touch("s-1", HOUR))).isInstanceOf(SessionExpiredException.class);
    }

    @Test
    void an_update_that_returns_null_or_throws_fails_with_just_that() {
        runs.apply(sessions.create(ADA));
        RuntimeException own = new RuntimeException("no");

        assertThat(runs.failure(sessions.update("s-1", session -> null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("returned null");
        assertThat(runs.failure(sessions.update("s-1", session -> {
                    throw own;
                })))
                .isSameAs(own);
    }

    @Test
    void a_session_is_removed() {
        runs.apply(sessions.create(ADA));

        runs.apply(sessions.remove("s-1"));

        assertThat(session("s-1")).isEmpty();
        assertThat(runs.state().sessions()).isEqualTo(Sessions.empty());
    }

    @Test
    void all_that_has_expired_is_removed_and_nothing_else() {
        for (int i = 1; i <= 100; i++) {
            runs.apply(sessions.create(SessionRequest.of("s-" + i, "ada").expiringAfter(Duration.ofSeconds(i))));
        }
        runs.apply(sessions.create(SessionRequest.of("for ever", "ada")));
        clock.move(Duration.ofSeconds(40));

        runs.apply(sessions.removeExpired());

        assertThat(runs.state().sessions().size()).isEqualTo(61);
        assertThat(session("s-40")).isEmpty();
        assertThat(session("s-41")).isNotEmpty();
        assertThat(session("for ever")).isNotEmpty();
    }

    @Test
    void a_transition_that_changes_nothing_returns_the_very_state() {
        runs.apply(sessions.create(ADA));
        ApplicationState before = runs.state();
        clock.move(Duration.ofMinutes(1));

        assertThat(runs.apply(sessions.remove("nobody"))).isSameAs(before);
        assertThat(runs.apply(sessions.removeExpired())).isSameAs(before);
        assertThat(runs.apply(sessions.update("s-1", session -> session))).isSameAs(before);
        assertThat(runs.apply(sessions.update("s-1", session -> session.withAttribute("device", "phone"))))
                .isSameAs(before);
    }

    @Test
    void the_clock_is_read_once_in_each_run_and_not_before() throws Exception {
        int before = clock.reads();
        Transition<ApplicationState> create = sessions.create(ADA);
        assertThat(clock.reads()).isEqualTo(before);
        clock.move(HOUR);

        ApplicationState once = create.apply(runs.state());
        clock.move(HOUR);
        ApplicationState again = create.apply(runs.state());

        assertThat(clock.reads()).isEqualTo(before + 2);
        assertThat(once.sessions().find("s-1").get().createdAt()).isEqualTo(TestClock.START.plus(HOUR));
        assertThat(again.sessions().find("s-1").get().createdAt())
                .isEqualTo(TestClock.START.plus(HOUR.multipliedBy(2)));
    }

    @Test
    void the_time_of_the_last_update_never_goes_back() {
        clock.move(HOUR);
        runs.apply(sessions.create(ADA));
        assertThat(runs.state().lastUpdated()).isEqualTo(clock.now());
        clock.move(HOUR.negated());

        runs.apply(sessions.remove("s-1"));

        assertThat(runs.state().lastUpdated()).isEqualTo(TestClock.START.plus(HOUR));
    }

    @Test
    void of_a_long_session_id_a_message_shows_the_beginning_only() {
        assertThat(runs.failure(sessions.touch("0123456789abcdef", HOUR)))
                .hasMessageContaining("'01234567…'")
                .hasMessageNotContaining("89abc");
    }

    @Test
    void arguments_that_could_never_be_right_are_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionRequest.of("", "ada"));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionRequest.of("s-1", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> ADA.expiringAfter(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> sessions.touch("s-1", Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Sessions.empty().put("", ADA.createdAt(TestClock.START)));
        assertThatNullPointerException().isThrownBy(() -> sessions.create(null));
        assertThatNullPointerException().isThrownBy(() -> sessions.update("s-1", null));
        assertThatNullPointerException().isThrownBy(() -> sessions.update(null, session -> session));
        assertThatNullPointerException().isThrownBy(() -> sessions.touch(null, HOUR));
        assertThatNullPointerException().isThrownBy(() -> sessions.remove(null));
        assertThatNullPointerException().isThrownBy(() -> ApplicationTransitions.by(null));
        assertThatNullPointerException().isThrownBy(() -> ADA.with("device", null));
    }

    @Test
    void sessions_are_equal_by_content_whatever_became_of_them_on_the_way() {
        SessionData session = ADA.createdAt(TestClock.START);
        Sessions direct = Sessions.empty().put("a", session).put("b", session);
        Sessions detour = Sessions.empty()
                .put("b", session.withExpiresAt(Instant.MAX))
                .put("c", session)
                .put("b", session)
                .put("a", session.withoutExpiry())
                .remove("c")
                .put("a", session);

        assertThat(detour).isEqualTo(direct).hasSameHashCodeAs(direct);
        assertThat(detour.remove("a")).isNotEqualTo(direct);
    }
}
