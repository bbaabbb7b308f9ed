package io.varve.internal.engine;

import io.varve.ApplyResult;
import io.varve.AuditEntry;
import io.varve.BackgroundFailureListener;
import io.varve.Durability;
import io.varve.Footprint;
import io.varve.GarbageReport;
import io.varve.HoldRequest;
import io.varve.InvalidStateException;
import io.varve.MergePlan;
import io.varve.MergeResult;
import io.varve.RetentionPlan;
import io.varve.RetentionPolicy;
import io.varve.RevertResult;
import io.varve.RollbackOption;
import io.varve.RollbackPlan;
import io.varve.RollbackResult;
import io.varve.Sharing;
import io.varve.Snapshot;
import io.varve.SnapshotCost;
import io.varve.SnapshotFilter;
import io.varve.SnapshotGraph;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotPage;
import io.varve.SnapshotPolicy;
import io.varve.SnapshotQuery;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateRef;
import io.varve.Tenant;
import io.varve.TimelineInfo;
import io.varve.Transaction;
import io.varve.Transition;
import io.varve.TransitionContext;
import io.varve.ValueHistory;
import io.varve.VarveException;
import io.varve.diff.MergeConflict;
import io.varve.diff.MergeRules;
import io.varve.diff.PatchConflict;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.varve.internal.diff.StateComparison;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.metrics.TenantMetrics;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tenant that is open: its history, and the operations on it. */
final class TenantEngine<S> implements Tenant<S> {

    private final TenantConnection<S> connection;
    private final TenantId tenant;
    private final TimelineLabel label;
    private final TenantLocks locks;
    private final Timelines<S> timelines;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Function<PageLink, S> reader;
    private final StateComparison comparison;
    private final Timeline<S> timeline;
    private final Committer committer;
    private final AuditLog audit;
    private final ChangeQueue<S> queue;
    private final Steps<S> steps;
    private final StateLimit<S> limit;
    private final TenantMeter meter;
    private final Residents<S> residents = new Residents<>();
    private final GarbageCollector collector;
    private final Snapshots<S> snapshots;
    private final Pruner<S> pruner;
    private final SnapshotHolds<S> snapshotHolds;
    private final SnapshotTaker<S> taker;
    private final AutomaticSnapshots<S> automatic;
    private final ValueHistories<S> valueHistories;
    private final Rollbacks<S> rollbacks;
    private final RollbackPlanner<S> planner;
    private final Reverts<S> reverts;
    private final Merges<S> merges;
    private final Holds holds = new Holds();
    private final @Nullable SharedTenant shared;
    private volatile @Nullable Supplier<VarveException> gone;

    /** What a manager gives all that it opens. */
    record Environment(
            RetentionPolicy retention,
            SnapshotPolicy automaticSnapshots,
            Durability durability,
            Executor background,
            BackgroundFailureListener listener,
            Option<Sharing> sharing) {}

