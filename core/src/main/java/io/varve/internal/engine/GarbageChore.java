package io.varve.internal.engine;

import io.varve.GarbagePolicy;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects garbage when a policy says so. */
final class GarbageChore implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageChore.class);

    private final GarbagePolicy policy;
    private final GarbageSchedule schedule;

    GarbageChore(GarbagePolicy policy, InstantSource clock) {
        this.policy = policy;
        this.schedule = new GarbageSchedule(policy, clock);
    }

    @Override
    public String name() {
        return "garbage";
    }

    @Override
    public boolean isAutomatic() {
        return policy.isAutomatic();
    }

    @Override
    public Option<Integer> pace() {
        return policy.pagesPerSecond();
    }

    @Override
    public Seq<TenantEngine<?>> of(TenantEngine<?> main) {
        return Vector.of(main);
    }

    @Override
    public boolean isDue(TenantId tenant, TenantEngine<?> engine) {
        return schedule.isDue(tenant, engine.measured());
    }

    @Override
    public void run(TenantEngine<?> engine, IntConsumer pace) {
        LOG.debug("{}", engine.collectGarbage(pace).summary());
    }

    @Override
    public boolean isAwaited(TenantEngine<?> engine) {
        return engine.isCollectionAwaited();
    }

    @Override
    public void done(TenantId tenant, TenantEngine<?> engine) {
        schedule.done(tenant, engine.measured());
    }

    @Override
    public void retain(Set<TenantId> open) {
        schedule.retain(open);
    }
}
