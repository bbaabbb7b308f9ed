package io.varve.internal.engine;

import io.varve.ApplyResult;
import io.varve.AuditEntry;
import io.varve.Footprint;
import io.varve.GarbageReport;
import io.varve.HoldRequest;
import io.varve.MergePlan;
import io.varve.MergeResult;
import io.varve.Operation;
import io.varve.RetentionPlan;
import io.varve.RetentionPolicy;
import io.varve.RevertResult;
import io.varve.RollbackOption;
import io.varve.RollbackPlan;
import io.varve.RollbackResult;
import io.varve.Snapshot;
import io.varve.SnapshotCost;
import io.varve.SnapshotFilter;
import io.varve.SnapshotGraph;
import io.varve.SnapshotInfo;
import io.varve.SnapshotPage;
import io.varve.SnapshotQuery;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateRef;
import io.varve.Tenant;
import io.varve.TimelineInfo;
import io.varve.Transaction;
import io.varve.Transition;
import io.varve.TransitionContext;
import io.varve.UndoResult;
import io.varve.ValueHistory;
import io.varve.bundle.BundleExport;
import io.varve.diff.MergeConflict;
import io.varve.diff.MergeRules;
import io.varve.diff.PatchConflict;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantListener;
import io.varve.internal.diff.StateComparison;
import io.varve.metrics.TenantMetrics;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Objects;

