package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.BackgroundFailureListener;
import io.varve.Durability;
import io.varve.Footprint;
import io.varve.GarbageReport;
import io.varve.InvalidStateException;
import io.varve.RetentionPolicy;
import io.varve.Sharing;
import io.varve.SnapshotCost;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotPolicy;
import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.VarveException;
import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantListener;
import io.varve.internal.diff.StateComparison;
import io.varve.internal.event.Deliveries;
import io.varve.internal.event.Delivery;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.metrics.TenantMetrics;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A timeline of a tenant that is open: what it is made of, and how it begins and ends. */
final class TenantEngine<S> {

    private final TenantConnection<S> connection;
    private final TenantId tenant;
    private final TimelineLabel label;
    private final TenantLocks locks;
    private final Timelines<S> timelines;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Function<PageLink, S> reader;
    private final Timeline<S> timeline;
    private final Committer committer;
    private final AuditLog audit;
    private final UndoLog undo;
    private final ChangeQueue<S> queue;
    private final Steps<S> steps;
    private final StateLimit<S> limit;
    private final TenantMeter meter;
    private final Residents<S> residents = new Residents<>();
    private final GarbageCollector collector;
    private final Snapshots<S> snapshots;
    private final Pruner<S> pruner;
    private final AutomaticSnapshots<S> automatic;
    private final Tenant<S> handle;
    private final Holds holds = new Holds();
    private final TimelineEvents<S> events;
    private final Deliveries<S> deliveries;
    private final @Nullable SharedTenant shared;

    /** Who is told of all timelines. Of use in the main one. */
    private volatile List<Delivery<S>> followers = List.empty();

    private volatile @Nullable Supplier<VarveException> gone;

    /** What a manager gives all that it opens. */
    record Environment<S>(
            RetentionPolicy retention,
            SnapshotPolicy automaticSnapshots,
            Durability durability,
            Executor background,
            BackgroundFailureListener listener,
            Option<Sharing> sharing,
            Deliveries<S> deliveries) {}

