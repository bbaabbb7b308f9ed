package io.varve;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * Keeps some snapshots, whatever the limits of a {@link RetentionPolicy} say: of those that a filter selects and that are not
 * too old, the newest ones, or the newest one of each of the newest days, weeks and so on. Immutable: each method returns a
 * new rule.
 *
 * <pre>{@code
 * RetentionPolicy.keepOnly(
 *         RetentionRule.last(10),
 *         RetentionRule.daily(7),
 *         RetentionRule.monthly(12).in(ZoneId.of("Europe/Vienna")),
 *         RetentionRule.every().of(SnapshotFilter.all().tagged("release")),
 *         RetentionRule.last(3).of(SnapshotFilter.all().ofKind(SnapshotKind.SAFETY)).notOlderThan(Duration.ofDays(30)))
 * }</pre>
 *
 * <p>Periods without a snapshot don't count: {@code daily(7)} keeps one of each of the newest seven days that have one.
 *
 * @param of which snapshots it is about; the others neither count nor are kept by it
 * @param count how many it keeps, at least 1; empty for all
 * @param period of which period it keeps the newest one, and counts periods instead of snapshots; empty for every snapshot
 * @param age how long it keeps them; empty for ever
 * @param zone the time zone in which periods begin
 */
public record RetentionRule(
        SnapshotFilter of, Option<Integer> count, Option<RetentionPeriod> period, Option<Duration> age, ZoneId zone) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the count is less than 1, or the age negative
     */
    public RetentionRule {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(count, "count").forEach(number -> {
            if (number < 1) {
                throw new IllegalArgumentException(
                        "a rule keeps at least 1 snapshot, else leave it out; found " + number);
            }
        });
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(age, "age").forEach(time -> {
            if (time.isNegative()) {
                throw new IllegalArgumentException("the time to keep snapshots for is not negative; found " + time);
            }
        });
        Objects.requireNonNull(zone, "zone");
    }

    /**
     * Keeps every snapshot; to be narrowed by {@link #of(SnapshotFilter)}.
     *
     * @return the rule
     */
    public static RetentionRule every() {
        return new RetentionRule(SnapshotFilter.all(), Option.none(), Option.none(), Option.none(), ZoneOffset.UTC);
    }

    /**
     * Keeps the newest snapshots.
     *
     * @param count how many, at least 1
     * @return the rule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static RetentionRule last(int count) {
        return new RetentionRule(
                SnapshotFilter.all(), Option.some(count), Option.none(), Option.none(), ZoneOffset.UTC);
    }

    /**
     * Keeps the snapshots that are not older than a time.
     *
     * @param time how long they are kept, not negative
     * @return the rule
     * @throws IllegalArgumentException if it is negative
     */
    public static RetentionRule within(Duration time) {
        Objects.requireNonNull(time, "time");
        return every().notOlderThan(time);
    }

    /**
     * Keeps the newest snapshot of each of the newest hours that have one.
     *
     * @param hours how many hours, at least 1
     * @return the rule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static RetentionRule hourly(int hours) {
        return last(hours).per(RetentionPeriod.HOUR);
    }

    /**
     * Keeps the newest snapshot of each of the newest days that have one.
     *
     * @param days how many days, at least 1
     * @return the rule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static RetentionRule daily(int days) {
        return last(days).per(RetentionPeriod.DAY);
    }

    /**
     * Keeps the newest snapshot of each of the newest weeks that have one.
     *
     * @param weeks how many weeks, at least 1
     * @return the rule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static RetentionRule weekly(int weeks) {
        return last(weeks).per(RetentionPeriod.WEEK);
    }

    /**
     * Keeps the newest snapshot of each of the newest months that have one.
     *
     * @param months how many months, at least 1
     * @return the rule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static RetentionRule monthly(int months) {
        return last(months).per(RetentionPeriod.MONTH);
    }

    /**
     * Keeps the newest snapshot of each of the newest years that have one.
     *
     * @param years how many years, at least 1
     * @return the rule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static RetentionRule yearly(int years) {
        return last(years).per(RetentionPeriod.YEAR);
    }

    private RetentionRule per(RetentionPeriod span) {
        return new RetentionRule(of, count, Option.some(span), age, zone);
    }

    /**
     * The same rule, about some snapshots only.
     *
     * @param filter selects them; by tag, kind, name and so on
     * @return a new rule
     */
    public RetentionRule of(SnapshotFilter filter) {
        return new RetentionRule(Objects.requireNonNull(filter, "filter"), count, period, age, zone);
    }

    /**
     * The same rule, for what is not older than a time.
     *
     * @param time how long snapshots are kept, not negative
     * @return a new rule
     * @throws IllegalArgumentException if it is negative
     */
    public RetentionRule notOlderThan(Duration time) {
        return new RetentionRule(of, count, period, Option.some(Objects.requireNonNull(time, "time")), zone);
    }

    /**
     * The same rule, with periods that begin by the clocks of a time zone; UTC unless this says otherwise.
     *
     * @param newZone the zone
     * @return a new rule
     */
    public RetentionRule in(ZoneId newZone) {
        return new RetentionRule(of, count, period, age, Objects.requireNonNull(newZone, "newZone"));
    }

    /** What it keeps, by sequence number, and why. Cost: O(n). */
    Map<Long, String> kept(Seq<SnapshotInfo> newestFirst, Instant now) {
        Map<Long, String> kept = LinkedHashMap.empty();
        int rank = 0;
        String label = "";
        for (SnapshotInfo info : newestFirst) {
            if (!of.test(info) || age.exists(most -> isOlder(info, now, most))) {
                continue;
            }
            if (period.isDefined()) {
                String found = period.get().labelOf(info.createdAt(), zone);
                if (found.equals(label)) {
                    continue;
                }
                label = found;
            }
            rank++;
            if (rank > count.getOrElse(Integer.MAX_VALUE)) {
                break;
            }
            kept = kept.put(info.sequence(), reason(rank, label));
        }
        return kept;
    }

    private static boolean isOlder(SnapshotInfo info, Instant now, Duration most) {
        return Duration.between(info.createdAt(), now).compareTo(most) > 0;
    }

    private String reason(int rank, String label) {
        String which = period.isDefined() ? "the newest of " + label + ", " : "";
        return which + (count.isDefined() ? "number " + rank + " of " : "") + this;
    }

    /** As reports tell of it: {@code last 3 tagged release}. */
    @Override
    public String toString() {
        String what = period.map(span -> count.map(number -> "the last " + number + " " + span.plural())
                        .getOrElse(() -> "all " + span.plural()))
                .getOrElse(() -> count.map(number -> "the last " + number).getOrElse("all"));
        String which = of.equals(SnapshotFilter.all()) ? "" : " " + of;
        return what
                + which
                + age.map(most -> " not older than " + Ages.describe(most)).getOrElse("")
                + (period.isDefined() && !zone.equals(ZoneOffset.UTC) ? " in " + zone : "");
    }
}
