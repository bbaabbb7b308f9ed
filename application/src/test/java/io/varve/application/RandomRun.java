package io.varve.application;

import io.varve.Transition;
import io.varve.application.json.JsonValue;
import io.varve.application.json.RandomJson;
import io.vavr.collection.HashMap;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.BiConsumer;

/** Seeded steps, each as a transition and as what it means for the model. */
final class RandomRun {

    /**
     * One step.
     *
     * @param name what it does, for messages
     * @param transition does it
     * @param meaning does it to the model, and throws what the transition has to
     */
    record Step(String name, Transition<ApplicationState> transition, BiConsumer<ApplicationModel, Instant> meaning) {}

    final Random random;
    private final TestClock clock;
    private final ApplicationTransitions transitions;

    RandomRun(long seed, TestClock clock) {
        this.random = new Random(seed);
        this.clock = clock;
        this.transitions = ApplicationTransitions.by(clock);
    }

    Step next() {
        clock.move(Duration.ofMillis(random.nextInt(8) == 0 ? -random.nextInt(5_000) : random.nextInt(4_000)));
        Duration time = Duration.ofMillis(1 + random.nextInt(random.nextInt(4) == 0 ? 600_000 : 40_000));
        String session = "s-" + random.nextInt(40);
        String key = "k-" + random.nextInt(15);
        String query = "q-" + random.nextInt(25);
        JsonValue value = random.nextBoolean() ? JsonValue.of(random.nextInt(3)) : new RandomJson(random).value(2);
        SessionRequest request = SessionRequest.of(session, "user-" + random.nextInt(10));
        SessionRequest expiring = random.nextInt(10) == 0 ? request : request.expiringAfter(time);
        return switch (random.nextInt(16)) {
            case 0, 1 ->
                new Step(
                        "create " + session,
                        transitions.sessions().create(expiring),
                        (model, now) -> model.create(expiring, now));
            case 2, 3 ->
                new Step(
                        "touch " + session,
                        transitions.sessions().touch(session, time),
                        (model, now) -> model.touch(session, time, now));
            case 4 ->
                new Step(
                        "remove " + session,
                        transitions.sessions().remove(session),
                        (model, now) -> model.sessions.remove(session));
            case 5 ->
                new Step(
                        "expire sessions",
                        transitions.sessions().removeExpired(),
                        ApplicationModel::removeExpiredSessions);
            case 6 ->
                new Step("set " + key, transitions.data().set(key, value), (model, now) -> model.data.put(key, value));
            case 7 -> new Step("remove " + key, transitions.data().remove(key), (model, now) -> model.data.remove(key));
            case 8 ->
                new Step(
                        "transform " + key,
                        transitions.data().transform(key, before -> JsonValue.of(before.toString())),
                        (model, now) -> {
                            if (model.data.computeIfPresent(key, (k, v) -> JsonValue.of(v.toString())) == null) {
                                throw new DataNotFoundException(key);
                            }
                        });
            case 9 ->
                new Step(
                        "configure " + key,
                        transitions
                                .workflows()
                                .bulkConfiguration(HashMap.of(key, value, "x", value), DataValidator.acceptAll()),
                        (model, now) -> {
                            model.data.put(key, value);
                            model.data.put("x", value);
                        });
            case 10 ->
                new Step(
                        "log in " + session,
                        transitions.workflows().login(expiring),
                        (model, now) -> model.login(expiring, now));
            case 11 ->
                new Step(
                        "log out " + session,
                        transitions.workflows().logout(session),
                        (model, now) -> model.logout(session, now));
            case 12 ->
                new Step(
                        "cache " + query,
                        transitions.cache().put(query, value, time),
                        (model, now) -> model.put(query, value, Option.some(time), now));
            case 13 ->
                random.nextBoolean()
                        ? new Step(
                                "cache for ever " + query,
                                transitions.cache().put(query, value),
                                (model, now) -> model.put(query, value, Option.none(), now))
                        : new Step(
                                "forget " + query,
                                transitions.cache().remove(query),
                                (model, now) -> model.cache.remove(query));
            case 14 ->
                new Step("expire cache", transitions.cache().removeExpired(), ApplicationModel::removeExpiredResults);
            default -> {
                int count = random.nextInt(4) == 0 ? random.nextInt(20) : 20;
                yield new Step("prune " + count, transitions.cache().prune(count), (model, now) -> model.prune(count));
            }
        };
    }
}
