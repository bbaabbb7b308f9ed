package io.varve.internal.engine;

import io.varve.BackgroundFailureListener;
import io.varve.SnapshotInfo;
import io.varve.SnapshotPolicy;
import io.varve.SnapshotRequest;
import io.varve.TransitionContext;
import io.varve.VarveException;
import io.varve.diff.StateChange;
import io.varve.internal.diff.StateComparison;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the snapshots that the manager's policy asks for. What it counts is taken from the head and the history, so it needs no
 * memory of its own but for snapshots that were removed again. Thread-safe.
 */
final class AutomaticSnapshots<S> {

    private static final Logger LOG = LoggerFactory.getLogger(AutomaticSnapshots.class);

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final TenantId tenant;
    private final StateComparison comparison;
    private final SnapshotPolicy policy;
    private final BackgroundFailureListener listener;

    /** The newest snapshot that was taken here; it may be gone. */
    private volatile @Nullable SnapshotInfo newest;

    AutomaticSnapshots(
            TenantEngine<S> engine,
            TenantParts<S> parts,
            TenantId tenant,
            StateComparison comparison,
            SnapshotPolicy policy,
            BackgroundFailureListener listener) {
        this.engine = engine;
        this.parts = parts;
        this.tenant = tenant;
        this.comparison = comparison;
        this.policy = policy;
        this.listener = listener;
    }

    /** Changes the state, with the snapshots before and after it that are due. */
    S apply(Option<TransitionContext> context, boolean isRisky, UnaryOperator<S> step) {
        if (policy instanceof SnapshotPolicy.Never) {
            return parts.meter().transition(step, counted -> parts.timeline().apply(engine::stateOf, counted, context));
        }
        Watched watched = new Watched(step);
        S result = parts.meter()
                .transition(
                        watched,
                        counted -> isRisky && DueSnapshots.mayBeBefore(policy)
                                ? applyRisky(context, watched, counted)
                                : parts.timeline().apply(engine::stateOf, counted, context));
        if (watched.hasChanged()) {
            takeDue(watched, isRisky);
        }
        return result;
    }

    /** One change of the state and of the snapshot of what it replaces, if one is due. */
    private S applyRisky(Option<TransitionContext> context, Watched watched, UnaryOperator<S> step) {
        Tuple2<S, Option<SnapshotInfo>> done = engine.change(tip -> {
            S next = step.apply(engine.stateOf(tip.cell()));
            if (!watched.hasChanged()) {
                return Plan.nothing(Tuple.of(next, Option.none()));
            }
            StateCell<S> cell = parts.limit().next(tenant, tip.cell(), watched.before(), next);
            Head<S> head = parts.audit().next(tip, cell, parts.timeline().now(), context);
            Seq<Entry<S>> added = decide(watched, watched.version, true)
                    .before()
                    .filter(why -> parts.snapshots().of(tip).isEmpty())
                    .map(why -> parts.snapshots().next(request(why), tip))
                    .toList();
            HashSet<Long> held = HashSet.ofAll(added.map(entry -> entry.info().sequence()))
                    .addAll(parts.snapshots().of(tip).map(entry -> entry.info().sequence()));
            Seq<Entry<S>> gone = added.isEmpty() ? List.empty() : parts.pruner().alongWith(added, held);
            return Plan.of(
                    Change.ofStep(head, added, gone),
                    Tuple.of(next, added.headOption().map(Entry::info)));
        });
        done._2().forEach(this::taken);
        return done._1();
    }

    /** Takes a snapshot of the head, if one is due by what can be counted. */
    void takeDue() {
        takeDue(null, false);
    }

    /** Whether one is due by what can be counted. */
    boolean isDue() {
        return decide(null, parts.timeline().head().version(), false).after().isDefined();
    }

    long version() {
        return parts.timeline().head().version();
    }

