package io.varve.metrics;

import java.time.Duration;

/**
 * Is told what happens, so that an application can feed its own timers and counters; see {@link
 * io.varve.StateManagerBuilder#metricsListener}. What needs no event, such as bytes on the heap, is better asked for now
 * and then with {@link io.varve.StateManager#metrics()}.
 *
 * <p>Called on the thread that did it. {@link #onTransition}, {@link #onSnapshot} and {@link #onRollback} are called after
 * the locks were given back; the others may be called while the tenant is being changed, so that they must be quick. From
 * none of them may a tenant be changed, opened or removed ({@link io.varve.NestedTransitionException}); reading is
 * allowed, and counted, but the listener is not told of what it does itself. Several threads may call at once.
 *
 * <p>What a listener throws changes nothing; the first time it is logged.
 */
public interface MetricsListener {

    /**
     * A call of {@code apply}, {@code applyAll} or {@code applyWithSnapshot}, a step of a transaction, or an atomic
     * transaction has ended.
     *
     * @param tenantId the tenant
     * @param outcome how it ended
     * @param took how long it took
     */
    default void onTransition(String tenantId, TransitionOutcome outcome, Duration took) {}

    /**
     * A call of {@code snapshot} has returned. Safety snapshots, checkpoints and that of {@code applyWithSnapshot} are
     * part of something else, and not told here.
     *
     * @param tenantId the tenant
     * @param took how long it took
     */
    default void onSnapshot(String tenantId, Duration took) {}

    /**
     * A call of {@code rollback}, {@code undoRollback}, {@code undo}, {@code redo} or {@code returnTo} has returned, or one of a failed transaction that goes back.
     *
     * @param tenantId the tenant
     * @param took how long it took
     */
    default void onRollback(String tenantId, Duration took) {}

    /**
     * Pages were read; see {@link PageMetrics}.
     *
     * @param tenantId the tenant
     * @param pages how many
     * @param bytes their bytes
     */
    default void onPagesRead(String tenantId, int pages, long bytes) {}

    /**
     * Pages were handed to the store; see {@link PageMetrics}.
     *
     * @param tenantId the tenant
     * @param pages how many
     * @param bytes their bytes
     */
    default void onPagesWritten(String tenantId, int pages, long bytes) {}

    /**
     * A call of the store, or a commit, is made again; see {@link FaultMetrics}.
     *
     * @param tenantId the tenant
     */
    default void onRetry(String tenantId) {}
}
