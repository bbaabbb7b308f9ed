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

    private static final ThreadLocal<@Nullable TenantId> TENANT = new ThreadLocal<>();

    private RunningTransition() {}

    /** Runs a transition of a tenant; it may be a part of another one. */
    static <S> S of(TenantId tenant, UnaryOperator<S> transition, S state) {
        TenantId outer = TENANT.get();
        TENANT.set(tenant);
        try {
            return transition.apply(state);
        } finally {
            if (outer == null) {
                TENANT.remove();
            } else {
                TENANT.set(outer);
            }
        }
    }

    /**
     * Refuses to do something from within a transition.
     *
     * @param what completes "tried to …"
     * @throws NestedTransitionException if this thread is in a transition
     */
    static void refuse(String what) {
        TenantId tenant = TENANT.get();
        if (tenant != null) {
            throw new NestedTransitionException("a transition of tenant '" + tenant + "' tried to " + what
                    + "; a transition may only compute the next state from the one it is given");
        }
    }
}