/** A timeline of a tenant as callers have it: refuses what is null, or closed, and hands on to what does it. */
final class TenantHandle<S> implements Tenant<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final Operations<S> operations;

    /** What is done for callers, by what does it. */
    record Operations<S>(
            Timelines<S> timelines,
            AutomaticSnapshots<S> automatic,
            SnapshotTaker<S> taker,
            SnapshotHolds<S> holds,
            Deletions<S> deletions,
            Rollbacks<S> rollbacks,
            Undos<S> undos,
            RollbackPlanner<S> planner,
            Reverts<S> reverts,
            Merges<S> merges,
            StateComparison comparison,
            ValueHistories<S> valueHistories) {}

    TenantHandle(TenantEngine<S> engine, TenantParts<S> parts, Operations<S> operations) {
        this.engine = engine;
        this.parts = parts;
        this.operations = operations;
    }

    @Override
    public String id() {
        return parts.label().tenant().value();
    }

    @Override
    public String timelineName() {
        return parts.label().name();
    }

    @Override
    public Tenant<S> branch(String name, StateRef from) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        return operations.timelines().branch(engine, name, from).handle();
    }

    @Override
    public Option<Tenant<S>> findTimeline(String name) {
        Objects.requireNonNull(name, "name");
        engine.requireOpen();
        return operations.timelines().find(name).map(TenantEngine::handle);
    }

    @Override
    public Tenant<S> timeline(String name) {
        Objects.requireNonNull(name, "name");
        engine.requireOpen();
        return operations.timelines().require(name).handle();
    }

    @Override
    public Seq<TimelineInfo> timelines() {
        engine.requireOpen();
        return operations.timelines().infos();
    }

    @Override
    public SnapshotGraph snapshotGraph() {
        engine.requireOpen();
        return operations.timelines().graph();
    }

    @Override
    public TimelineInfo renameTimeline(String name, String next) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(next, "next");
        engine.requireOpen();
        return operations.timelines().rename(name, next);
    }

    @Override
    public TimelineInfo deleteTimeline(String name) {
        Objects.requireNonNull(name, "name");
        engine.requireOpen();
        return operations.timelines().delete(name);
    }

    @Override
    public MergePlan<S> planMerge(String from, MergeRules rules) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(rules, "rules");
        engine.requireOpen();
        return operations.merges().plan(from, rules);
    }

    @Override
    public Either<Seq<MergeConflict>, MergeResult<S>> merge(String from, MergeRules rules, RollbackOption... options) {
        return merge(TransitionContext.anonymous(), from, rules, options);
    }

    @Override
    public Either<Seq<MergeConflict>, MergeResult<S>> merge(
            TransitionContext context, String from, MergeRules rules, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(rules, "rules");
        return operations.merges().merge(from, rules, context, Rollbacks.wantsSafety(options));
    }

    @Override
    public S state() {
        return engine.headState();
    }

    @Override
    public S refresh() {
        engine.requireOpen();
        engine.takeOverNews();
        return state();
    }

    @Override
    public S apply(Transition<S> transition) {
        return apply(Option.none(), transition);
    }

    @Override
    public S apply(TransitionContext context, Transition<S> transition) {
        return apply(Option.some(Objects.requireNonNull(context, "context")), transition);
    }

    private S apply(Option<TransitionContext> context, Transition<S> transition) {
        Objects.requireNonNull(transition, "transition");
        engine.requireOpen();
        return operations
                .automatic()
                .apply(context, transition.isRisky(), state -> parts.steps().run("a transition", transition, state));
    }

    @Override
    public S applyAll(Iterable<? extends Transition<S>> transitions) {
        return applyAll(Option.none(), transitions);
    }

    @Override
    public S applyAll(TransitionContext context, Iterable<? extends Transition<S>> transitions) {
        return applyAll(Option.some(Objects.requireNonNull(context, "context")), transitions);
    }

    private S applyAll(Option<TransitionContext> context, Iterable<? extends Transition<S>> transitions) {
        List<Transition<S>> all = List.narrow(List.ofAll(Objects.requireNonNull(transitions, "transitions")));
        all.forEach(step -> Objects.requireNonNull(step, "transition"));
        engine.requireOpen();
        return operations
                .automatic()
                .apply(
                        context,
                        all.exists(Transition::isRisky),
                        state -> parts.steps().runAll(all, state));
    }

    @Override
    public Transaction<S> transaction() {
        engine.requireOpen();
        return TransactionDefinition.of(engine, Option.none());
    }

    @Override
    public Transaction<S> transaction(String name) {
        Objects.requireNonNull(name, "name");
        engine.requireOpen();
        return TransactionDefinition.of(engine, Option.some(name));
    }

    @Override
    public SnapshotInfo snapshot() {
        return snapshot(SnapshotRequest.automatic());
    }

    @Override
    public SnapshotInfo snapshot(SnapshotRequest request) {
        return operations.taker().snapshot(Objects.requireNonNull(request, "request"));
    }

    @Override
    public ApplyResult<S> applyWithSnapshot(Transition<S> transition, SnapshotRequest request) {
        return operations.taker().applyWithSnapshot(Option.none(), transition, request);
    }

    @Override
    public ApplyResult<S> applyWithSnapshot(
            TransitionContext context, Transition<S> transition, SnapshotRequest request) {
        return operations
                .taker()
                .applyWithSnapshot(Option.some(Objects.requireNonNull(context, "context")), transition, request);
    }

    @Override
    public RollbackResult<S> rollback(SnapshotRef ref, RollbackOption... options) {
        return rollback(TransitionContext.anonymous(), ref, options);
    }

    @Override
    public RollbackResult<S> rollback(TransitionContext context, SnapshotRef ref, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(ref, "ref");
        return operations.rollbacks().to(ref, context, Rollbacks.wantsSafety(options));
    }

    @Override
    public RollbackResult<S> undoRollback(RollbackOption... options) {
        return undoRollback(TransitionContext.anonymous(), options);
    }

    @Override
    public RollbackResult<S> undoRollback(TransitionContext context, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        return operations.rollbacks().undo(context, Rollbacks.wantsSafety(options));
    }

    @Override
    public UndoResult<S> undo() {
        return undo(TransitionContext.anonymous());
    }

    @Override
    public UndoResult<S> undo(TransitionContext context) {
        return operations.undos().undo(Objects.requireNonNull(context, "context"));
    }

    @Override
    public UndoResult<S> redo() {
        return redo(TransitionContext.anonymous());
    }

    @Override
    public UndoResult<S> redo(TransitionContext context) {
        return operations.undos().redo(Objects.requireNonNull(context, "context"));
    }

    @Override
    public UndoResult<S> returnTo(TransitionContext context, long operation) {
        return operations.undos().returnTo(Objects.requireNonNull(context, "context"), operation);
    }

    @Override
    public Seq<Operation> operations() {
        return operations.undos().list();
    }

    @Override
    public RollbackPlan<S> planRollback(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        engine.requireOpen();
        return operations.planner().plan(ref);
    }

    @Override
    public Either<Seq<PatchConflict>, RevertResult<S>> revert(
            SnapshotRef from, SnapshotRef to, RollbackOption... options) {
        return revert(TransitionContext.anonymous(), from, to, options);
    }

    @Override
    public Either<Seq<PatchConflict>, RevertResult<S>> revert(
            TransitionContext context, SnapshotRef from, SnapshotRef to, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        return operations.reverts().revert(from, to, context, Rollbacks.wantsSafety(options));
    }

    @Override
    public Snapshot<S> at(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        engine.requireOpen();
        Entry<S> entry = parts.snapshots().require(ref);
        return new Snapshot<>(entry.info(), engine.read(entry.cell()));
    }

    @Override
    public StateDiff<S> diff(StateRef from, StateRef to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        engine.requireOpen();
        Moment<S> now = parts.timeline().moment(parts.snapshots()::history);
        StateCell<S> before = now.cell(from, parts.label());
        StateCell<S> after = now.cell(to, parts.label());
        return operations.comparison().between(engine.stateOf(before), engine.stateOf(after));
    }

    @Override
    public Option<SnapshotInfo> find(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        engine.requireOpen();
        return parts.snapshots().find(ref);
    }

    @Override
    public Seq<SnapshotInfo> snapshots() {
        engine.requireOpen();
        return parts.snapshots().history().infos();
    }

    @Override
    public Seq<SnapshotInfo> snapshots(SnapshotFilter filter) {
        Objects.requireNonNull(filter, "filter");
        engine.requireOpen();
        return new SnapshotSearch<>(parts.snapshots().history()).all(filter);
    }

    @Override
    public SnapshotPage snapshots(SnapshotQuery query) {
        Objects.requireNonNull(query, "query");
        engine.requireOpen();
        return new SnapshotSearch<>(parts.snapshots().history()).page(query);
    }

    @Override
    public ValueHistory historyOf(StatePath path) {
        Objects.requireNonNull(path, "path");
        engine.requireOpen();
        return operations.valueHistories().of(path);
    }

    @Override
    public int snapshotCount() {
        engine.requireOpen();
        return parts.snapshots().history().entries().size();
    }

    @Override
    public int snapshotCount(SnapshotFilter filter) {
        return snapshots(filter).size();
    }

    @Override
    public SnapshotInfo delete(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        return operations.deletions().delete(ref, Option.none());
    }

    @Override
    public SnapshotInfo delete(TransitionContext context, SnapshotRef ref) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(ref, "ref");
        return operations.deletions().delete(ref, Option.some(context));
    }

    @Override
    public SnapshotInfo hold(SnapshotRef ref, HoldRequest request) {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(request, "request");
        return operations.holds().hold(ref, request);
    }

    @Override
    public SnapshotInfo release(SnapshotRef ref, String hold) {
        return release(TransitionContext.anonymous(), ref, hold);
    }

    @Override
    public SnapshotInfo release(TransitionContext context, SnapshotRef ref, String hold) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(hold, "hold");
        return operations.holds().release(context, ref, hold);
    }

    @Override
    public ListenerRegistration listen(TenantListener<S> listener) {
        return listen(listener, ListenerOptions.DEFAULT);
    }

    @Override
    public ListenerRegistration listen(TenantListener<S> listener, ListenerOptions options) {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(options, "options");
        engine.requireOpen();
        return engine.listen(listener, options);
    }

    @Override
    public Seq<AuditEntry> audit() {
        return engine.auditTrail();
    }

    @Override
    public RetentionPlan planRetention() {
        return planRetention(parts.pruner().policy());
    }

    @Override
    public RetentionPlan planRetention(RetentionPolicy policy) {
        Objects.requireNonNull(policy, "policy").requireToKeepSomething();
        engine.requireOpen();
        return parts.pruner().plan(policy, work -> engine.requireOpen());
    }

    @Override
    public RetentionPlan prune() {
        return prune(parts.pruner().policy());
    }

    @Override
    public RetentionPlan prune(RetentionPolicy policy) {
        return prune(TransitionContext.anonymous(), policy);
    }

    @Override
    public RetentionPlan prune(TransitionContext context, RetentionPolicy policy) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(policy, "policy").requireToKeepSomething();
        engine.requireOpen();
        return parts.pruner().prune(policy, context, work -> engine.requireOpen());
    }

    @Override
    public GarbageReport.Collected collectGarbage() {
        return engine.collectGarbage(pages -> {});
    }

    @Override
    public TenantMetrics metrics() {
        engine.requireOpen();
        return engine.measured();
    }

    @Override
    public BundleExport<S> exportBundle() {
        engine.requireOpen();
        return ExportRequest.of(engine);
    }

    @Override
    public Footprint footprint(SnapshotRef ref) {
        return engine.footprint(Objects.requireNonNull(ref, "ref"));
    }

    @Override
    public SnapshotCost snapshotCost(SnapshotRef ref) {
        return engine.snapshotCost(Objects.requireNonNull(ref, "ref"));
    }
}
