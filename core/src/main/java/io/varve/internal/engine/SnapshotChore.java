package io.varve.internal.engine;

import io.varve.SnapshotPolicy;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** Takes the automatic snapshots that no transition has taken: when time has passed, and after all other changes. */
final class SnapshotChore implements Chore {

    /** How long a snapshot that could not be taken is left alone, unless the head changes. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final SnapshotPolicy policy;
    private final InstantSource clock;
    private final Map<TenantEngine<?>, Attempt> attempts = new HashMap<>();

    private record Attempt(long version, Instant at) {}

    SnapshotChore(SnapshotPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "snapshots";
    }

    @Override
    public boolean isAutomatic() {
        return counts(policy);
    }

    private static boolean counts(SnapshotPolicy policy) {
        if (policy instanceof SnapshotPolicy.Both both) {
            return counts(both.one()) && counts(both.other());
        } else if (policy instanceof SnapshotPolicy.Either either) {
            return counts(either.one()) || counts(either.other());
        }
        return policy instanceof SnapshotPolicy.Every || policy instanceof SnapshotPolicy.EveryChanges;
    }

    @Override
    public Option<Integer> pace() {
        return Option.none();
    }

    @Override
    public Seq<TenantEngine<?>> of(TenantEngine<?> main) {
        return Vector.narrow(main.allTimelines().open().toVector());
    }

    @Override
    public boolean isDue(TenantId tenant, TenantEngine<?> engine) {
        Attempt last = attempts.get(engine);
        boolean isPausing = last != null
                && last.version == engine.automatic().version()
                && Duration.between(last.at, clock.instant()).compareTo(PAUSE) < 0;
        if (isPausing || !engine.automatic().isDue()) {
            return false;
        }
        attempts.put(engine, new Attempt(engine.automatic().version(), clock.instant()));
        return true;
    }

    @Override
    public void run(TenantEngine<?> engine, IntConsumer pace) {
        engine.automatic().takeDue();
    }

    @Override
    public boolean isAwaited(TenantEngine<?> engine) {
        return false;
    }

    @Override
    public void done(TenantId tenant, TenantEngine<?> engine) {
        // Remembered since before it was tried, as the head may have changed meanwhile.
    }

    @Override
    public void retain(Set<TenantId> open) {
        attempts.keySet().removeIf(TenantEngine::isGone);
    }
}
