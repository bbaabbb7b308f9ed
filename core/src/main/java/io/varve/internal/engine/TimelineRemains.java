package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.SnapshotInfo;
import io.varve.VarveException;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of timelines that were deleted, and how it is removed. A timeline is gone with its head, by one commit; its
 * snapshots, its audit trail and its operations, which may be many, go after it, a few at a time. Until then they keep their pages.
 */
final class TimelineRemains {

    private static final Logger LOG = LoggerFactory.getLogger(TimelineRemains.class);

    /** Of up to three refs each, so that they fit into one commit. */
    private static final int AT_ONCE = 16;

    private final TenantId tenant;
    private final SnapshotStore store;
    private final InstantSource clock;

    TimelineRemains(TenantId tenant, SnapshotStore store, InstantSource clock) {
        this.tenant = tenant;
        this.store = store;
        this.clock = clock;
    }

    /** Removes a timeline's head, so that nobody can write to it any more. */
    List<RefUpdate> ofHead(TimelineRefs refs, boolean isShared) {
        byte[] head = require(refs.head());
        byte[] history = require(refs.history());
        List<RefUpdate> updates = new ArrayList<>();
        updates.add(RefUpdate.delete(refs.head(), head));
        updates.add(RefUpdate.delete(refs.history(), history));
        if (isShared) {
            List<Ref> removed = List.of(new Ref(refs.head(), head));
            updates.add(RefUpdate.create(
                    refs.removed(-1), new RemovedRecord(clock.instant(), RefRoots.of(removed)).encode()));
        }
        return updates;
    }

    /** Removes some of what a timeline has left; nothing if there is nothing. */
    List<RefUpdate> some(TimelineRefs refs, boolean isShared) {
        List<RefUpdate> updates = new ArrayList<>();
        for (Ref snapshot : scan(refs.snapshots())) {
            updates.addAll(ofSnapshot(refs, snapshot, isShared));
        }
        if (updates.isEmpty()) {
            for (String prefix : List.of(refs.operationsPrefix(), refs.undoPrefix())) {
                for (Ref batch : scan(prefix)) {
                    updates.add(RefUpdate.delete(batch.name(), batch.value()));
                }
            }
        }
        return updates;
    }

    private List<RefUpdate> ofSnapshot(TimelineRefs refs, Ref ref, boolean isShared) {
        List<RefUpdate> updates = new ArrayList<>();
        updates.add(RefUpdate.delete(ref.name(), ref.value()));
        SnapshotRecord snapshot = SnapshotRecord.decode(ref.name(), ref.value());
        SnapshotInfo info = snapshot.info();
        for (String name : info.name()) {
            updates.add(RefUpdate.delete(refs.snapshotName(name), NameRecord.encode(info.sequence())));
        }
        if (isShared) {
            // Another process may be about to read it, and has not said so yet.
            RemovedRecord removed = new RemovedRecord(clock.instant(), snapshot.roots());
            updates.add(RefUpdate.create(refs.removed(info.sequence()), removed.encode()));
        }
        return updates;
    }

    /** Removes what can be removed now. */
    void tryTo(Runnable clearing) {
        try {
            clearing.run();
        } catch (VarveException e) {
            LOG.warn(
                    "tenant '{}' keeps what is left of a timeline that was deleted, until it is opened again",
                    tenant,
                    e);
        }
    }

    private List<Ref> scan(String prefix) {
        return Faults.translating(
                "read the refs of tenant '" + tenant + "'", () -> store.scanRefs(tenant, prefix, null, AT_ONCE));
    }

    private byte[] require(String name) {
        return Faults.translating("read a ref of tenant '" + tenant + "'", () -> store.readRef(tenant, name))
                .orElseThrow(() -> new CorruptDataException(
                        "tenant '" + tenant + "' has lost a part of a timeline: ref " + name + " is missing"));
    }
}
