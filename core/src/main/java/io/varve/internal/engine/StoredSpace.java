package io.varve.internal.engine;

import io.varve.RetentionPlan;
import io.varve.SnapshotSizes;
import io.varve.internal.page.PageLink;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/** Says how much space a tenant's head and snapshots take in the store. Thread-safe. */
final class StoredSpace<S> {

    private final TenantId tenant;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Timeline<S> timeline;
    private final Snapshots<S> snapshots;
    private final GarbageCollector collector;

    StoredSpace(OpenTenant<S> opened, Timeline<S> timeline, Snapshots<S> snapshots, GarbageCollector collector) {
        this.tenant = opened.tenant();
        this.store = opened.store();
        this.pages = opened.pages();
        this.timeline = timeline;
        this.snapshots = snapshots;
        this.collector = collector;
    }

    /**
     * Lets something be decided by what is stored, with all stored that there was until now, while no page is deleted.
     *
     * @param decision gets the bytes that the head needs, and a way to ask for those of snapshots
     * @param pace told of each call of the store; ends it by throwing
     */
    RetentionPlan measured(BiFunction<Long, SnapshotSizes, RetentionPlan> decision, IntConsumer pace) {
        PageLink head = timeline.betweenWrites(() -> timeline.head().cell()).root();
        return collector.whenIdle(() -> {
            SnapshotBytes bytes = new SnapshotBytes(tenant, store, pages, () -> pace.accept(1));
            long headBytes = head == null ? 0 : bytes.beyondTheOthers(head);
            return decision.apply(
                    headBytes,
                    info -> snapshots
                            .history()
                            .bySequence(info.sequence())
                            .flatMap(entry -> Option.of(entry.cell().root()))
                            .map(bytes::beyondTheOthers)
                            .getOrElse(0L));
        });
    }
}
