package io.varve.internal.engine;

import io.varve.NestedTransitionException;
import io.varve.spi.TenantId;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which transition the current thread is in, so that what may not be done from within one can be refused. A transition
 * holds its tenant's write lock; were it allowed to change tenants, its own or others, two of them could wait for each
 * other for ever.
 */
final class RunningTransition {

    /** The tenant whose transition is running, or who is running that may change tenants no more than it may. */
    private static final ThreadLocal<@Nullable Object> RUNNING = new ThreadLocal<>();

    private record Listener(TenantId tenant) {}

    private RunningTransition() {}

    /** Runs a transition of a tenant; it may be a part of another one. */
    static <S> S of(TenantId tenant, UnaryOperator<S> transition, S state) {
        Object outer = RUNNING.get();
        RUNNING.set(tenant);
        try {
            return transition.apply(state);
        } finally {
            restore(outer);
        }
    }

    /** Calls a listener, which may happen within a transition; not of what it does itself, which would have no end. */
    static void listening(TenantId tenant, Runnable call) {
        Object outer = RUNNING.get();
        if (outer instanceof Listener) {
            return;
        }
        RUNNING.set(new Listener(tenant));
        try {
            call.run();
        } finally {
            restore(outer);
        }
    }

    private static void restore(@Nullable Object outer) {
        if (outer == null) {
            RUNNING.remove();
        } else {
            RUNNING.set(outer);
        }
    }

    /**
     * Refuses to do something from within a transition.
     *
     * @param what completes "tried to …"
     * @throws NestedTransitionException if this thread is in a transition
     */
    static void refuse(String what) {
        Object running = RUNNING.get();
        if (running instanceof Listener listener) {
            throw new NestedTransitionException(
                    "the metrics listener, told of tenant '" + listener.tenant + "', tried to " + what
                            + "; a listener may be called while locks are held, so it must leave that to another thread");
        }
        if (running != null) {
            throw new NestedTransitionException("a transition of tenant '" + running + "' tried to " + what
                    + "; a transition may only compute the next state from the one it is given");
        }
    }
}
