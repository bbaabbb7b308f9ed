package io.varve.application;

import io.varve.Transition;
import java.time.Clock;
import java.util.Objects;

/**
 * The transitions of {@link ApplicationState}, by what they change. Each is a value to be passed to {@link
 * io.varve.Tenant#apply}, and can be kept and applied any number of times.
 *
 * <p><b>Time.</b> A transition reads the clock once in each run, not when it is made. So one that was made at start
 * can be applied every hour, one that is run again because another writer came first sees the time of that run, and
 * everything in one run happens at one moment. What it changes is dated with it ({@link ApplicationState#lastUpdated()}).
 *
 * <p><b>Nothing to do.</b> A transition that changes nothing returns the very state that it was given, so that no new
 * version comes of it.
 *
 * <p><b>Failures.</b> An argument that could never be right is refused when the transition is made, with the JDK's {@link
 * IllegalArgumentException} or {@link NullPointerException}. What the state does not allow is an {@link
 * ApplicationStateException} when it is run; {@code Tenant.apply} wraps it in {@link io.varve.TransitionFailedException}
 * as the cause, and the state stays what it was.
 *
 * <p>Immutable and thread-safe, as all transitions are.
 */
public final class ApplicationTransitions {

    private final Clock clock;
    private final SessionTransitions sessions;
    private final DataTransitions data;
    private final CacheTransitions cache;
    private final WorkflowTransitions workflows;

    private ApplicationTransitions(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.sessions = new SessionTransitions(clock);
        this.data = new DataTransitions(clock);
        this.cache = new CacheTransitions(clock);
        this.workflows = new WorkflowTransitions(clock);
    }

    /**
     * The transitions by a clock.
     *
     * @param clock says what time it is
     * @return the transitions
     */
    public static ApplicationTransitions by(Clock clock) {
        return new ApplicationTransitions(clock);
    }

    /**
     * What changes sessions.
     *
     * @return the transitions
     */
    public SessionTransitions sessions() {
        return sessions;
    }

    /**
     * What changes the data.
     *
     * @return the transitions
     */
    public DataTransitions data() {
        return data;
    }

    /**
     * What changes the cache of query results.
     *
     * @return the transitions
     */
    public CacheTransitions cache() {
        return cache;
    }

    /**
     * What is composed of several changes: login, logout, bulk configuration, onboarding.
     *
     * @return the transitions
     */
    public WorkflowTransitions workflows() {
        return workflows;
    }

    /**
     * Says what is known of the tenant.
     *
     * @param info what is known
     * @return the transition
     */
    public Transition<ApplicationState> describe(TenantInfo info) {
        Objects.requireNonNull(info, "info");
        TimedChange change = (state, now) -> state.withTenant(info);
        return change.by(clock);
    }
}