    /**
     * Makes the engine of a timeline.
     *
     * @param main the engine of the tenant's main timeline, or null if this is it
     * @param opener opens other timelines
     */
    TenantEngine(
            OpenTenant<S> opened, Environment environment, @Nullable TenantEngine<S> main, TenantOpener<S> opener) {
        this.connection = opened.connection();
        this.tenant = opened.tenant();
        this.label = opened.label();
        this.store = opened.store();
        this.pages = opened.pages();
        this.reader = opened.reader();
        this.comparison = opened.comparison();
        this.committer = opened.committer();
        this.audit = opened.audit();
        this.limit = opened.limit();
        this.meter = opened.meter();
        this.locks = main == null ? TenantLocks.create() : main.locks;
        BackgroundFailureListener counting = (id, failure) -> {
            meter.backgroundFailure();
            environment.listener().onFailure(id, failure);
        };
        this.queue = new ChangeQueue<>(
                tenant, locks.draining(), opened.persister(), environment.background(), counting, this::leaveOut);
        this.steps = new Steps<>(tenant, opened.validation(), this::requireOpen);
        this.snapshots = new Snapshots<>(opened, residents);
        RemoteChanges<S> remote = new RemoteChanges<>(opened, snapshots::history);
        Option<Sharing> sharing = environment.sharing();
        this.timeline = new Timeline<>(
                tenant,
                locks.commit(),
                environment.durability(),
                opened.persister(),
                queue,
                opened.clock(),
                audit,
                limit,
                opened.head(),
                this::publish,
                sharing.isDefined() ? remote : null,
                snapshots::arrive);
        this.shared = sharing.map(settings -> new SharedTenant(opened, timeline, remote))
                .getOrNull();
        if (main == null) {
            if (shared != null) {
                pages.tellExpiredWith(shared::isNeeded);
            }
            this.timelines = new Timelines<>(this, opener);
            this.collector = collector(new OutdatedRefs(opened, sharing));
        } else {
            this.timelines = main.timelines;
            this.collector = main.collector;
        }
        StoredSpace<S> space = new StoredSpace<>(opened, timeline, snapshots, collector);
        this.pruner = new Pruner<>(
                tenant,
                environment.retention(),
                snapshots,
                opened.clock(),
                this::change,
                holds,
                audit,
                space::measured,
                queue::hasFailed);
        this.snapshotHolds = new SnapshotHolds<>(this, parts(), tenant);
        this.taker = new SnapshotTaker<>(this, parts(), snapshotHolds, tenant);
        this.automatic =
                new AutomaticSnapshots<>(this, parts(), tenant, comparison, environment.automaticSnapshots(), counting);
        this.valueHistories = new ValueHistories<>(this, parts(), opened, this::audit);
        this.rollbacks = new Rollbacks<>(this, parts());
        PatchedHeads<S> patchedHeads = new PatchedHeads<>(this, parts(), tenant);
        this.planner = new RollbackPlanner<>(this, parts(), tenant, comparison, rollbacks, patchedHeads);
        this.merges = new Merges<>(this, parts(), tenant, comparison, pages.held());
        this.reverts = new Reverts<>(this, parts(), tenant, comparison, patchedHeads);
    }

    private GarbageCollector collector(OutdatedRefs outdated) {
        return new GarbageCollector(
                tenant,
                store,
                pages,
                timeline,
                connection.persister(),
                committer::requireOwned,
                this::requireOpen,
                () -> timelines.open().forEach(TenantEngine::forgetRemoved),
                outdated,
                shared);
    }

    @Override
    public String id() {
        return tenant.value();
    }

    @Override
    public String timelineName() {
        return label.name();
    }

