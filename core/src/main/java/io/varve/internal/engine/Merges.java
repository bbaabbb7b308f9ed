package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.CorruptDataException;
import io.varve.MergeResult;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotRequest;
import io.varve.TimelineInfo;
import io.varve.TransitionContext;
import io.varve.diff.MergeConflict;
import io.varve.diff.MergeRules;
import io.varve.diff.StateMerge;
import io.varve.internal.diff.StateComparison;
import io.varve.internal.page.HeldPages;
import io.varve.spi.TenantId;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;

/** Merges other timelines into one. Thread-safe. */
final class Merges<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;
    private final TenantId id;
    private final StateComparison comparison;
    private final HeldPages held;

    Merges(TenantEngine<S> engine, TenantParts<S> tenant, TenantId id, StateComparison comparison, HeldPages held) {
        this.engine = engine;
        this.tenant = tenant;
        this.id = id;
        this.comparison = comparison;
        this.held = held;
    }

    /** A head of another timeline that is to be merged, which is stored. */
    record Source<S>(TenantEngine<S> engine, String name, Head<S> head) {

        long number() {
            return engine.label().refs().number();
        }
    }

    /**
     * The last state that two heads come from.
     *
     * @param state the state
     * @param isAllOfIt whether it is that of the head which is to be merged, so that there is nothing to merge
     */
    record Base<S>(S state, boolean isAllOfIt) {}

    /** Finds what is to be merged, and makes it durable: what a merge has come from has to outlast a crash, or they would part. */
    Source<S> source(String from) {
        engine.requireOpen();
        RunningTransition.refuse("merge into " + engine.label());
        TenantEngine<S> other = engine.allTimelines().require(from);
        if (other == engine) {
            throw new IllegalArgumentException(engine.label()
                    + " can't be merged into itself; merge another into it, such as one of: "
                    + engine.allTimelines().infos().map(TimelineInfo::name).mkString(", "));
        }
        other.takeOverNews();
        return new Source<>(other, from, other.makeDurable());
    }

    PlannedMerge<S> plan(String from, MergeRules rules) {
        Source<S> source = source(from);
        engine.takeOverNews();
        Head<S> into = tenant.timeline().head();
        Base<S> base = base(into, source);
        return new PlannedMerge<>(
                this, source, into, engine.label().name(), rules, base, merge(base, into, source, rules));
    }

    private StateMerge<S> merge(Base<S> base, Head<S> into, Source<S> source, MergeRules rules) {
        return comparison.merge(
                base.state(),
                engine.stateOf(into.cell()),
                engine.stateOf(source.head().cell()),
                rules,
                source.head().changedAt().isAfter(into.changedAt()));
    }

    StateComparison comparison() {
        return comparison;
    }

    S stateOf(Head<S> head) {
        return engine.stateOf(head.cell());
    }

    /** The last state that two heads come from. */
    private Base<S> base(Head<S> into, Source<S> source) {
        Head<S> from = source.head();
        MergeBase base = MergeBase.of(number(), into.ancestry(), source.number(), from.ancestry())
                .getOrElseThrow(() -> new CorruptDataException(engine.label() + " and timeline '" + source.name()
                        + "' have no state in common, and all timelines come from the main one"));
        boolean isAllOfIt = base.point().generation() == from.generation();
        S state = base.is(number(), into) ? stateOf(into) : isAllOfIt ? stateOf(from) : engine.read(base.point());
        return new Base<>(state, isAllOfIt);
    }

    private long number() {
        return engine.label().refs().number();
    }

    Either<Seq<MergeConflict>, MergeResult<S>> merge(
            String from, MergeRules rules, TransitionContext context, boolean wantsSafety) {
        Source<S> source = source(from);
        return finished(engine.change(tip -> {
            Base<S> base = base(tip, source);
            StateMerge<S> merge = merge(base, tip, source, rules);
            return merge.isResolved()
                    ? planned(tip, source, base, merge, context, wantsSafety)
                    : Plan.nothing(Either.left(merge.conflicts()));
        }));
    }

    MergeResult<S> execute(PlannedMerge<S> plan, TransitionContext context, boolean wantsSafety) {
        engine.requireOpen();
        Source<S> source = plan.source();
        source.engine().requireOpen();
        source.engine().takeOverNews();
        return finished(engine.change(tip -> {
                    plan.requirePossible(tip, source.engine().parts().timeline().head());
                    return planned(tip, source, plan.found(), plan.merge(), context, wantsSafety);
                }))
                .get();
    }

    private Either<Seq<MergeConflict>, MergeResult<S>> finished(Either<Seq<MergeConflict>, MergeResult<S>> result) {
        result.forEach(done ->
                tenant.pruner().removeTheRest(HashSet.ofAll(done.safety().map(SnapshotInfo::sequence))));
        return result;
    }

    private Plan<S, Either<Seq<MergeConflict>, MergeResult<S>>> planned(
            Head<S> tip,
            Source<S> source,
            Base<S> base,
            StateMerge<S> merge,
            TransitionContext context,
            boolean wantsSafety) {
        S before = engine.stateOf(tip.cell());
        if (base.isAllOfIt()) {
            return Plan.nothing(
                    Either.right(new MergeResult<>(source.name(), source.head().version(), Option.none(), before)));
        }
        S after = tenant.steps().run("the merge", merge.patch().asTransition(), before);
        StateCell<S> cell = after == before ? tip.cell() : tenant.limit().next(id, tip.cell(), before, after);
        Option<Entry<S>> already = tenant.snapshots().of(tip);
        Option<Entry<S>> safety = Option.when(
                wantsSafety && already.isEmpty(),
                () -> tenant.snapshots()
                        .next(
                                SnapshotRequest.automatic()
                                        .describedAs("the head before timeline '" + source.name() + "' was merged"),
                                SnapshotKind.SAFETY,
                                tip,
                                List.empty()));
        Option<SnapshotInfo> kept = already.orElse(safety).map(Entry::info);
        Head<S> head = tenant.audit()
                .next(tip, cell, tenant.timeline().now(), AuditKind.MERGE, told(context, source), Option.none())
                .withRollback(new LastRollback(kept.map(SnapshotInfo::sequence)));
        Head<S> merged = head.withAncestry(ancestry(tip, head.version(), source, kept));
        Seq<Entry<S>> added = safety.toList();
        Seq<Entry<S>> gone = tenant.pruner().alongWith(added, HashSet.ofAll(kept.map(SnapshotInfo::sequence)));
        return Plan.of(
                Change.ofStep(merged, added, gone),
                Either.right(new MergeResult<>(
                        source.name(), source.head().version(), safety.map(Entry::info), engine.stateOf(cell))));
    }

    private static <S> TransitionContext told(TransitionContext context, Source<S> source) {
        String what = "merge of timeline '" + source.name() + "' at version "
                + source.head().version();
        return context.reason().isDefined() ? context : context.because(what);
    }

    private Ancestry ancestry(Head<S> tip, long version, Source<S> source, Option<SnapshotInfo> kept) {
        Head<S> other = source.head();
        Seq<String> ours = kept.map(info -> (Seq<String>) List.of(info.id()))
                .getOrElse(() -> tenant.snapshots().parentsOf(tip.version(), tip.ancestry(), List.empty()));
        Seq<String> theirs =
                source.engine().parts().snapshots().parentsOf(other.version(), other.ancestry(), List.empty());
        long generation = Math.max(tip.generation(), other.generation()) + 1;
        MergedPoint point = new MergedPoint(
                other.version(),
                other.generation(),
                other.cell().link(),
                other.cell().weight());
        Ancestry all = tip.ancestry()
                .merging(other.ancestry())
                .with(source.number(), point)
                .without(number())
                .withLineage(new Lineage(version, ours.appendAll(theirs).distinct()))
                .ahead(generation - version);
        return engine.allTimelines().withoutForgotten(number(), all).heldBy(held);
    }
}
