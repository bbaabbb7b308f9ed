package io.varve.internal.engine;

import io.varve.RetentionPolicy;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/**
 * What a policy removes of a history, without space. The same as the policy's own plan, but found without looking at every
 * snapshot where that can be: it is asked with each snapshot that is taken.
 *
 * @param added what is about to follow the history
 * @param inUse the sequence numbers of what must not go now
 */
record Overdue<S>(RetentionPolicy policy, History<S> history, Seq<Entry<S>> added, Set<Long> inUse, Instant now) {

    /**
     * Finds the oldest.
     *
     * @param most how many at most
     */
    Seq<Entry<S>> oldest(int most) {
        int named = over(policy.named(), countNamed());
        int automatic = over(policy.automatic(), countAll() - countNamed());
        if (named <= 0 && automatic <= 0 && isYoungEnough()) {
            return List.empty(); // Rules keep more, never less.
        }
        return policy.rules().isEmpty() && isAgeless() ? byNumber(named, automatic, most) : byPlan(most);
    }

    /** How many snapshots there are over the number of a kind. */
    private static int over(RetentionPolicy.Limits limits, int found) {
        return limits.count().map(limit -> found - limit).getOrElse(0);
    }

    private int countAll() {
        return history.entries().size() + added.size();
    }

    private Entry<S> at(int index) {
        int before = history.entries().size();
        return index < before ? history.entries().get(index) : added.get(index - before);
    }

    private int countNamed() {
        return history.byName().size() + added.count(entry -> isNamed(entry.info()));
    }

    private boolean isAgeless() {
        return policy.automatic().age().isEmpty() && policy.named().age().isEmpty();
    }

    /** Whether even the oldest of all would be kept as either kind. */
    private boolean isYoungEnough() {
        return history.entries().headOption().orElse(added.headOption()).forAll(oldest -> {
            Duration age = Duration.between(oldest.info().createdAt(), now);
            return policy.automatic().age().forAll(limit -> age.compareTo(limit) <= 0)
                    && policy.named().age().forAll(limit -> age.compareTo(limit) <= 0);
        });
    }

    private Seq<Entry<S>> byNumber(int namedOver, int automaticOver, int most) {
        int named = namedOver;
        int automatic = automaticOver;
        java.util.List<Entry<S>> gone = new ArrayList<>();
        int all = countAll();
        for (int i = 0; gone.size() < most && (named > 0 || automatic > 0) && i < all; i++) {
            Entry<S> entry = at(i);
            SnapshotInfo info = entry.info();
            boolean isOver = isNamed(info) ? named-- > 0 : automatic-- > 0;
            if (isOver && !inUse.contains(info.sequence()) && !info.isHeldAt(now)) {
                gone.add(entry);
            }
        }
        return List.ofAll(gone);
    }

    private Seq<Entry<S>> byPlan(int most) {
        Vector<Entry<S>> all = history.entries().appendAll(added);
        return all.zip(policy.plan(all.map(Entry::info), inUse, now).decisions())
                .filter(pair -> !pair._2().keep())
                .map(pair -> pair._1())
                .take(most);
    }

    private static boolean isNamed(SnapshotInfo info) {
        return info.kind() == SnapshotKind.NAMED;
    }
}
