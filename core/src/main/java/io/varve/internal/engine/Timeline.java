package io.varve.internal.engine;

import io.varve.Durability;
import io.varve.TransitionContext;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One line of heads, and the order in which it is changed. Readers take no lock. Writers compute one after the other
 * under the write lock; what they computed is written to the store under the commit lock, which is taken first where both
 * are.
 *
 * <p>With {@link Durability#EVERY_TRANSITION} writers run ahead of the store: each computes on the <em>tip</em>, which is
 * not visible yet, joins the group that waits for the next write and lets others go on. The first of the group to get
 * the commit lock writes the tip for all of them and makes it the head. If that fails, all that were built on it fail.
 * In the other modes the tip is always the head.
 */
final class Timeline<S> {

    private final TenantId tenant;
    private final Durability durability;
    private final Persister<S> persister;
    private final ChangeQueue<S> queue;
    private final Consumer<Change<S>> publisher;
    private final @Nullable News<S> news;
    private final Consumer<Arrival<S>> receiver;
    private final Races races;
    private final InstantSource clock;
    private final AuditLog audit;
    private final UndoLog undo;
    private final StateLimit<S> limit;
    private final TimelineEvents<S> events;

    private final ReentrantLock commitLock;
    private final ReentrantLock writeLock = new ReentrantLock();
    /** Held for as long as it takes to move pointers, so that head and history can be read together. */
    private final StampedLock publishing = new StampedLock();

    private volatile Head<S> head;

    // All below is guarded by the write lock.
    private Head<S> tip;
    private Group group = new Group();
    private @Nullable Group doubtful;
    private boolean unsettled;
    private long writtenVersion;

    /**
     * Goes on from a head that is in the store.
     *
     * @param commitLock under which all timelines of the tenant are written
     * @param publisher makes what a change adds and removes visible; called under the write lock
     * @param news tells what other processes have changed, or null if none can
     * @param receiver makes that visible; called under the write lock
     * @param events tells listeners of all of it
     */
    Timeline(
            TenantId tenant,
            ReentrantLock commitLock,
            Durability durability,
            Persister<S> persister,
            ChangeQueue<S> queue,
            InstantSource clock,
            AuditLog audit,
            UndoLog undo,
            StateLimit<S> limit,
            Head<S> stored,
            Consumer<Change<S>> publisher,
            @Nullable News<S> news,
            Consumer<Arrival<S>> receiver,
            TimelineEvents<S> events) {
        this.events = events;
        this.tenant = tenant;
        this.commitLock = commitLock;
        this.durability = durability;
        this.persister = persister;
        this.queue = queue;
        this.clock = clock;
        this.audit = audit;
        this.undo = undo;
        this.limit = limit;
        this.publisher = publisher;
        this.news = news;
        this.receiver = receiver;
        this.races = new Races(tenant, this::hasNews);
        this.head = stored;
        this.tip = stored;
        this.writtenVersion = stored.version();
    }

    Head<S> head() {
        return head;
    }

    /** The head and the history as they are together; never waits for a write or a transition. */
    Moment<S> moment(Supplier<History<S>> history) {
        long stamp = publishing.readLock();
        try {
            return new Moment<>(history.get(), head);
        } finally {
            publishing.unlockRead(stamp);
        }
    }

    /**
     * Changes the state.
     *
     * @param read gets the state of a cell
     * @param step computes the next state, as {@link Steps} does
     * @param context kept in the audit trail if the state changes
     * @return the state that the step computed
     */
    S apply(Function<StateCell<S>, S> read, UnaryOperator<S> step, Option<TransitionContext> context) {
        return apply(read, step, context, () -> {});
    }

    /**
     * Changes the state.
     *
     * @param accepted run under the write lock once what the step computed is the tip, which may still fail to be written
     */
    S apply(
            Function<StateCell<S>, S> read,
            UnaryOperator<S> step,
            Option<TransitionContext> context,
            Runnable accepted) {
        refuseNested();
        if (durability == Durability.ASYNC) {
            queue.throwIfFailed();
        }
        S next = races.run(() -> applyOnce(read, step, context, accepted));
        awaitListeners();
        return next;
    }

    @SuppressWarnings("ReferenceEquality") // the tip is the head, or it isn't
    private S applyOnce(
            Function<StateCell<S>, S> read,
            UnaryOperator<S> step,
            Option<TransitionContext> context,
            Runnable accepted) {
        S next;
        @Nullable Group joined;
        lockForWriting();
        try {
            S current = read.apply(tip.cell());
            next = step.apply(current);
            Head<S> before = tip;
            if (next != current) {
                StateCell<S> cell = limit.next(tenant, tip.cell(), current, next);
                tip = undo.logged(before, audit.next(before, cell, now(), context));
            }
            accepted.run();
            if (durability != Durability.EVERY_TRANSITION) {
                head = tip;
            }
            if (tip != before) {
                events.computed(before, tip);
            }
            joined = tip == head ? null : group;
        } finally {
            writeLock.unlock();
        }
        if (joined == null) {
            requireCurrent();
        } else {
            writeGroup(joined);
        }
        return next;
    }

    /** The head that a step or a planner is run on, told to these only. */
    Head<S> tip() {
        return tip;
    }

    /** The group that what a step or a planner computes will be written with, told to these only. */
    Group group() {
        return group;
    }

    /**
     * Changes heads and history, durably unless the mode is {@link Durability#ASYNC}.
     *
     * @return the result that the planner gave
     */
    <R> R change(Plan.Planner<S, R> planner) {
        refuseNested();
        R result = durability == Durability.ASYNC ? changeNow(planner) : races.run(() -> changeDurably(planner));
        awaitListeners();
        return result;
    }

    /** Waits for listeners that want it, if nobody waits for this thread. */
    private void awaitListeners() {
        if (events.isListened() && !writeLock.isHeldByCurrentThread() && !commitLock.isHeldByCurrentThread()) {
            events.awaitListeners();
        }
    }

    /**
     * Writes the head, if the store has another.
     *
     * @return the head
     */
    Head<S> writeHead() {
        return change(this::planToWriteHead);
    }

    private Plan<S, Head<S>> planToWriteHead(Head<S> current) {
        return current.version() == writtenVersion ? Plan.nothing(current) : Plan.of(Change.ofHead(current), current);
    }

    /**
     * Takes over what other processes have made of the tenant.
     *
     * @param all whether something is known not to be what it was
     */
    void refresh(boolean all) {
        refuseNested();
        races.run(() -> {
            commitLock.lock();
            try {
                settle();
                return catchUp(all);
            } finally {
                commitLock.unlock();
            }
        });
    }

    /** The same, with no write of this process until something has been done about it. */
    void refreshAnd(Runnable action) {
        betweenWrites(() -> {
            catchUp(false);
            action.run();
            return tenant;
        });
    }

    /** Fails if what was just found to need no change has been changed by another process. */
    private void requireCurrent() {
        if (hasNews()) {
            throw new Outrun(false);
        }
    }

    private boolean hasNews() {
        if (news == null) {
            return false;
        }
        commitLock.lock();
        try {
            settle();
            return catchUp(false);
        } finally {
            commitLock.unlock();
        }
    }

    /**
     * Called under the commit lock.
     *
     * @return whether there was anything new
     */
    private boolean catchUp(boolean all) {
        if (news == null) {
            return false;
        }
        Option<Arrival<S>> arrived = news.since(head, all);
        for (Arrival<S> arrival : arrived) {
            writeLock.lock();
            try {
                long stamp = publishing.writeLock();
                try {
                    receiver.accept(arrival);
                    head = arrival.head();
                    writtenVersion = head.version();
                } finally {
                    publishing.unlockWrite(stamp);
                }
                events.arrived(arrival);
                // Whoever has computed on the tip meanwhile has computed on what is no longer the head.
                group.fail(new Outrun(false));
                group = new Group();
                tip = head;
            } finally {
                writeLock.unlock();
            }
        }
        news.acknowledge();
        return arrived.isDefined();
    }

    /**
     * Waits until no write is under way, with all written that was changed until now, and does something before the next
     * write begins. Readers and, but for {@link Durability#EVERY_TRANSITION}, transitions go on.
     */
    <T> T betweenWrites(Supplier<T> action) {
        refuseNested();
        if (durability == Durability.ASYNC) {
            return queue.afterDraining(action);
        }
        return races.run(() -> {
            commitLock.lock();
            try {
                settle();
                return action.get();
            } catch (Outrun e) {
                catchUp(e.all());
                throw e;
            } finally {
                noteWhetherUnsettled();
                commitLock.unlock();
            }
        });
    }

    private void noteWhetherUnsettled() {
        writeLock.lock();
        try {
            unsettled |= persister.isUnsettled();
        } finally {
            writeLock.unlock();
        }
    }

    /** Waits until nothing is under way, and does something before anything else begins. */
    void exclusively(Runnable action) {
        refuseNested();
        commitLock.lock();
        writeLock.lock();
        try {
            action.run();
        } finally {
            writeLock.unlock();
            commitLock.unlock();
        }
    }

    /** Does something while the head stays what it is. Also for a thread that writes. */
    void whileUnchanged(Consumer<Head<S>> action) {
        writeLock.lock();
        try {
            action.accept(head);
        } finally {
            writeLock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    private <R> R changeNow(Plan.Planner<S, R> planner) {
        queue.reserve();
        boolean needed = false;
        writeLock.lock();
        try {
            Plan<S, R> plan = planOn(tip, planner);
            for (Change<S> change : plan.change()) {
                publish(change);
                queue.add(change);
                needed = true;
            }
            return plan.result();
        } finally {
            writeLock.unlock();
            if (!needed) {
                queue.cancel();
            }
        }
    }

    private <R> Plan<S, R> planOn(Head<S> head, Plan.Planner<S, R> planner) {
        Plan<S, R> plan = planner.plan(head);
        return new Plan<>(plan.change().map(change -> undo.logged(head, change)), plan.result());
    }

    private <R> R changeDurably(Plan.Planner<S, R> planner) {
        commitLock.lock();
        try {
            Plan<S, R> plan;
            Group carried = null;
            lockForWriting();
            try {
                plan = planOn(tip, planner);
                if (plan.change().exists(change -> change.head().isDefined())) {
                    carried = group;
                    group = new Group();
                }
                if (plan.change().exists(Change::movesHead)) {
                    // Nobody may change the head between the one that was found and the new one, so the lock is kept.
                    write(plan.change().get(), carried);
                }
            } finally {
                writeLock.unlock();
            }
            if (plan.change().isEmpty()) {
                requireCurrent();
            } else if (!plan.change().get().movesHead()) {
                write(plan.change().get(), carried);
            }
            return plan.result();
        } finally {
            commitLock.unlock();
        }
    }

    private void writeGroup(Group joined) {
        commitLock.lock();
        try {
            if (!joined.isDone()) {
                changeDurably(this::planToWriteHead);
            }
            joined.requireSuccess();
        } finally {
            commitLock.unlock();
        }
    }

    /** Writes a change and makes it visible. Called under the commit lock. */
    private void write(Change<S> change, @Nullable Group carried) {
        try {
            persister.persist(change);
        } catch (Outrun e) {
            fail(change, carried, e);
            catchUp(e.all());
            throw e;
        } catch (RuntimeException | Error e) {
            fail(change, carried, e);
            throw e;
        }
        writeLock.lock();
        try {
            publish(change);
            if (carried != null) {
                carried.succeed();
            }
        } finally {
            writeLock.unlock();
        }
    }

    private void fail(Change<S> change, @Nullable Group carried, Throwable why) {
        writeLock.lock();
        try {
            unsettled = persister.isUnsettled();
            if (carried != null) {
                doubtful = unsettled ? carried : null;
                // Whoever has computed on the tip meanwhile has computed on what did not come to be.
                carried.fail(why);
                group.fail(why);
                group = new Group();
                tip = head;
                events.failed(unsettled ? change : null);
            }
        } finally {
            writeLock.unlock();
        }
    }

    private void publish(Change<S> change) {
        long stamp = publishing.writeLock();
        try {
            for (Head<S> written : change.head()) {
                writtenVersion = written.version();
                if (change.movesHead()) {
                    tip = written;
                    head = written;
                } else if (durability == Durability.EVERY_TRANSITION) {
                    head = written;
                }
            }
            publisher.accept(change);
        } finally {
            publishing.unlockWrite(stamp);
        }
        events.published(change, head);
    }

    /** Takes the write lock at a moment when it is known what the store holds. */
    private void lockForWriting() {
        writeLock.lock();
        while (unsettled) {
            writeLock.unlock();
            settle();
            writeLock.lock();
        }
    }

    /** Finds out what became of a write whose outcome was unknown, and makes it visible if it was applied. */
    private void settle() {
        commitLock.lock();
        writeLock.lock();
        try {
            if (unsettled) {
                for (Change<S> applied : Option.of(persister.settle())) {
                    publish(applied);
                    if (applied.head().isDefined()) {
                        tip = head;
                    }
                    if (doubtful != null) {
                        doubtful.turnOutApplied();
                    }
                }
                if (doubtful != null) {
                    events.settled();
                }
                doubtful = null;
                unsettled = false;
            }
        } finally {
            writeLock.unlock();
            commitLock.unlock();
        }
    }

    /** Takes snapshots that can't be stored out of the history. */
    void leaveOut(Supplier<Seq<Entry<S>>> unstorable) {
        writeLock.lock();
        try {
            publish(Change.ofRemoval(unstorable.get()));
        } finally {
            writeLock.unlock();
        }
    }

    private void refuseNested() {
        RunningTransition.refuse("change tenant '" + tenant + "'");
    }
}
