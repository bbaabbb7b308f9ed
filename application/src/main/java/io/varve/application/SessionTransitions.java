package io.varve.application;

import io.varve.Transition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Transitions that change sessions; see {@link ApplicationTransitions}. Cost: O(log n) for n sessions, unless it says otherwise. */
public final class SessionTransitions {

    private final Clock clock;

    SessionTransitions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Creates a session. One of the same id that has expired is replaced. Fails with {@link SessionExistsException} if
     * there is one that has not.
     *
     * @param request which session
     * @return the transition
     */
    public Transition<ApplicationState> create(SessionRequest request) {
        Objects.requireNonNull(request, "request");
        return change((state, now) -> created(state, request, now));
    }

    /**
     * Changes a session. Fails with {@link SessionNotFoundException} or {@link SessionExpiredException}.
     *
     * @param sessionId its id
     * @param change a pure function from the session to what it becomes
     * @return the transition
     */
    public Transition<ApplicationState> update(String sessionId, UnaryOperator<SessionData> change) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(change, "change");
        return change((state, now) -> {
            SessionData changed = Objects.requireNonNull(
                    change.apply(active(state, sessionId, now)), "the change of a session returned null");
            return state.withSessions(state.sessions().put(sessionId, changed));
        });
    }

    /**
     * Notes that a session's user was seen, and has it expire some time from then. Fails with {@link
     * SessionNotFoundException} or {@link SessionExpiredException}.
     *
     * @param sessionId its id
     * @param timeToLive after which time it expires, positive
     * @return the transition
     * @throws IllegalArgumentException if the time is not positive
     */
    public Transition<ApplicationState> touch(String sessionId, Duration timeToLive) {
        Objects.requireNonNull(sessionId, "sessionId");
        Expiry.requirePositive(timeToLive);
        return change((state, now) -> {
            SessionData session =
                    active(state, sessionId, now).withLastActiveAt(now).withExpiresAt(Expiry.after(now, timeToLive));
            return state.withSessions(state.sessions().put(sessionId, session));
        });
    }

    /**
     * Removes a session. If there is none of that id, nothing changes: it may have expired and been removed before.
     *
     * @param sessionId its id
     * @return the transition
     */
    public Transition<ApplicationState> remove(String sessionId) {
        Objects.requireNonNull(sessionId, "sessionId");
        return change((state, now) -> state.withSessions(state.sessions().remove(sessionId)));
    }

    /**
     * Removes all sessions that have expired. Cost: O(m log n) for m of them.
     *
     * @return the transition
     */
    public Transition<ApplicationState> removeExpired() {
        return change((state, now) -> state.withSessions(state.sessions().withoutExpired(now)));
    }

    static ApplicationState created(ApplicationState state, SessionRequest request, Instant now) {
        state.sessions().findActive(request.sessionId(), now).forEach(present -> {
            throw new SessionExistsException(request.sessionId());
        });
        return state.withSessions(state.sessions().put(request.sessionId(), request.createdAt(now)));
    }

    private static SessionData active(ApplicationState state, String sessionId, Instant now) {
        SessionData session =
                state.sessions().find(sessionId).getOrElseThrow(() -> new SessionNotFoundException(sessionId));
        if (session.isExpired(now)) {
            throw new SessionExpiredException(sessionId, session.expiresAt().get(), now);
        }
        return session;
    }

    private Transition<ApplicationState> change(TimedChange change) {
        return change.by(clock);
    }
}
