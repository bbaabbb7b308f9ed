package io.varve.internal.engine;

import io.varve.BackgroundFailureListener;
import io.varve.DuplicateNameException;
import io.varve.Durability;
import io.varve.RetentionPlan;
import io.varve.RetentionPolicy;
import io.varve.RollbackOption;
import io.varve.RollbackResult;
import io.varve.Snapshot;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.Transition;
import io.varve.TransitionFailedException;
import io.varve.VarveException;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.metrics.TenantMetrics;
import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tenant that is open: its history, and the operations on it. */
final class TenantEngine<S> implements Tenant<S> {

    private static final Logger LOG = LoggerFactory.getLogger(TenantEngine.class);

    private final TenantId tenant;
    private final RetentionPolicy retention;
    private final TenantPages pages;
    private final Function<PageLink, S> reader;
    private final Timeline<S> timeline;
    private final Committer committer;
    private final ChangeQueue<S> queue;
    private final StateLimit<S> limit;
    private final TenantMeter meter;
    private final Residents<S> residents = new Residents<>();
    private volatile History<S> history;
    private volatile @Nullable Supplier<VarveException> gone;

    // Guarded by the timeline, which plans and publishes one change at a time.
    private long nextSequence;
    private Instant lastCreatedAt;

    TenantEngine(
            OpenTenant<S> opened,
            RetentionPolicy retention,
            Durability durability,
            Executor background,
            BackgroundFailureListener listener) {
        this.tenant = opened.tenant();
        this.retention = retention;
        this.pages = opened.pages();
        this.reader = opened.reader();
        this.committer = opened.committer();
        this.limit = opened.limit();
        this.meter = opened.meter();
        BackgroundFailureListener counting = (id, failure) -> {
            meter.backgroundFailure();
            listener.onFailure(id, failure);
        };
        this.queue = new ChangeQueue<>(tenant, opened.persister(), background, counting, this::drop);
        this.history = opened.history();
        this.nextSequence = opened.nextSequence();
        // The newest snapshot may have been deleted since; the head tells of it too.
        this.lastCreatedAt = history.entries()
                .lastOption()
                .map(entry -> latest(entry.info().createdAt(), opened.head().changedAt()))
                .getOrElse(opened.head().changedAt());
        this.timeline = new Timeline<>(
                tenant, durability, opened.persister(), queue, opened.clock(), limit, opened.head(), this::publish);
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
    public S apply(Transition<S> transition) {
        Objects.requireNonNull(transition, "transition");
        requireOpen();
        return meter.transition(
                state -> step("a transition", transition, state), step -> timeline.apply(this::stateOf, step));
    }

    @Override
    public S applyAll(Iterable<? extends Transition<S>> transitions) {
        List<Transition<S>> steps = List.narrow(List.ofAll(Objects.requireNonNull(transitions, "transitions")));
        steps.forEach(step -> Objects.requireNonNull(step, "transition"));
        requireOpen();
        return meter.transition(state -> inTurn(steps, state), step -> timeline.apply(this::stateOf, step));
    }

    @Override
    public SnapshotInfo snapshot() {
        return snapshot(SnapshotRequest.automatic());
    }

    @Override
    public SnapshotInfo snapshot(SnapshotRequest request) {
        Objects.requireNonNull(request, "request");
        SnapshotInfo taken = meter.snapshot(() -> change(tip -> {
            for (Entry<S> other : request.name().flatMap(history.byName()::get)) {
                throw new DuplicateNameException(
                        "tenant '" + tenant + "' has a snapshot " + other.info().label() + " already, taken at "
                                + other.info().createdAt() + "; delete it first or choose another name");
            }
            SnapshotKind kind = request.name().isDefined() ? SnapshotKind.NAMED : SnapshotKind.AUTOMATIC;
            Entry<S> entry = newEntry(request, kind, tip);
            return Plan.of(Change.ofSnapshot(tip, entry, overLimits(Option.some(entry), entry)), entry.info());
        }));
        removeTheRestOverLimits(HashSet.of(taken.sequence()));
        return taken;
    }

    @Override
    public RollbackResult<S> rollback(SnapshotRef ref, RollbackOption... options) {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(options, "options");
        for (RollbackOption option : options) {
            Objects.requireNonNull(option, "option");
        }
        boolean wantsSafety = !List.of(options).contains(RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        RollbackResult<S> done = meter.rollback(() -> change(tip -> {
            Entry<S> target = require(ref);
            // Opened before anything changes, so that a snapshot that can't be read is not gone back to.
            S state = read(target.cell());
            if (target.cell() == tip.cell()) {
                return Plan.nothing(new RollbackResult<>(target.info(), Option.none(), state));
            }
            Option<Entry<S>> safety = Option.when(
                    wantsSafety && !isSnapshot(tip), () -> newEntry(safetyRequest(target), SnapshotKind.SAFETY, tip));
            Change<S> change = Change.ofRollback(
                    tip.next(target.cell(), timeline.now()), target, safety, overLimits(safety, target));
            return Plan.of(change, new RollbackResult<>(target.info(), safety.map(Entry::info), state));
        }));
        removeTheRestOverLimits(HashSet.ofAll(done.safety().map(SnapshotInfo::sequence))
                .add(done.restored().sequence()));
        return done;
    }

    @Override
    public Snapshot<S> at(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        Entry<S> entry = require(ref);
        return new Snapshot<>(entry.info(), read(entry.cell()));
    }

    @Override
    public Option<SnapshotInfo> find(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        requireOpen();
        return history.find(ref).map(Entry::info);
    }

    @Override
    public Seq<SnapshotInfo> snapshots() {
        requireOpen();
        return history.infos();
    }

    @Override
    public SnapshotInfo delete(SnapshotRef ref) {
        Objects.requireNonNull(ref, "ref");
        return change(tip -> {
            Entry<S> entry = require(ref);
            return Plan.of(Change.ofRemoval(List.of(entry)), entry.info());
        });
    }

    @Override
    public RetentionPlan planRetention() {
        requireOpen();
        return retention.plan(history.infos(), HashSet.empty());
    }

    @Override
    public RetentionPlan prune() {
        RetentionPlan plan = change(tip -> {
            RetentionPlan planned = retention.plan(history.infos(), HashSet.empty());
            Seq<Entry<S>> gone = removable(history.entries(), HashSet.empty());
            return gone.isEmpty() ? Plan.nothing(planned) : Plan.of(Change.ofRemoval(gone), planned);
        });
        removeOverLimits(HashSet.empty());
        return plan;
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
        try {
            if (write) {
                queue.drain();
                timeline.writeHead();
                queue.drain();
            }
        } finally {
            queue.discard();
            pages.retire(reason);
            if (!write) {
                pages.evict(); // The manager lives on, and this tenant's pages are of no use to it.
            }
        }
    }

    /** Whether the tenant is no longer this manager's, so that it has to be opened again. */
    boolean isLost() {
        return committer.isLost();
    }

    /** Says which snapshots need a page that can't be read. */
    String describeDamage(PageId broken) {
        return DamageReport.describe(pages, broken, timeline.head(), history);
    }

    /** Plans and makes a change, unless the tenant was closed by the time that it is planned. */
    private <R> R change(Plan.Planner<S, R> planner) {
        requireOpen();
        return timeline.change(tip -> {
            requireOpen();
            return planner.plan(tip);
        });
    }

    private void drop(Change<S> change) {
        timeline.drop(change);
    }

    private void requireOpen() {
        Supplier<VarveException> reason = gone;
        if (reason != null) {
            throw reason.get();
        }
    }

    private S stateOf(StateCell<S> cell) {
        S kept = cell.peek();
        return kept != null ? kept : read(cell);
    }

    /** The state of a snapshot, which is kept on the heap for a while. */
    private S read(StateCell<S> cell) {
        S state = cell.get(reader);
        residents.used(cell);
        return state;
    }

    private S step(String what, Transition<S> transition, S state) {
        S next;
        try {
            requireOpen();
            next = transition.apply(state);
        } catch (VarveException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, e);
        } catch (Exception e) {
            throw failed(what, e);
        }
        if (next == null) {
            throw failed(what, new NullPointerException("it returned null where the next state was expected"));
        }
        return next;
    }

    private S inTurn(List<Transition<S>> steps, S state) {
        S current = state;
        int number = 0;
        for (Transition<S> step : steps) {
            number++;
            current = step("transition " + number + " of " + steps.size(), step, current);
        }
        return current;
    }

    private TransitionFailedException failed(String what, Exception cause) {
        return new TransitionFailedException(
                what + " of tenant '" + tenant + "' failed, and the state is unchanged: " + cause, cause);
    }

    private Entry<S> require(SnapshotRef ref) {
        History<S> now = history;
        return now.find(ref)
                .getOrElseThrow(() -> new SnapshotNotFoundException(
                        "no snapshot " + ref + " for tenant '" + tenant + "'; " + now.describe()));
    }

    private boolean isSnapshot(Head<S> tip) {
        return history.entries().reverseIterator().exists(entry -> entry.cell() == tip.cell());
    }

    private Entry<S> newEntry(SnapshotRequest request, SnapshotKind kind, Head<S> of) {
        Instant now = timeline.now();
        Instant createdAt = latest(now, lastCreatedAt);
        return new Entry<>(
                new SnapshotInfo(
                        SnapshotIds.next(createdAt, nextSequence),
                        nextSequence,
                        request.name(),
                        kind,
                        createdAt,
                        request.createdBy(),
                        request.description(),
                        request.tags(),
                        request.metadata(),
                        of.version()),
                of.cell());
    }

    private static <S> SnapshotRequest safetyRequest(Entry<S> target) {
        return SnapshotRequest.automatic()
                .describedAs("the head before the rollback to " + target.info().label());
    }

    /** As many as one change may remove of what the policy no longer keeps once an entry is added. */
    private Seq<Entry<S>> overLimits(Option<Entry<S>> added, Entry<S> inUse) {
        if (!isLimited()) {
            return List.empty();
        }
        Seq<Entry<S>> all = history.entries().appendAll(added);
        return removable(
                all,
                HashSet.ofAll(added.map(entry -> entry.info().sequence()))
                        .add(inUse.info().sequence()));
    }

    private Seq<Entry<S>> removable(Seq<Entry<S>> all, HashSet<Long> held) {
        Seq<RetentionPlan.Decision> decisions =
                retention.plan(all.map(Entry::info), held).decisions();
        return all.zip(decisions)
                .filter(pair -> !pair._2().keep())
                .map(pair -> pair._1())
                .take(Change.MAX_REMOVED);
    }

    /** Removes what one change had no room for. What can't be removed now goes with the next snapshot. */
    private void removeTheRestOverLimits(HashSet<Long> held) {
        try {
            removeOverLimits(held);
        } catch (VarveException e) {
            LOG.warn("tenant '{}' keeps more snapshots than its limits say, until the next one is taken", tenant, e);
        }
    }

    private void removeOverLimits(HashSet<Long> held) {
        while (isLimited() && removable(history.entries(), held).nonEmpty()) {
            boolean removed = change(tip -> {
                Seq<Entry<S>> gone = removable(history.entries(), held);
                return gone.isEmpty() ? Plan.nothing(false) : Plan.of(Change.ofRemoval(gone), true);
            });
            if (!removed) {
                return;
            }
        }
    }

    private boolean isLimited() {
        return retention.automatic().isPresent() || retention.named().isPresent();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void publish(Change<S> change) {
        for (Entry<S> entry : change.added()) {
            nextSequence = entry.info().sequence() + 1;
            lastCreatedAt = entry.info().createdAt();
            residents.used(entry.cell());
        }
        history = history.add(change.added()).remove(change.removed());
        meter.historyChanged(change.added().size(), change.removed().size());
    }
}