    @Override
    public Tenant<S> branch(String name, StateRef from) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        return timelines.branch(this, name, from);
    }

    @Override
    public Option<Tenant<S>> findTimeline(String name) {
        Objects.requireNonNull(name, "name");
        requireOpen();
        return Option.narrow(timelines.find(name));
    }

    @Override
    public Tenant<S> timeline(String name) {
        Objects.requireNonNull(name, "name");
        requireOpen();
        return timelines.require(name);
    }

    @Override
    public Seq<TimelineInfo> timelines() {
        requireOpen();
        return timelines.infos();
    }

    @Override
    public SnapshotGraph snapshotGraph() {
        requireOpen();
        return timelines.graph();
    }

    @Override
    public TimelineInfo renameTimeline(String name, String next) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(next, "next");
        requireOpen();
        return timelines.rename(name, next);
    }

    @Override
    public TimelineInfo deleteTimeline(String name) {
        Objects.requireNonNull(name, "name");
        requireOpen();
        return timelines.delete(name);
    }

    @Override
    public MergePlan<S> planMerge(String from, MergeRules rules) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(rules, "rules");
        requireOpen();
        return merges.plan(from, rules);
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
        return merges.merge(from, rules, context, Rollbacks.wantsSafety(options));
    }

    @Override
    public S state() {
        requireOpen();
        return stateOf(timeline.head().cell());
    }

    @Override
    public S refresh() {
        requireOpen();
        takeOverNews();
        return state();
    }

    /** The snapshots that are taken by the manager's policy. */
    AutomaticSnapshots<S> automatic() {
        return automatic;
    }

    /** Does what has to be done from time to time because others share the tenant. */
    void attend() {
        if (shared != null && !isGone()) {
            shared.attend();
            if (label.refs().isMain()) {
                timelines.attend();
            }
        }
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
        requireOpen();
        return automatic.apply(context, transition.isRisky(), state -> steps.run("a transition", transition, state));
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
        requireOpen();
        return automatic.apply(context, all.exists(Transition::isRisky), state -> steps.runAll(all, state));
    }

    @Override
    public Transaction<S> transaction() {
        requireOpen();
        return TransactionDefinition.of(this, Option.none());
    }

    @Override
    public Transaction<S> transaction(String name) {
        Objects.requireNonNull(name, "name");
        requireOpen();
        return TransactionDefinition.of(this, Option.some(name));
    }

    @Override
    public SnapshotInfo snapshot() {
        return snapshot(SnapshotRequest.automatic());
    }

    @Override
    public SnapshotInfo snapshot(SnapshotRequest request) {
        return taker.snapshot(Objects.requireNonNull(request, "request"));
    }

    @Override
    public ApplyResult<S> applyWithSnapshot(Transition<S> transition, SnapshotRequest request) {
        return taker.applyWithSnapshot(Option.none(), transition, request);
    }

    @Override
    public ApplyResult<S> applyWithSnapshot(
            TransitionContext context, Transition<S> transition, SnapshotRequest request) {
        return taker.applyWithSnapshot(Option.some(Objects.requireNonNull(context, "context")), transition, request);
    }

    @Override
    public RollbackResult<S> rollback(SnapshotRef ref, RollbackOption... options) {
        return rollback(TransitionContext.anonymous(), ref, options);
    }

    @Override
    public RollbackResult<S> rollback(TransitionContext context, SnapshotRef ref, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(ref, "ref");
        return rollbacks.to(ref, context, Rollbacks.wantsSafety(options));
    }

    @Override
    public RollbackResult<S> undoRollback(RollbackOption... options) {
        return undoRollback(TransitionContext.anonymous(), options);
    }

    @Override
    public RollbackResult<S> undoRollback(TransitionContext context, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        return rollbacks.undo(context, Rollbacks.wantsSafety(options));
    }

    @Override
    public RollbackPlan<S> planRollback(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        return planner.plan(ref);
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
        return reverts.revert(from, to, context, Rollbacks.wantsSafety(options));
    }

    @Override
    public Snapshot<S> at(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        Entry<S> entry = snapshots.require(ref);
        return new Snapshot<>(entry.info(), read(entry.cell()));
    }

    @Override
    public StateDiff<S> diff(StateRef from, StateRef to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        requireOpen();
        Moment<S> now = timeline.moment(snapshots::history);
        StateCell<S> before = now.cell(from, label);
        StateCell<S> after = now.cell(to, label);
        return comparison.between(stateOf(before), stateOf(after));
    }

    @Override
    public Option<SnapshotInfo> find(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        return snapshots.find(ref);
    }

    @Override
    public Seq<SnapshotInfo> snapshots() {
        requireOpen();
        return snapshots.history().infos();
    }

    @Override
    public Seq<SnapshotInfo> snapshots(SnapshotFilter filter) {
        Objects.requireNonNull(filter, "filter");
        requireOpen();
        return new SnapshotSearch<>(snapshots.history()).all(filter);
    }

    @Override
    public SnapshotPage snapshots(SnapshotQuery query) {
        Objects.requireNonNull(query, "query");
        requireOpen();
        return new SnapshotSearch<>(snapshots.history()).page(query);
    }

    @Override
    public ValueHistory historyOf(StatePath path) {
        Objects.requireNonNull(path, "path");
        requireOpen();
        return valueHistories.of(path);
    }

    @Override
    public int snapshotCount() {
        requireOpen();
        return snapshots.history().entries().size();
    }

    @Override
    public int snapshotCount(SnapshotFilter filter) {
        return snapshots(filter).size();
    }

    @Override
    public SnapshotInfo delete(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        return change(tip -> {
            Entry<S> entry = snapshots.require(ref);
            snapshots.requireNotHeld(entry);
            return Plan.of(Change.ofRemoval(List.of(entry)), entry.info());
        });
    }

    @Override
    public SnapshotInfo hold(SnapshotRef ref, HoldRequest request) {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(request, "request");
        return snapshotHolds.hold(ref, request);
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
        return snapshotHolds.release(context, ref, hold);
    }

    @Override
    public Seq<AuditEntry> audit() {
        requireOpen();
        return audit.read(timeline::head, pages, () -> timeline.refresh(true));
    }

    @Override
    public RetentionPlan planRetention() {
        return planRetention(pruner.policy());
    }

    @Override
    public RetentionPlan planRetention(RetentionPolicy policy) {
        Objects.requireNonNull(policy, "policy").requireToKeepSomething();
        requireOpen();
        return pruner.plan(policy, work -> requireOpen());
    }

    @Override
    public RetentionPlan prune() {
        return prune(pruner.policy());
    }

    @Override
    public RetentionPlan prune(RetentionPolicy policy) {
        return prune(TransitionContext.anonymous(), policy);
    }

    @Override
    public RetentionPlan prune(TransitionContext context, RetentionPolicy policy) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(policy, "policy").requireToKeepSomething();
        requireOpen();
        return pruner.prune(policy, context, work -> requireOpen());
    }

    /** Removes what the manager's policy does not keep, at a pace, unless it keeps all. */
    void pruneInBackground(IntConsumer pace) {
        requireOpen();
        if (!pruner.policy().isUnlimited()) {
            pruner.prune(pruner.policy(), TransitionContext.anonymous(), pace);
        }
    }

    @Override
    public GarbageReport.Collected collectGarbage() {
        return collectGarbage(pages -> {});
    }

    /**
     * Collects at a pace.
     *
     * @param pace see {@link GarbageCollector#collect}
     */
    GarbageReport.Collected collectGarbage(IntConsumer pace) {
        requireOpen();
        return collector.collect(pace);
    }

    /** Whether somebody waits for the end of a collection. */
    boolean isCollectionAwaited() {
        return collector.isAwaited();
    }

    @Override
    public Footprint footprint(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        History<S> now = snapshots.history();
        Entry<S> entry = now.require(ref, label);
        if (now.before(entry).toList().append(entry).exists(one -> one.cell().root() == null)) {
            // What waits to be written has no pages yet that could be counted.
            now = timeline.betweenWrites(snapshots::history);
        }
        Entry<S> stored = now.bySequence(entry.info().sequence())
                .getOrElseThrow(() -> new SnapshotNotFoundException(
                        "the snapshot " + entry.info().label() + " of tenant '" + tenant + "' was removed meanwhile"));
        return new Footprints(pages, this::requireOpen).of(stored, now.before(stored));
    }

    @Override
    public SnapshotCost snapshotCost(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        // What waits to be written may need pages of the snapshot, or be the snapshot.
        SnapshotInfo info = timeline.betweenWrites(() -> snapshots.require(ref)).info();
        return collector.whenIdle(
                () -> new SnapshotCosts(tenant, label.refs(), store, pages, this::requireOpen).of(info));
    }

    @Override
    public TenantMetrics metrics() {
        requireOpen();
        return measured();
    }

    /** The metrics, also of a tenant that is being closed. */
    TenantMetrics measured() {
        return meter.metrics(limit.known(timeline.head().cell()));
    }

    /**
     * Refuses whatever comes from now on, waits for what is under way, and writes what is not written yet.
     *
     * @param reason thrown by later calls
     * @param write whether to write, or to let it go
     */
    void close(Supplier<VarveException> reason, boolean write) {
        try {
            if (label.refs().isMain()) {
                timelines.close(reason, write);
            }
        } finally {
            closeThis(reason, write);
        }
    }

    private void closeThis(Supplier<VarveException> reason, boolean write) {
        refuseFromNowOn(reason);
        if (!label.refs().isMain()) {
            closeQueue(reason, write);
            return;
        }
        // A collection that is under way ends now that the tenant is gone.
        collector.whenIdle(() -> closeQueue(reason, write));
    }

    /** Refuses whatever comes, once what is under way is done. */
    void refuseFromNowOn(Supplier<VarveException> reason) {
        timeline.exclusively(() -> gone = reason);
    }

    private void closeQueue(Supplier<VarveException> reason, boolean write) {
        try {
            if (write && shared == null) { // What is shared was written before it was seen.
                writeAll();
            }
        } finally {
            queue.discard();
            if (label.refs().isMain()) {
                pages.retire(reason);
                if (!write) {
                    pages.evict(); // The manager lives on, and this tenant's pages are of no use to it.
                }
            }
        }
    }

    private void writeAll() {
        InvalidStateException refusal = null;
        try {
            queue.drain();
        } catch (InvalidStateException e) {
            refusal = e;
        }
        timeline.writeHead();
        queue.drain();
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Whether the tenant is no longer this manager's, so that it has to be opened again. */
    boolean isLost() {
        return committer.isLost();
    }

    /** Whether the handle is of no use any more. */
    boolean isGone() {
        return gone != null || isLost();
    }

    TenantParts<S> parts() {
        return new TenantParts<>(label, timeline, snapshots, pruner, audit, steps, holds, limit, meter);
    }

    /** Says which snapshots need a page that can't be read. */
    String describeDamage(PageId broken) {
        return timelines.open().map(engine -> engine.describeOwnDamage(broken)).mkString("; ");
    }

    private String describeOwnDamage(PageId broken) {
        return (label.refs().isMain() ? "" : "of " + label + ": ")
                + DamageReport.describe(pages, broken, timeline.head(), snapshots.history());
    }

    /** Plans and makes a change, unless the tenant was closed by the time that it is planned. */
    <R> R change(Plan.Planner<S, R> planner) {
        requireOpen();
        return timeline.change(tip -> {
            requireOpen();
            return planner.plan(tip);
        });
    }

    void forgetRemoved() {
        residents.retainOnly(cell ->
                timeline.head().cell() == cell || snapshots.history().entries().exists(entry -> entry.cell() == cell));
    }

    private void publish(Change<S> change) {
        snapshots.publish(change);
        meter.historyChanged(change.added().size(), change.removed().size());
    }

    private void leaveOut(Seq<Entry<S>> unstorable) {
        // Their names may be others' by now, so they are looked up as they are.
        timeline.leaveOut(() -> unstorable.flatMap(
                entry -> snapshots.history().bySequence(entry.info().sequence())));
    }

    void requireOpen() {
        Supplier<VarveException> reason = gone;
        if (reason != null) {
            throw reason.get();
        }
        if (shared != null) {
            // What others make of it is no longer seen here.
            committer.requireNotLost();
        }
    }

    TenantConnection<S> connection() {
        return connection;
    }

    TimelineLabel label() {
        return label;
    }

    Committer committer() {
        return committer;
    }

    Timelines<S> allTimelines() {
        return timelines;
    }

    /** Takes over what others have made of the timeline, if others can. */
    void takeOverNews() {
        if (shared != null) {
            timeline.refresh(false);
        }
    }

    <T> T betweenWrites(Supplier<T> action) {
        return timeline.betweenWrites(action);
    }

    /** Says what the head's state is, by whoever has it already. */
    void isKnownAs(S state) {
        timeline.head().cell().isKnownAs(state);
    }

    /**
     * Writes the head as it is now, whatever the mode.
     *
     * @return the head that was written
     */
    Head<S> makeDurable() {
        Head<S> written = timeline.writeHead();
        return timeline.betweenWrites(() -> written);
    }

    /** The state of a point at which the timeline was branched off or merged. */
    S read(MergedPoint point) {
        return reader.apply(point.link());
    }

    S stateOf(StateCell<S> cell) {
        S kept = cell.peek();
        return kept != null ? kept : read(cell);
    }

    /** The state of a snapshot, which is kept on the heap for a while. */
    S read(StateCell<S> cell) {
        S state = cell.get(reader);
        residents.used(cell);
        return state;
    }
}
