package io.varve;

import io.varve.RetentionPlan.Decision;
import io.varve.RetentionPolicy.Limits;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;

/** How a {@link RetentionPolicy} decides at one time. For one use. */
final class RetentionDecisions {

    private final RetentionPolicy policy;
    private final Set<Long> inUse;
    private final Instant now;

    /** What one kind's limits say of a snapshot. */
    private record Verdict(boolean isOver, String reason) {}

    RetentionDecisions(RetentionPolicy policy, Set<Long> inUse, Instant now) {
        this.policy = policy;
        this.inUse = inUse;
        this.now = now;
    }

    /** Decides by everything but space. */
    RetentionPlan on(Seq<SnapshotInfo> snapshots) {
        Seq<SnapshotInfo> newestFirst = snapshots.reverse();
        Seq<Map<Long, String>> byRule = policy.rules().map(rule -> rule.kept(newestFirst, now));
        int automaticSeen = 0;
        int namedSeen = 0;
        Vector<Decision> decisions = Vector.empty();
        for (SnapshotInfo info : newestFirst) {
            int rank = isNamed(info) ? ++namedSeen : ++automaticSeen;
            Option<String> kept =
                    byRule.flatMap(rule -> rule.get(info.sequence())).headOption();
            decisions = decisions.append(decide(info, byLimits(info, rank), kept));
        }
        return new RetentionPlan(decisions.reverse());
    }

    private Decision decide(SnapshotInfo info, Verdict limits, Option<String> rule) {
        if (!limits.isOver()) {
            return new Decision(info, true, limits.reason());
        }
        if (rule.isDefined()) {
            return new Decision(info, true, rule.get());
        }
        String why = policy.rules().isEmpty() ? limits.reason() : withoutRule(info, limits);
        return needed(info)
                .map(reason -> new Decision(info, true, reason + ", else " + why))
                .getOrElse(() -> new Decision(info, false, why));
    }

    private String withoutRule(SnapshotInfo info, Verdict limits) {
        boolean isOnlyByRule = limitsOf(info).count().contains(0);
        return isOnlyByRule ? "kept by no rule" : limits.reason() + "; and kept by no rule";
    }

    private Limits limitsOf(SnapshotInfo info) {
        return isNamed(info) ? policy.named() : policy.automatic();
    }

    /** Why a snapshot stays whatever the policy says, if it does. */
    private Option<String> needed(SnapshotInfo info) {
        if (inUse.contains(info.sequence())) {
            return Option.some("in use by what is under way");
        }
        return Option.when(
                info.isHeldAt(now), () -> "held as " + info.holdsAt(now).mkString("; as "));
    }

    private Verdict byLimits(SnapshotInfo info, int rank) {
        Limits limits = limitsOf(info);
        String kind = isNamed(info) ? "named" : "automatic";
        if (limits.isNone()) {
            return new Verdict(false, "all " + kind + " snapshots are kept");
        }
        boolean isOver = false;
        String reason = "";
        if (limits.count().isDefined()) {
            int count = limits.count().get();
            isOver = rank > count;
            reason = "number " + rank + " of the " + kind + " ones, of which " + count + " are kept";
        }
        if (limits.age().isDefined() && !isOver) {
            Duration age = Duration.between(info.createdAt(), now);
            isOver = age.compareTo(limits.age().get()) > 0;
            reason += (reason.isEmpty() ? "" : "; ") + Ages.describe(age) + " old, and " + kind + " ones are kept for "
                    + Ages.describe(limits.age().get());
        }
        return new Verdict(isOver, reason);
    }

    /** Decides once more on what a plan keeps, by space. */
    RetentionPlan within(long limit, long headBytes, RetentionPlan plan, SnapshotSizes sizes) {
        Seq<SnapshotInfo> kept = plan.kept();
        java.util.Map<Long, Decision> decided = new HashMap<>();
        long used = headBytes;
        for (SnapshotInfo info : kept.filter(one -> needed(one).isDefined())) {
            long needs = sizes.bytesBeyondTheOthers(info);
            used += needs;
            decided.put(info.sequence(), new Decision(info, true, needed(info).get() + ", with " + needs + " bytes"));
        }
        boolean fits = true;
        for (SnapshotInfo info : kept.filter(one -> needed(one).isEmpty()).reverse()) {
            boolean isNewest = info.equals(kept.last());
            if (!fits && !isNewest) {
                decided.put(
                        info.sequence(), new Decision(info, false, "older than what fits into " + limit + " bytes"));
                continue;
            }
            long needs = sizes.bytesBeyondTheOthers(info);
            fits = fits && used + needs <= limit;
            used += fits || isNewest ? needs : 0;
            decided.put(
                    info.sequence(), new Decision(info, fits || isNewest, reason(limit, used, needs, fits, isNewest)));
        }
        return new RetentionPlan(plan.decisions()
                .map(decision ->
                        decision.keep() ? decided.get(decision.snapshot().sequence()) : decision));
    }

    private static String reason(long limit, long used, long needs, boolean fits, boolean isNewest) {
        if (fits) {
            return "with " + needs + " bytes of its own there are " + used + " of at most " + limit;
        }
        return isNewest
                ? "the newest of all, although there are " + used + " bytes of at most " + limit
                : "with " + needs + " bytes of its own there would be " + (used + needs) + " of at most " + limit;
    }

    private static boolean isNamed(SnapshotInfo info) {
        return info.kind() == SnapshotKind.NAMED;
    }
}
