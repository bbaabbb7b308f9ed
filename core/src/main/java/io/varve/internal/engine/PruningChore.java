package io.varve.internal.engine;

import io.varve.PruningPolicy;
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

/** Removes what the manager's retention policy no longer keeps, from time to time. */
final class PruningChore implements Chore {

    private final PruningPolicy policy;
    private final InstantSource clock;
    private final Map<TenantEngine<?>, Instant> last = new HashMap<>();

    PruningChore(PruningPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "pruning";
    }

    @Override
    public boolean isAutomatic() {
        return policy.isAutomatic();
    }

    @Override
    public Option<Integer> pace() {
        return policy.snapshotsPerSecond();
    }

    @Override
    public Seq<TenantEngine<?>> of(TenantEngine<?> main) {
        return Vector.narrow(main.allTimelines().open().toVector());
    }

    @Override
    public boolean isDue(TenantId tenant, TenantEngine<?> engine) {
        Instant begun = last.computeIfAbsent(engine, unknown -> clock.instant());
        Duration passed = Duration.between(begun, clock.instant());
        return policy.every().exists(time -> passed.compareTo(time) >= 0);
    }

    @Override
    public void run(TenantEngine<?> engine, IntConsumer pace) {
        engine.pruneInBackground(pace);
    }

    @Override
    public boolean isAwaited(TenantEngine<?> engine) {
        return false;
    }

    @Override
    public void done(TenantId tenant, TenantEngine<?> engine) {
        last.put(engine, clock.instant());
    }

    @Override
    public void retain(Set<TenantId> open) {
        last.keySet().removeIf(TenantEngine::isGone);
    }
}
