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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules, holds and space as a pure function, against a file of reports that a reader can check, and as laws. */
class RetentionRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");
    private static final SnapshotFilter RELEASES = SnapshotFilter.all().tagged("release");

    /** Taken from the end of 2024 on, ever more often; every fourth has a name, every fifth a tag. */
    private static Seq<SnapshotInfo> history() {
        return Vector.of(
                        "2024-12-30T23:30:00Z",
                        "2025-06-01T12:00:00Z",
                        "2025-12-28T12:00:00Z",
                        "2025-12-29T12:00:00Z",
                        "2026-01-31T23:59:00Z",
                        "2026-02-01T00:00:00Z",
                        "2026-02-27T08:00:00Z",
                        "2026-02-28T08:00:00Z",
                        "2026-02-28T23:30:00Z",
                        "2026-03-01T08:00:00Z",
                        "2026-03-01T23:30:00Z",
                        "2026-03-02T00:10:00Z",
                        "2026-03-02T05:10:00Z",
                        "2026-03-02T05:50:00Z")
                .zipWithIndex((at, i) -> snapshot(i, Instant.parse(at), i % 4 == 0, i % 5 == 0));
    }

    private static SnapshotInfo snapshot(long sequence, Instant at, boolean isNamed, boolean isRelease) {
        return new SnapshotInfo(
                "id-" + sequence,
                sequence,
                isNamed ? Option.some("v" + sequence) : Option.none(),
                isNamed ? SnapshotKind.NAMED : SnapshotKind.AUTOMATIC,
                at,
                Option.none(),
                Option.none(),
                isRelease ? HashSet.of("release") : HashSet.empty(),
                HashMap.empty(),
                sequence);
    }

    private static SnapshotInfo held(SnapshotInfo info, Option<Instant> until) {
        return info.withHolds(Vector.of(
                new SnapshotHold("case-12", Option.some("legal"), Option.some("2026"), info.createdAt(), until)));
    }

    @Test
    void decisionsAndReasonsAreThoseOfTheGoldenFile() throws Exception {
        StringBuilder actual = new StringBuilder();
        report(actual, RetentionPolicy.keepOnly(RetentionRule.last(3)));
        report(actual, RetentionPolicy.keepOnly(RetentionRule.hourly(3)));
        report(
                actual,
                RetentionPolicy.keepOnly(
                        RetentionRule.daily(3),
                        RetentionRule.weekly(3),
                        RetentionRule.monthly(2),
                        RetentionRule.yearly(9)));
        report(actual, RetentionPolicy.keepOnly(RetentionRule.daily(3).in(ZoneId.of("Europe/Vienna"))));
        report(actual, RetentionPolicy.keepOnly(RetentionRule.every().of(RELEASES)));
        report(
                actual,
                RetentionPolicy.keepAutomatic(2)
                        .andKeep(
                                RetentionRule.last(1).of(RELEASES),
                                RetentionRule.within(Duration.ofDays(3))
                                        .of(SnapshotFilter.all().ofKind(SnapshotKind.AUTOMATIC)),
                                RetentionRule.monthly(9).notOlderThan(Duration.ofDays(90))));
        report(actual, RetentionPolicy.keepOnly(RetentionRule.last(6)).atMostBytes(1_000));

        assertThat(actual.toString()).isEqualTo(resource("retention-rules.txt"));
    }

    /** Two of the snapshots are held, one of them no longer; each needs 200 bytes more than those before. */
    private static void report(StringBuilder out, RetentionPolicy policy) {
        Seq<SnapshotInfo> snapshots =
                history().update(1, info -> held(info, Option.none())).update(2, info -> held(info, Option.some(NOW)));
        out.append("# ").append(policy).append('\n');
        out.append(policy.plan(snapshots, HashSet.of(3L), NOW, 100, info -> 200).describe())
                .append('\n');
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = RetentionRuleTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatOneRuleKeepsIsKeptByAllOfThem() {
        repeat((random, seed) -> {
            Seq<SnapshotInfo> snapshots = randomHistory(random);
            Vector<RetentionRule> rules = Vector.fill(1 + random.nextInt(4), () -> randomRule(random));
            Set<Long> together = kept(RetentionPolicy.keepOnly(rules.toJavaArray(RetentionRule[]::new))
                    .plan(snapshots, HashSet.empty(), NOW));
            Set<Long> apart = rules.toSet()
                    .flatMap(rule -> kept(RetentionPolicy.keepOnly(rule).plan(snapshots, HashSet.empty(), NOW)));

            assertThat(together).as("seed %d", seed).isEqualTo(apart);
        });
    }

    @Test
    void aRuleNeverKeepsMoreThanItsNumberAndAlwaysTheNewest() {
        repeat((random, seed) -> {
            Seq<SnapshotInfo> snapshots = randomHistory(random);
            int number = 1 + random.nextInt(9);
            RetentionRule rule = randomPeriod(random, number);
            RetentionPlan plan = RetentionPolicy.keepOnly(rule).plan(snapshots, HashSet.empty(), NOW);

            assertThat(plan.kept().size()).as("seed %d", seed).isLessThanOrEqualTo(number);
            assertThat(plan.kept().lastOption()).as("seed %d", seed).isEqualTo(snapshots.lastOption());
        });
    }

    @Test
    void aLargerNumberKeepsAllThatASmallerOneKeeps() {
        repeat((random, seed) -> {
            Seq<SnapshotInfo> snapshots = randomHistory(random);
            int number = 1 + random.nextInt(9);
            long same = random.nextLong();
            Set<Long> few = kept(RetentionPolicy.keepOnly(randomPeriod(new Random(same), number))
                    .plan(snapshots, HashSet.empty(), NOW));
            Set<Long> many = kept(RetentionPolicy.keepOnly(randomPeriod(new Random(same), number + 1))
                    .plan(snapshots, HashSet.empty(), NOW));

            assertThat(many.containsAll(few)).as("seed %d", seed).isTrue();
        });
    }

    @Test
    void pruningTwiceRemovesNothingMore() {
        repeat((random, seed) -> {
            RetentionPolicy policy = randomPolicy(random);
            RetentionPlan once = policy.plan(randomHistory(random), HashSet.empty(), NOW);

            assertThat(policy.plan(once.kept(), HashSet.empty(), NOW).removed())
                    .as("seed %d", seed)
                    .isEmpty();
        });
    }

    @Test
    void whatIsHeldStaysAndEachDecisionHasAReason() {
        repeat((random, seed) -> {
            Seq<SnapshotInfo> snapshots =
                    randomHistory(random).map(info -> random.nextInt(5) == 0 ? held(info, Option.none()) : info);
            RetentionPlan plan = randomPolicy(random)
                    .atMostBytes(random.nextInt(2_000))
                    .plan(snapshots, HashSet.empty(), NOW, 100, info -> random.nextInt(300));

            assertThat(plan.decisions().map(RetentionPlan.Decision::snapshot)).isEqualTo(snapshots);
            assertThat(plan.removed().exists(info -> info.isHeldAt(NOW)))
                    .as("seed %d", seed)
                    .isFalse();
            assertThat(plan.decisions().forAll(decision -> !decision.reason().isBlank()))
                    .isTrue();
        });
    }

    @Test
    void whatIsKeptFitsIntoTheSpaceUnlessItHasToStay() {
        repeat((random, seed) -> {
            Seq<SnapshotInfo> snapshots = randomHistory(random);
            long limit = random.nextInt(3_000);
            RetentionPlan plan = RetentionPolicy.keepAll()
                    .atMostBytes(limit)
                    .plan(snapshots, HashSet.empty(), NOW, 100, info -> 100 + info.sequence() % 7);
            long used = 100
                    + plan.kept().map(info -> 100 + info.sequence() % 7).sum().longValue();

            assertThat(used <= limit || plan.kept().size() <= 1)
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(plan.kept())
                    .as("seed %d", seed)
                    .isEqualTo(snapshots.takeRight(plan.kept().size()));
        });
    }

    @Test
    void anHourThatComesTwiceWhenSummerEndsIsTwoHours() {
        Seq<SnapshotInfo> twice = Vector.of(
                snapshot(0, Instant.parse("2026-10-25T00:30:00Z"), false, false),
                snapshot(1, Instant.parse("2026-10-25T01:30:00Z"), false, false));

        assertThat(RetentionPolicy.keepOnly(RetentionRule.hourly(2).in(ZoneId.of("Europe/Vienna")))
                        .plan(twice, HashSet.empty(), NOW)
                        .kept())
                .hasSize(2);
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(RetentionPolicy::keepOnly)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would remove every snapshot");
        assertThatThrownBy(() -> RetentionRule.daily(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetentionRule.within(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetentionPolicy.keepAll().atMostBytes(-1))
                .isInstanceOf(IllegalArgumentException.class);
        RetentionRule[] many = Vector.fill(33, () -> RetentionRule.last(1)).toJavaArray(RetentionRule[]::new);
        assertThatThrownBy(() -> RetentionPolicy.keepOnly(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 32 rules; found 33");
    }

    private static Set<Long> kept(RetentionPlan plan) {
        return HashSet.ofAll(plan.kept().map(SnapshotInfo::sequence));
    }

    private static Seq<SnapshotInfo> randomHistory(Random random) {
        Instant at = NOW;
        Vector<Instant> times = Vector.empty();
        for (int i = random.nextInt(60); i > 0; i--) {
            times = times.prepend(at);
            at = at.minus(Duration.ofMinutes(random.nextInt(random.nextBoolean() ? 90 : 40_000)));
        }
        return times.zipWithIndex((time, i) -> snapshot(i, time, random.nextInt(3) == 0, random.nextInt(3) == 0));
    }

    private static RetentionPolicy randomPolicy(Random random) {
        RetentionPolicy policy =
                RetentionPolicy.keepAutomatic(random.nextInt(5)).keepNamed(random.nextInt(5));
        return policy.andKeep(
                Vector.fill(random.nextInt(4), () -> randomRule(random)).toJavaArray(RetentionRule[]::new));
    }

    private static RetentionRule randomRule(Random random) {
        RetentionRule rule = randomPeriod(random, 1 + random.nextInt(6));
        rule = random.nextInt(3) == 0 ? rule.of(RELEASES) : rule;
        rule = random.nextInt(3) == 0 ? rule.in(ZoneOffset.ofHours(-11)) : rule;
        return random.nextInt(3) == 0 ? rule.notOlderThan(Duration.ofHours(random.nextInt(2_000))) : rule;
    }

    private static RetentionRule randomPeriod(Random random, int number) {
        return switch (random.nextInt(6)) {
            case 0 -> RetentionRule.last(number);
            case 1 -> RetentionRule.hourly(number);
            case 2 -> RetentionRule.daily(number);
            case 3 -> RetentionRule.weekly(number);
            case 4 -> RetentionRule.monthly(number);
            default -> RetentionRule.yearly(number);
        };
    }

    private interface Law {
        void check(Random random, long seed);
    }

    private static void repeat(Law law) {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + 200; seed++) {
            law.check(new Random(seed), seed);
        }
    }
}