    private void takeDue(@Nullable Watched watched, boolean isRisky) {
        try {
            long version = watched == null ? version() : watched.version;
            if (decide(watched, version, isRisky).after().isEmpty()) {
                return;
            }
            Option<SnapshotInfo> made = engine.change(tip -> plan(tip, watched, isRisky));
            made.forEach(this::taken);
        } catch (VarveException e) {
            LOG.debug("no automatic snapshot of tenant '{}'", tenant, e);
            if (!engine.isGone()) {
                tell(e);
            }
        } catch (RuntimeException e) {
            // Such as what a value's own equals throws, while it is looked for what differs.
            LOG.warn("no automatic snapshot of tenant '{}'", tenant, e);
        }
    }

    private void taken(SnapshotInfo info) {
        newest = info;
        parts.pruner().removeTheRest(HashSet.of(info.sequence()));
    }

    private Plan<S, Option<SnapshotInfo>> plan(Head<S> tip, @Nullable Watched watched, boolean isRisky) {
        // Somebody else may have taken one meanwhile.
        boolean isStale = watched != null && versionOfNewest() >= watched.version;
        if (isStale || parts.snapshots().of(tip).isDefined()) {
            return Plan.nothing(Option.none());
        }
        for (String why : decide(watched, tip.version(), isRisky).after()) {
            Entry<S> entry = parts.snapshots().next(request(why), tip);
            Seq<Entry<S>> gone = parts.pruner()
                    .alongWith(List.of(entry), HashSet.of(entry.info().sequence()));
            return Plan.of(Change.ofSnapshot(tip, entry, gone), Option.some(entry.info()));
        }
        return Plan.nothing(Option.none());
    }

    private DueSnapshots decide(@Nullable Watched watched, long version, boolean isRisky) {
        Iterable<StateChange> differences = watched == null ? Collections.emptyList() : () -> watched.differences();
        return DueSnapshots.of(policy, new Occasion(version - versionOfNewest(), sinceNewest(), isRisky, differences));
    }

    private long versionOfNewest() {
        return newest().map(SnapshotInfo::stateVersion).getOrElse(0L);
    }

    private Option<Duration> sinceNewest() {
        return newest().map(info ->
                Duration.between(info.createdAt(), parts.timeline().now()));
    }

    private Option<SnapshotInfo> newest() {
        Option<SnapshotInfo> there =
                parts.snapshots().history().entries().lastOption().map(Entry::info);
        SnapshotInfo known = newest;
        return known == null || there.exists(info -> info.sequence() >= known.sequence()) ? there : Option.of(known);
    }

    private static SnapshotRequest request(String why) {
        String text = "by the manager's policy: " + why;
        return SnapshotRequest.automatic()
                .describedAs(text.substring(0, Math.min(text.length(), SnapshotRequest.MAX_TEXT_LENGTH)));
    }

    private void tell(VarveException failure) {
        try {
            listener.onFailure(tenant.value(), failure);
        } catch (RuntimeException e) {
            LOG.warn("the listener for failures in the background failed", e);
        }
    }

    /** Sees what a step makes of which state; run again, the last time counts. */
    private final class Watched implements UnaryOperator<S> {

        private final UnaryOperator<S> step;
        private @Nullable S before;
        private @Nullable S after;
        private long version;

        Watched(UnaryOperator<S> step) {
            this.step = step;
        }

        @Override
        public S apply(S state) {
            before = null;
            after = null;
            S next = step.apply(state);
            version = parts.timeline().tip().version() + 1;
            before = state;
            after = next;
            return next;
        }

        @SuppressWarnings("ReferenceEquality") // the very state means that nothing changes
        boolean hasChanged() {
            return before != after;
        }

        S before() {
            if (before == null) {
                throw new AssertionError("the step was run");
            }
            return before;
        }

        java.util.Iterator<StateChange> differences() {
            S changed = after;
            return changed == null
                    ? Collections.emptyIterator()
                    : comparison.between(before(), changed).iterator();
        }
    }
}
