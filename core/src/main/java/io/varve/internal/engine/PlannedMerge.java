package io.varve.internal.engine;

import io.varve.ConflictException;
import io.varve.MergePlan;
import io.varve.MergeResult;
import io.varve.RollbackOption;
import io.varve.TransitionContext;
import io.varve.diff.MergeConflict;
import io.varve.diff.MergeResolution;
import io.varve.diff.MergeRules;
import io.varve.diff.StateDiff;
import io.varve.diff.StateMerge;
import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Function;

/**
 * A merge as it was planned on two heads.
 *
 * @param merges made it, and does it
 * @param source what is merged
 * @param head what it is merged into
 * @param into the name of that timeline
 * @param rules by which it was planned
 * @param found the last state that both come from
 * @param merge what it does
 */
record PlannedMerge<S>(
        Merges<S> merges,
        Merges.Source<S> source,
        Head<S> head,
        String into,
        MergeRules rules,
        Merges.Base<S> found,
        StateMerge<S> merge)
        implements MergePlan<S> {

    private static final int MOST_IN_MESSAGE = 20;

    @Override
    public String from() {
        return source.name();
    }

    @Override
    public long fromVersion() {
        return source.head().version();
    }

    @Override
    public long intoVersion() {
        return head.version();
    }

    @Override
    public S base() {
        return found.state();
    }

    @Override
    public Seq<MergeConflict> conflicts() {
        return merge.conflicts();
    }

    @Override
    public StateDiff<S> diff() {
        S before = merges.stateOf(head);
        S after = merge.patch().apply(before).getOrElseThrow(ConflictException::ofPatch);
        return merges.comparison().between(before, after);
    }

    @Override
    public MergePlan<S> resolve(Function<? super MergeConflict, Option<MergeResolution>> resolver) {
        return with(merge.resolve(resolver));
    }

    @Override
    public MergePlan<S> resolve(StatePath path, MergeResolution resolution) {
        return with(merge.resolve(path, resolution));
    }

    private PlannedMerge<S> with(StateMerge<S> resolved) {
        return new PlannedMerge<>(merges, source, head, into, rules, found, resolved);
    }

    @Override
    public MergePlan<S> renewed() {
        return merges.plan(source.engine().label().name(), rules);
    }

    @Override
    public MergeResult<S> execute(RollbackOption... options) {
        return execute(TransitionContext.anonymous(), options);
    }

    @Override
    public MergeResult<S> execute(TransitionContext context, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        return merges.execute(this, context, Rollbacks.wantsSafety(options));
    }

    /** Fails if it can't be done on the heads as they are. */
    void requirePossible(Head<S> into, Head<S> from) {
        if (!merge.isResolved()) {
            Seq<MergeConflict> left = merge.conflicts();
            int more = left.size() - MOST_IN_MESSAGE;
            throw new ConflictException("the " + this + ", has conflicts that are not resolved: "
                    + left.take(MOST_IN_MESSAGE).mkString("; ")
                    + (more > 0 ? "; and " + more + " more, see conflicts()" : "")
                    + ". Nothing was changed; resolve them with resolve(…), or give rules for these places");
        }
        if (into.version() != intoVersion() || from.version() != fromVersion()) {
            throw new ConflictException("the " + this + ", can't be done, since the heads are at versions "
                    + from.version() + " and " + into.version() + " by now. Nothing was changed; look at renewed(), or"
                    + " merge without a plan");
        }
    }

    /** Names the timelines; what it does is in the diff. */
    @Override
    public String toString() {
        return "merge of timeline '" + from() + "' into '" + into + "', planned on versions " + fromVersion() + " and "
                + intoVersion();
    }
}
