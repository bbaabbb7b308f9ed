package io.varve.application;

import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.Transaction;
import io.varve.Transition;
import io.varve.application.json.JsonValue;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Clock;
import java.util.Objects;

/** Changes that are composed of several, see {@link ApplicationTransitions}: of a transition, all are made or none. */
public final class WorkflowTransitions {

    private final Clock clock;

    WorkflowTransitions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Logs a user in: creates a session and notes the time in the user's record ({@link Users}), which is made if there is
     * none. Fails with {@link SessionExistsException} if there is a session of that id that has not expired, and with
     * {@link InvalidDataException} if what stands in the place of the user's record is no object.
     *
     * @param request which session
     * @return the transition
     */
    public Transition<ApplicationState> login(SessionRequest request) {
        Objects.requireNonNull(request, "request");
        TimedChange change =
                (state, now) -> Users.loggedIn(SessionTransitions.created(state, request, now), request.userId(), now);
        return change.by(clock);
    }

    /**
     * Logs a user out: removes a session and, if it had not expired, notes the time in the user's record, if there is one.
     * If there is no session of that id, nothing changes.
     *
     * @param sessionId the session's id
     * @return the transition
     */
    public Transition<ApplicationState> logout(String sessionId) {
        Objects.requireNonNull(sessionId, "sessionId");
        TimedChange change = (state, now) -> {
            ApplicationState without = state.withSessions(state.sessions().remove(sessionId));
            return state.sessions()
                    .findActive(sessionId, now)
                    .map(session -> Users.loggedOut(without, session.userId(), now))
                    .getOrElse(without);
        };
        return change.by(clock);
    }

    /**
     * Sets many values, all of them or none. Fails with {@link InvalidDataException}, which names every value that a
     * validator objects to. Cost: O(m log n) for m values.
     *
     * @param values the values by key
     * @param validator says what is wrong with a value
     * @return the transition
     * @throws IllegalArgumentException if a key is empty
     */
    public Transition<ApplicationState> bulkConfiguration(Map<String, JsonValue> values, DataValidator validator) {
        values.keySet().forEach(DataTransitions::requireKey);
        Objects.requireNonNull(validator, "validator");
        TimedChange change = (state, now) -> DataTransitions.putAll(state, values, validator);
        return change.by(clock);
    }

    /**
     * Takes a new user in, as a transaction with checkpoints called {@code onboarding-<user>}. Its steps are, as far as there is
     * something to do in them: {@code create-user} makes the user's record, and fails with {@link UserExistsException} if there
     * is one; {@code apply-settings} adds the settings to it; {@code first-login} logs the user in. Each but the last is a
     * checkpoint.
     *
     * @param tenant where
     * @param onboarding who, and with what
     * @return the transaction, to be run, or made {@linkplain Transaction#atomic() atomic} first
     * @throws IllegalArgumentException if the user's id makes no name of a snapshot: with its checkpoints' names it has at most
     *     {@value SnapshotRequest#MAX_NAME_LENGTH} characters, none of them a control character
     */
    public Transaction<ApplicationState> onboarding(Tenant<ApplicationState> tenant, Onboarding onboarding) {
        Transaction<ApplicationState> transaction = tenant.transaction("onboarding-" + onboarding.userId());
        for (NamedStep step : steps(onboarding)) {
            transaction = step.checkpoint()
                    ? transaction.checkpoint(step.name(), step.transition())
                    : transaction.step(step.name(), step.transition());
        }
        return transaction;
    }

    /** The steps of an onboarding, in their order. */
    Seq<NamedStep> steps(Onboarding onboarding) {
        Objects.requireNonNull(onboarding, "onboarding");
        TimedChange create = (state, now) -> Users.created(state, onboarding, now);
        Vector<NamedStep> steps = Vector.of(new NamedStep("create-user", create.by(clock), true));
        if (!onboarding.settings().isEmpty()) {
            TimedChange settings = (state, now) -> Users.configured(state, onboarding);
            steps = steps.append(new NamedStep("apply-settings", settings.by(clock), true));
        }
        for (SessionRequest request : onboarding.session()) {
            steps = steps.append(new NamedStep("first-login", login(request), false));
        }
        return steps;
    }
}
