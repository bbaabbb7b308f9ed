package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The policy as a pure function, against a file of decisions and reasons that a reader can check. */
class RetentionPolicyTest {

    /** A letter for each snapshot, oldest first: named, automatic, safety. */
    private static final String HISTORY = "naansannaasn";

    /** An hour after the last one; they were taken a day apart, backwards from there. */
    private static final Instant NOW = TestClock.START.plus(Duration.ofHours(1));

    @Test
    void decisionsAndReasonsAreThoseOfTheGoldenFile() throws Exception {
        StringBuilder actual = new StringBuilder();
        describe(actual, "everything", RetentionPolicy.keepAll(), HashSet.empty());
        describe(actual, "automatic 3", RetentionPolicy.keepAutomatic(3), HashSet.empty());
        describe(actual, "named 2", RetentionPolicy.keepAll().keepNamed(2), HashSet.empty());
        describe(
                actual, "automatic 1, named 0", RetentionPolicy.keepAutomatic(1).keepNamed(0), HashSet.empty());
        describe(
                actual,
                "automatic 0, named 1, held 4 and 11",
                RetentionPolicy.keepAutomatic(0).keepNamed(1),
                HashSet.of(4L, 11L));
        describe(actual, "automatic 100", RetentionPolicy.keepAutomatic(100), HashSet.empty());
        describe(
                actual,
                "automatic for 36 hours, named for 5 days and an hour",
                RetentionPolicy.keepAll()
                        .keepAutomaticFor(Duration.ofHours(36))
                        .keepNamedFor(Duration.ofDays(5).plusHours(1)),
                HashSet.empty());
        describe(
                actual,
                "automatic 3 for 36 hours, held 8",
                RetentionPolicy.keepAutomatic(3).keepAutomaticFor(Duration.ofHours(36)),
                HashSet.of(8L));

        assertThat(actual.toString()).isEqualTo(resource("retention.txt"));
    }

    private static void describe(StringBuilder out, String title, RetentionPolicy policy, Set<Long> held) {
        out.append("# ").append(title).append('\n');
        for (RetentionPlan.Decision decision : policy.plan(history(), held, NOW).decisions()) {
            out.append(decision.keep() ? "keep   " : "remove ")
                    .append(String.format("%-14s", decision.snapshot().label()))
                    .append(decision.reason())
                    .append('\n');
        }
        out.append('\n');
    }

    private static Seq<SnapshotInfo> history() {
        return Vector.range(0, HISTORY.length()).map(i -> snapshot(i, HISTORY.charAt(i)));
    }

    private static SnapshotInfo snapshot(int sequence, char letter) {
        SnapshotKind kind = switch (letter) {
            case 'n' -> SnapshotKind.NAMED;
            case 'a' -> SnapshotKind.AUTOMATIC;
            default -> SnapshotKind.SAFETY;
        };
        return new SnapshotInfo(
                "id-" + sequence,
                sequence,
                kind == SnapshotKind.NAMED ? Option.some("v" + sequence) : Option.none(),
                kind,
                TestClock.START.minus(Duration.ofDays(HISTORY.length() - 1L - sequence)),
                Option.none(),
                Option.none(),
                HashSet.empty(),
                HashMap.empty(),
                sequence);
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = RetentionPolicyTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theSameArgumentsGiveTheSamePlan() {
        RetentionPolicy policy = RetentionPolicy.keepAutomatic(2).keepNamed(2);

        assertThat(policy.plan(history(), HashSet.of(1L), NOW)).isEqualTo(policy.plan(history(), HashSet.of(1L), NOW));
    }

    @Test
    void everySnapshotIsEitherKeptOrRemovedInTheOrderGiven() {
        for (int automatic = 0; automatic < 8; automatic++) {
            for (int named = 0; named < 8; named++) {
                RetentionPlan plan = RetentionPolicy.keepAutomatic(automatic)
                        .keepNamed(named)
                        .plan(history(), HashSet.empty(), NOW);

                assertThat(plan.decisions().map(RetentionPlan.Decision::snapshot))
                        .containsExactlyElementsOf(history());
                assertThat(plan.kept().appendAll(plan.removed()).sortBy(SnapshotInfo::sequence))
                        .containsExactlyElementsOf(history());
                assertThat(plan.kept().count(info -> info.kind() == SnapshotKind.NAMED))
                        .isEqualTo(Math.min(named, 5));
                assertThat(plan.kept().count(info -> info.kind() != SnapshotKind.NAMED))
                        .isEqualTo(Math.min(automatic, 7));
            }
        }
    }

    @Test
    void aSnapshotOfExactlyTheAgeIsKeptAndOneOfTheFutureToo() {
        RetentionPolicy policy = RetentionPolicy.keepAll().keepAutomaticFor(Duration.ZERO);
        Seq<SnapshotInfo> one = Vector.of(snapshot(HISTORY.length() - 1, 'a'));

        assertThat(policy.plan(one, HashSet.empty(), TestClock.START).removed()).isEmpty();
        assertThat(policy.plan(one, HashSet.empty(), TestClock.START.minusSeconds(5))
                        .removed())
                .isEmpty();
        assertThat(policy.plan(one, HashSet.empty(), TestClock.START.plusNanos(1))
                        .removed())
                .hasSize(1);
    }

    @Test
    void onlyAPolicyWithoutLimitsIsUnlimited() {
        assertThat(RetentionPolicy.keepAll().isUnlimited()).isTrue();
        assertThat(RetentionPolicy.keepAutomatic(1).isUnlimited()).isFalse();
        assertThat(RetentionPolicy.keepAll().keepNamed(1).isUnlimited()).isFalse();
        assertThat(RetentionPolicy.keepAll()
                        .keepAutomaticFor(Duration.ofDays(1))
                        .isUnlimited())
                .isFalse();
        assertThat(RetentionPolicy.keepAll().keepNamedFor(Duration.ofDays(1)).isUnlimited())
                .isFalse();
    }

    @Test
    void negativeLimitsAreRefused() {
        assertThatThrownBy(() -> RetentionPolicy.keepAll().keepNamedFor(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> RetentionPolicy.keepAll().keepAutomaticFor(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void heldSnapshotsAreKeptAndDoNotSaveOthers() {
        RetentionPlan plan = RetentionPolicy.keepAutomatic(1).plan(history(), HashSet.of(1L), NOW);

        assertThat(plan.kept().filter(info -> info.kind() != SnapshotKind.NAMED).map(SnapshotInfo::sequence))
                .containsExactly(1L, 10L);
    }

    @Test
    void noSnapshotsGiveAnEmptyPlan() {
        assertThat(RetentionPolicy.keepAutomatic(0)
                        .plan(Vector.empty(), HashSet.empty(), NOW)
                        .decisions())
                .isEmpty();
    }
}
