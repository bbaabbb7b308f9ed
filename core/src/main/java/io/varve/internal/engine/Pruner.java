package io.varve.internal.engine;

import io.varve.RetentionPlan;
import io.varve.RetentionPolicy;
import io.varve.SnapshotInfo;
import io.varve.VarveException;
import io.varve.spi.TenantId;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a tenant's retention policy no longer keeps: as much as fits along with whatever adds a snapshot, the rest
 * in changes of its own.
 */
final class Pruner<S> {

    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

    private final TenantId tenant;
    private final RetentionPolicy policy;
    private final Snapshots<S> snapshots;
    private final InstantSource clock;
    private final Changer<S> changer;
    private final Holds holds;
    private final BooleanSupplier isFailing;

    /** Changes the tenant. */
    @FunctionalInterface
    interface Changer<S> {
        <R> R change(Plan.Planner<S, R> planner);
    }

    /**
     * Makes a pruner.
     *
     * @param policy the manager's policy
     * @param changer changes the tenant
     * @param isFailing whether there is a failure that the next change of the tenant will be told of: then nothing is removed
     *     by the way, since nobody would look at it
     * @param holds what must not go, whoever prunes
     */
    Pruner(
            TenantId tenant,
            RetentionPolicy policy,
            Snapshots<S> snapshots,
            InstantSource clock,
            Changer<S> changer,
            Holds holds,
            BooleanSupplier isFailing) {
        this.tenant = tenant;
        this.policy = policy;
        this.snapshots = snapshots;
        this.clock = clock;
        this.changer = changer;
        this.holds = holds;
        this.isFailing = isFailing;
    }

    RetentionPolicy policy() {
        return policy;
    }

    RetentionPlan plan(RetentionPolicy given) {
        return given.plan(snapshots.history().infos(), holds.sequences(), clock.instant());
    }

    /**
     * As many as a change may remove of what the policy no longer keeps once it has added something.
     *
     * @param added what the change adds
     * @param held the sequence numbers of what must not go with it
     */
    Seq<Entry<S>> alongWith(Seq<Entry<S>> added, Set<Long> held) {
        return policy.isUnlimited() ? List.empty() : removable(policy, history().appendAll(added), held);
    }

    /** Removes what one change had no room for. What can't be removed now goes with the next snapshot. */
    void removeTheRest(Set<Long> held) {
        try {
            while (!policy.isUnlimited()
                    && !isFailing.getAsBoolean()
                    && removable(policy, history(), held).nonEmpty()) {
                changer.change(tip -> {
                    Seq<Entry<S>> gone = removable(policy, history(), held);
                    return gone.isEmpty() ? Plan.nothing(gone) : Plan.of(Change.ofRemoval(gone), gone);
                });
            }
        } catch (VarveException e) {
            LOG.warn("tenant '{}' keeps more snapshots than its limits say, until the next one is taken", tenant, e);
        }
    }

    /**
     * Removes all that a policy does not keep, and no snapshot that is taken meanwhile.
     *
     * @return what was decided, at one time
     */
    RetentionPlan prune(RetentionPolicy given) {
        RetentionPlan plan = changer.change(tip -> {
            RetentionPlan decided = plan(given);
            return new Plan<>(removal(decided.removed().take(Change.MAX_REMOVED)), decided);
        });
        for (Seq<SnapshotInfo> more : plan.removed().drop(Change.MAX_REMOVED).grouped(Change.MAX_REMOVED)) {
            changer.change(tip -> new Plan<>(removal(more), plan));
        }
        return plan;
    }

    /** Removes what is still there of some snapshots. */
    private Option<Change<S>> removal(Seq<SnapshotInfo> infos) {
        Set<Long> held = holds.sequences();
        Instant now = clock.instant();
        Seq<Entry<S>> gone = infos.reject(info -> held.contains(info.sequence()))
                .flatMap(info -> snapshots.history().bySequence(info.sequence()))
                .reject(entry -> entry.info().isHeldAt(now)); // Perhaps only since it was decided.
        return Option.when(!gone.isEmpty(), () -> Change.ofRemoval(gone));
    }

    private Seq<Entry<S>> history() {
        return snapshots.history().entries();
    }

    private Seq<Entry<S>> removable(RetentionPolicy given, Seq<Entry<S>> all, Set<Long> held) {
        return all.zip(given.plan(all.map(Entry::info), held.union(holds.sequences()), clock.instant())
                        .decisions())
                .filter(pair -> !pair._2().keep())
                .map(pair -> pair._1())
                .take(Change.MAX_REMOVED);
    }
}
