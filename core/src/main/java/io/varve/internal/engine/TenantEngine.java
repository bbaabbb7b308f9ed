package io.varve.internal.engine;

import io.varve.ApplyResult;
import io.varve.AuditEntry;
import io.varve.BackgroundFailureListener;
import io.varve.Durability;
import io.varve.Footprint;
import io.varve.GarbageReport;
import io.varve.HoldRequest;
import io.varve.InvalidStateException;
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
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotPage;
import io.varve.SnapshotPolicy;
import io.varve.SnapshotQuery;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateRef;
import io.varve.Tenant;
import io.varve.Transaction;
import io.varve.Transition;
import io.varve.TransitionContext;
import io.varve.ValueHistory;
import io.varve.VarveException;
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

    private final TenantId tenant;
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
    private final Holds holds = new Holds();
    private final @Nullable SharedTenant shared;
    private volatile @Nullable Supplier<VarveException> gone;

    TenantEngine(
            OpenTenant<S> opened,
            RetentionPolicy retention,
            SnapshotPolicy automaticSnapshots,
            Durability durability,
            Executor background,
            BackgroundFailureListener listener,
            Option<Sharing> sharing) {
        this.tenant = opened.tenant();
        this.store = opened.store();
        this.pages = opened.pages();
        this.reader = opened.reader();
        this.comparison = opened.comparison();
        this.committer = opened.committer();
        this.audit = opened.audit();
        this.limit = opened.limit();
        this.meter = opened.meter();
        BackgroundFailureListener counting = (id, failure) -> {
            meter.backgroundFailure();
            listener.onFailure(id, failure);
        };
        this.queue = new ChangeQueue<>(tenant, opened.persister(), background, counting, this::leaveOut);
        this.steps = new Steps<>(tenant, opened.validation(), this::requireOpen);
        this.snapshots = new Snapshots<>(opened, residents);
        RemoteChanges<S> remote = new RemoteChanges<>(opened, snapshots::history);
        this.timeline = new Timeline<>(
                tenant,
                durability,
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
        if (shared != null) {
            pages.tellExpiredWith(shared::isNeeded);
        }
        this.collector = new GarbageCollector(
                tenant,
                store,
                pages,
                timeline,
                opened.persister(),
                committer::requireOwned,
                this::requireOpen,
                this::forgetRemoved,
                new OutdatedRefs(opened, sharing),
                shared);
        StoredSpace<S> space = new StoredSpace<>(opened, timeline, snapshots, collector);
        this.pruner = new Pruner<>(
                tenant,
                retention,
                snapshots,
                opened.clock(),
                this::change,
                holds,
                audit,
                space::measured,
                queue::hasFailed);
        this.snapshotHolds = new SnapshotHolds<>(this, parts(), tenant);
        this.taker = new SnapshotTaker<>(this, parts(), snapshotHolds, tenant);
        this.automatic = new AutomaticSnapshots<>(this, parts(), tenant, comparison, automaticSnapshots, counting);
        this.valueHistories = new ValueHistories<>(this, parts(), opened, this::audit);
        this.rollbacks = new Rollbacks<>(this, parts());
        PatchedHeads<S> patchedHeads = new PatchedHeads<>(this, parts(), tenant);
        this.planner = new RollbackPlanner<>(this, parts(), tenant, comparison, rollbacks, patchedHeads);
        this.reverts = new Reverts<>(this, parts(), tenant, comparison, patchedHeads);
    }

    @Override
    public String id() {
        return tenant.value();
    }

    @Override
    public S state() {
        requireOpen();
        return stateOf(timeline.head().cell());
    }

    @Override
    public S refresh() {
        requireOpen();
        if (shared != null) {
            timeline.refresh(false);
        }
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
        StateCell<S> before = now.cell(from, tenant);
        StateCell<S> after = now.cell(to, tenant);
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
        Entry<S> entry = now.require(ref, tenant);
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
        return collector.whenIdle(() -> new SnapshotCosts(tenant, store, pages, this::requireOpen).of(info));
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
        timeline.exclusively(() -> gone = reason);
        // A collection that is under way ends now that the tenant is gone.
        collector.whenIdle(() -> closeQueue(reason, write));
    }

    private void closeQueue(Supplier<VarveException> reason, boolean write) {
        try {
            if (write && shared == null) { // What is shared was written before it was seen.
                writeAll();
            }
        } finally {
            queue.discard();
            pages.retire(reason);
            if (!write) {
                pages.evict(); // The manager lives on, and this tenant's pages are of no use to it.
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
        return new TenantParts<>(timeline, snapshots, pruner, audit, steps, holds, limit, meter);
    }

    /** Says which snapshots need a page that can't be read. */
    String describeDamage(PageId broken) {
        return DamageReport.describe(pages, broken, timeline.head(), snapshots.history());
    }

    /** Plans and makes a change, unless the tenant was closed by the time that it is planned. */
    <R> R change(Plan.Planner<S, R> planner) {
        requireOpen();
        return timeline.change(tip -> {
            requireOpen();
            return planner.plan(tip);
        });
    }

    private void forgetRemoved() {
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
