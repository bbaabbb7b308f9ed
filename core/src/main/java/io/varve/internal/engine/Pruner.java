package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.RetentionPlan;
import io.varve.RetentionPolicy;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRequest;
import io.varve.SnapshotSizes;
import io.varve.TransitionContext;
import io.varve.VarveException;
import io.varve.spi.TenantId;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
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
    private final AuditLog audit;
    private final Space space;
    private final BooleanSupplier isFailing;

    /** Changes the tenant. */
    @FunctionalInterface
    interface Changer<S> {
        <R> R change(Plan.Planner<S, R> planner);
    }

    /** Measures what is stored. */
    @FunctionalInterface
    interface Space {

        /**
         * Lets something be decided while no page is deleted.
         *
         * @param decision gets the bytes that the head needs, and a way to ask for those of snapshots
         * @param pace called before each call of the store
         */
        RetentionPlan measured(BiFunction<Long, SnapshotSizes, RetentionPlan> decision, IntConsumer pace);
    }

    /**
     * Makes a pruner.
     *
     * @param policy the manager's policy
     * @param changer changes the tenant
     * @param audit tells of what is pruned
     * @param space measures what is stored, for limits of space
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
            AuditLog audit,
            Space space,
            BooleanSupplier isFailing) {
        this.tenant = tenant;
        this.policy = policy;
        this.snapshots = snapshots;
        this.clock = clock;
        this.changer = changer;
        this.holds = holds;
        this.audit = audit;
        this.space = space;
        this.isFailing = isFailing;
    }

    RetentionPolicy policy() {
        return policy;
    }

    RetentionPlan plan(RetentionPolicy given, IntConsumer pace) {
        return given.bytes().isEmpty()
                ? planNow(given)
                : space.measured(
                        (head, sizes) -> given.plan(
                                snapshots.history().infos(), holds.sequences(), clock.instant(), head, sizes),
                        pace);
    }

    private RetentionPlan planNow(RetentionPolicy given) {
        return given.plan(snapshots.history().infos(), holds.sequences(), clock.instant());
    }

    /**
     * As many as a change may remove of what the policy no longer keeps once it has added something.
     *
     * @param added what the change adds
     * @param held the sequence numbers of what must not go with it
     */
    Seq<Entry<S>> alongWith(Seq<Entry<S>> added, Set<Long> held) {
        return policy.isUnlimited() ? List.empty() : removable(added, held);
    }

    /** Removes what one change had no room for. What can't be removed now goes with the next snapshot. */
    void removeTheRest(Set<Long> held) {
        try {
            while (!policy.isUnlimited()
                    && !isFailing.getAsBoolean()
                    && removable(List.empty(), held).nonEmpty()) {
                changer.change(tip -> {
                    Seq<Entry<S>> gone = removable(List.empty(), held);
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
     * @param context who prunes, and why
     * @param pace told of how much is about to be read or removed; ends it by throwing
     * @return what was decided, at one time
     */
    RetentionPlan prune(RetentionPolicy given, TransitionContext context, IntConsumer pace) {
        RetentionPlan plan;
        Seq<SnapshotInfo> left;
        if (given.bytes().isEmpty()) {
            pace.accept(1);
            plan = changer.change(tip -> {
                RetentionPlan decided = planNow(given);
                Seq<SnapshotInfo> some = decided.removed().take(Change.MAX_REMOVED);
                return new Plan<>(removal(some, noted(tip, given, decided, context)), decided);
            });
            left = plan.removed().drop(Change.MAX_REMOVED);
        } else {
            plan = plan(given, pace);
            Seq<SnapshotInfo> some = plan.removed().take(Change.MAX_REMOVED);
            changer.change(tip -> new Plan<>(removal(some, noted(tip, given, plan, context)), plan));
            left = plan.removed().drop(Change.MAX_REMOVED);
        }
        for (Seq<SnapshotInfo> more : left.grouped(Change.MAX_REMOVED)) {
            pace.accept(more.size());
            changer.change(tip -> new Plan<>(removal(more, Option.none()), plan));
        }
        return plan;
    }

    /** The head with an entry about what is going to be removed, if a trail is kept. */
    @SuppressWarnings("ReferenceEquality") // the very head if no trail is kept
    private Option<Head<S>> noted(Head<S> tip, RetentionPolicy given, RetentionPlan plan, TransitionContext context) {
        TransitionContext what = new TransitionContext(
                context.who(),
                context.reason()
                        .orElse(Option.some("removed " + plan.removed().size() + " of "
                                        + plan.decisions().size() + " snapshots by the policy " + given)
                                .map(text ->
                                        text.substring(0, Math.min(text.length(), SnapshotRequest.MAX_TEXT_LENGTH)))),
                context.metadata());
        return Option.some(audit.noted(tip, clock.instant(), AuditKind.PRUNE, what, Option.none()))
                .filter(noted -> noted != tip);
    }

    /** Removes what is still there of some snapshots, and is not held by now. */
    private Option<Change<S>> removal(Seq<SnapshotInfo> infos, Option<Head<S>> noted) {
        Set<Long> held = holds.sequences();
        Instant now = clock.instant();
        Seq<Entry<S>> gone = infos.reject(info -> held.contains(info.sequence()))
                .flatMap(info -> snapshots.history().bySequence(info.sequence()))
                .reject(entry -> entry.info().isHeldAt(now));
        return Option.when(
                !gone.isEmpty(),
                () -> noted.map(head -> Change.ofRemoval(head, gone)).getOrElse(() -> Change.ofRemoval(gone)));
    }

    private Seq<Entry<S>> removable(Seq<Entry<S>> added, Set<Long> held) {
        return new Overdue<>(policy, snapshots.history(), added, held.union(holds.sequences()), clock.instant())
                .oldest(Change.MAX_REMOVED);
    }
}
