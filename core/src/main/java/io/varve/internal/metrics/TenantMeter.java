package io.varve.internal.metrics;

import io.varve.internal.metrics.Tally.Counter;
import io.varve.internal.metrics.Tally.Timer;
import io.varve.internal.page.NodeBudget;
import io.varve.metrics.TenantMetrics;
import io.varve.metrics.TransitionOutcome;
import io.varve.metrics.WriteMetrics;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Counts and times what one tenant does. Thread-safe. */
public final class TenantMeter {

    private final TenantId tenant;
    private final NodeBudget memory;
    private final ListenerCalls listener;
    private final Tally tally = new Tally();
    private volatile @Nullable WriteMetrics lastSnapshot;

    TenantMeter(TenantId tenant, NodeBudget memory, ListenerCalls listener) {
        this.tenant = tenant;
        this.memory = memory;
        this.listener = listener;
    }

    /** The tenant's part of the memory. */
    public NodeBudget memory() {
        return memory;
    }

    /**
     * Makes a change of the state with the step that it is given.
     *
     * @param <S> the type of the state
     */
    @FunctionalInterface
    public interface StateChange<S> {

        /** Makes the change; the state it returns is what the step computed. */
        S with(UnaryOperator<S> step);
    }

    /**
     * Times a change of the state.
     *
     * @param step computes the next state
     * @param change makes the change with that step, which it may run more than once
     */
    public <S> S transition(UnaryOperator<S> step, StateChange<S> change) {
        WatchedStep<S> watched = new WatchedStep<>(step);
        long start = System.nanoTime();
        S result;
        try {
            result = change.with(watched);
        } catch (RuntimeException | Error e) {
            ended(TransitionOutcome.FAILED, start);
            throw e;
        }
        ended(watched.changed ? TransitionOutcome.APPLIED : TransitionOutcome.UNCHANGED, start);
        return result;
    }

    /**
     * Times a change of the state that says itself what became of it.
     *
     * @param outcomeOf asked once the change has been made
     */
    public <T> T attempt(Supplier<T> action, Function<T, TransitionOutcome> outcomeOf) {
        long start = System.nanoTime();
        T result;
        try {
            result = action.get();
        } catch (RuntimeException | Error e) {
            ended(TransitionOutcome.FAILED, start);
            throw e;
        }
        ended(outcomeOf.apply(result), start);
        return result;
    }

    private void ended(TransitionOutcome outcome, long start) {
        long took = System.nanoTime() - start;
        switch (outcome) {
            case APPLIED -> tally.add(Counter.APPLIED, 1);
            case UNCHANGED -> tally.add(Counter.UNCHANGED, 1);
            case FAILED -> tally.add(Counter.FAILED, 1);
        }
        if (outcome != TransitionOutcome.FAILED) {
            tally.record(Timer.TRANSITION, took);
        }
        listener.transition(tenant, outcome, took);
    }

    /** Times a snapshot. */
    public <T> T snapshot(Supplier<T> action) {
        long start = System.nanoTime();
        T result = action.get();
        long took = System.nanoTime() - start;
        tally.record(Timer.SNAPSHOT, took);
        listener.snapshot(tenant, took);
        return result;
    }

    /** Times a rollback. */
    public <T> T rollback(Supplier<T> action) {
        long start = System.nanoTime();
        T result = action.get();
        long took = System.nanoTime() - start;
        tally.record(Timer.ROLLBACK, took);
        listener.rollback(tenant, took);
        return result;
    }

    /** Counts what came into the history and what went from it. */
    public void historyChanged(int added, int removed) {
        tally.add(Counter.SNAPSHOTS_TAKEN, added);
        tally.add(Counter.SNAPSHOTS_REMOVED, removed);
    }

    /** Remembers what it took to store a snapshot. */
    public void snapshotStored(WriteMetrics write) {
        lastSnapshot = write;
    }

    /** Counts a commit whose outcome the store could not tell. */
    public void outcomeUnknown() {
        tally.add(Counter.UNKNOWN_OUTCOMES, 1);
    }

    /** Counts a commit that is about to be made again. */
    public void commitRepeated() {
        tally.add(Counter.COMMIT_RETRIES, 1);
        listener.retry(tenant);
    }

    /** Counts a write in the background that failed. */
    public void backgroundFailure() {
        tally.add(Counter.BACKGROUND_FAILURES, 1);
    }

    void listenerFailed() {
        tally.add(Counter.LISTENER_FAILURES, 1);
    }

    void read(int pages, long bytes) {
        tally.add(Counter.PAGES_READ, pages);
        tally.add(Counter.BYTES_READ, bytes);
    }

    void written(int pages, long bytes) {
        tally.add(Counter.PAGES_WRITTEN, pages);
        tally.add(Counter.BYTES_WRITTEN, bytes);
    }

    void storeRepeated() {
        tally.add(Counter.STORE_RETRIES, 1);
    }

    Tally tally() {
        return tally;
    }

    /**
     * The numbers now.
     *
     * @param stateBytes what the head weighs, if it is known
     */
    public TenantMetrics metrics(Option<Long> stateBytes) {
        return new TenantMetrics(
                tally.transitions(),
                tally.snapshots(),
                tally.rollbacks(),
                tally.pages(),
                memory.metrics(),
                tally.faults(),
                Option.of(lastSnapshot),
                stateBytes);
    }

    /** A step that remembers whether it changed the state when it was run last. */
    private static final class WatchedStep<S> implements UnaryOperator<S> {

        private final UnaryOperator<S> step;
        private boolean changed;

        WatchedStep(UnaryOperator<S> step) {
            this.step = step;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very state, or another
        public S apply(S state) {
            S next = step.apply(state);
            changed = next != state;
            return next;
        }
    }
}