    /**
     * Makes the engine of a timeline.
     *
     * @param main the engine of the tenant's main timeline, or null if this is it
     * @param opener opens other timelines
     */
    TenantEngine(
            OpenTenant<S> opened, Environment<S> environment, @Nullable TenantEngine<S> main, TenantOpener<S> opener) {
        this.connection = opened.connection();
        this.tenant = opened.tenant();
        this.label = opened.label();
        this.store = opened.store();
        this.pages = opened.pages();
        this.reader = opened.reader();
        this.committer = opened.committer();
        this.audit = opened.audit();
        this.undo = opened.undo();
        this.limit = opened.limit();
        this.meter = opened.meter();
        this.locks = main == null ? TenantLocks.create() : main.locks;
        BackgroundFailureListener counting = (id, failure) -> {
            meter.backgroundFailure();
            environment.listener().onFailure(id, failure);
        };
        this.queue = new ChangeQueue<>(
                tenant,
                locks.draining(),
                opened.persister(),
                environment.background(),
                counting,
                this::leaveOut,
                this::written);
        this.steps = new Steps<>(tenant, opened.validation(), this::requireOpen);
        this.snapshots = new Snapshots<>(opened, residents);
        RemoteChanges<S> remote = new RemoteChanges<>(opened, snapshots::history);
        Option<Sharing> sharing = environment.sharing();
        this.deliveries = environment.deliveries();
        this.events = new TimelineEvents<>(
                label, environment.durability(), opened.head(), deliveries, this::stateOf, snapshots::history);
        this.timeline = new Timeline<>(
                tenant,
                locks.commit(),
                environment.durability(),
                opened.persister(),
                queue,
                opened.clock(),
                audit,
                undo,
                limit,
                opened.head(),
                this::publish,
                sharing.isDefined() ? remote : null,
                snapshots::arrive,
                events);
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
        StateComparison comparison = opened.comparison();
        SnapshotHolds<S> snapshotHolds = new SnapshotHolds<>(this, parts(), tenant);
        this.automatic =
                new AutomaticSnapshots<>(this, parts(), tenant, comparison, environment.automaticSnapshots(), counting);
        Rollbacks<S> rollbacks = new Rollbacks<>(this, parts());
        PatchedHeads<S> patchedHeads = new PatchedHeads<>(this, parts(), tenant);
        this.handle = new TenantHandle<>(
                this,
                parts(),
                new TenantHandle.Operations<>(
                        timelines,
                        automatic,
                        new SnapshotTaker<>(this, parts(), snapshotHolds, tenant),
                        snapshotHolds,
                        new Deletions<>(this, parts()),
                        rollbacks,
                        new Undos<>(this, parts(), opened),
                        new RollbackPlanner<>(this, parts(), tenant, comparison, rollbacks, patchedHeads),
                        new Reverts<>(this, parts(), tenant, comparison, patchedHeads),
                        new Merges<>(this, parts(), tenant, comparison, pages.held()),
                        comparison,
                        new ValueHistories<>(this, parts(), opened, this::auditTrail)));
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

    /** Removes what the manager's policy does not keep, at a pace, unless it keeps all. */
    void pruneInBackground(IntConsumer pace) {
        requireOpen();
        if (!pruner.policy().isUnlimited()) {
            pruner.prune(pruner.policy(), TransitionContext.anonymous(), pace);
        }
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
            timeline.whileUnchanged(head -> events.end(reason.get()));
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
        return new TenantParts<>(label, timeline, snapshots, pruner, audit, undo, steps, holds, limit, meter);
    }

    /** Says which snapshots need a page that can't be read. */
    String describeDamage(PageId broken) {
        return timelines.open().map(engine -> engine.describeOwnDamage(broken)).mkString("; ");
    }

    private String describeOwnDamage(PageId broken) {
        return (label.refs().isMain() ? "" : "of " + label + ": ")
                + DamageReport.describe(pages, broken, timeline.head(), snapshots.history(), undo.roots());
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

    private void written(Change<S> change) {
        timeline.whileUnchanged(head -> events.written(change));
    }

    /** Says that the timeline has another name. Called between writes. */
    void renamed(String next) {
        timeline.whileUnchanged(head -> {
            String before = label.name();
            label.renamed(next);
            events.renamed(before);
        });
    }

    /** Has some told of all timelines of the tenant, those that are open and those that are opened later. */
    void tellAll(Seq<Delivery<S>> listeners) {
        followers = List.ofAll(listeners);
        timelines.open().forEach(TenantEngine::tellFollowers);
    }

    /** Has those told of this timeline who are told of all of the tenant's. */
    void tellFollowers() {
        Seq<Delivery<S>> all = timelines.main().followers;
        if (all.nonEmpty()) {
            timeline.whileUnchanged(head -> all.forEach(delivery -> events.attach(delivery, head)));
        }
    }

    /** See {@link Tenant#listen(TenantListener, ListenerOptions)}. */
    ListenerRegistration listen(TenantListener<S> listener, ListenerOptions options) {
        Delivery<S> delivery =
                deliveries.open(listener, options, closed -> timeline.whileUnchanged(head -> events.detach(closed)));
        try {
            timeline.whileUnchanged(head -> {
                requireOpen();
                events.attach(delivery, head);
            });
            return delivery;
        } catch (VarveException e) {
            delivery.close();
            throw e;
        }
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

    /** See {@link Tenant#footprint}. */
    Footprint footprint(SnapshotRef ref) {
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

    /** See {@link Tenant#snapshotCost}. */
    SnapshotCost snapshotCost(SnapshotRef ref) {
        requireOpen();
        // What waits to be written may need pages of the snapshot, or be the snapshot.
        SnapshotInfo info = timeline.betweenWrites(() -> snapshots.require(ref)).info();
        return collector.whenIdle(
                () -> new SnapshotCosts(tenant, label.refs(), store, pages, this::requireOpen).of(info));
    }

    /** The newest entries of the audit trail, oldest first. */
    Seq<AuditEntry> auditTrail() {
        requireOpen();
        return audit.read(timeline::head, pages, () -> timeline.refresh(true));
    }

    /** What callers have of it. */
    Tenant<S> handle() {
        return handle;
    }

    S headState() {
        requireOpen();
        return stateOf(timeline.head().cell());
    }
}
