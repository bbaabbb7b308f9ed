package io.varve.internal.engine;

import io.varve.Sharing;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what was left for other processes' sake and is of no use any more: leases that ran out, and removed snapshots after
 * the reader grace. It goes with the commit that begins a garbage epoch, never later: until the cut, no list of what somebody
 * holds may get shorter.
 */
final class OutdatedRefs {

    /** What one commit removes beside the tenant's own refs; the rest goes with the next collection. */
    private static final int MOST = 47;

    private final SnapshotStore store;
    private final TenantId tenant;
    private final Tenure tenure;
    private final Option<Sharing> sharing;
    private final InstantSource clock;

    /**
     * Makes a finder.
     *
     * @param sharing how the tenant is shared; if it isn't, whatever others have left is outdated
     */
    OutdatedRefs(OpenTenant<?> opened, Option<Sharing> sharing) {
        this.store = opened.store();
        this.tenant = opened.tenant();
        this.clock = opened.clock();
        this.tenure = opened.committer().tenure();
        this.sharing = sharing;
    }

    List<RefUpdate> deletions() {
        if (!store.capabilities().multiProcess()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<RefUpdate> deletions = new ArrayList<>();
        for (String prefix : List.of(RefNames.LEASES, RefNames.REMOVED, RefNames.BRANCHES)) {
            for (Ref ref : RefCut.of(store, tenant, prefix)) {
                if (isOutdated(ref, now) && deletions.size() < MOST) {
                    deletions.add(RefUpdate.delete(ref.name(), ref.value()));
                    lastCommit(ref).ifPresent(deletions::add);
                }
            }
        }
        return deletions;
    }

    /** A manager that was killed has left the id of its last commit too. */
    private Optional<RefUpdate> lastCommit(Ref ref) {
        if (!ref.name().startsWith(RefNames.LEASES)) {
            return Optional.empty();
        }
        String name = RefNames.lastCommit(ref.name().substring(RefNames.LEASES.length()));
        return Faults.translating("read a ref of tenant '" + tenant + "'", () -> store.readRef(tenant, name))
                .map(id -> RefUpdate.delete(name, id));
    }

    private boolean isOutdated(Ref ref, Instant now) {
        String name = TimelineRefs.inMain(ref.name());
        if (!name.startsWith(RefNames.LEASES) && !name.startsWith(RefNames.REMOVED)) {
            return false;
        }
        if (sharing.isEmpty()) {
            return true;
        }
        if (ref.name().equals(tenure.lease().refName())) {
            return false; // As long as nobody has ended it, it can be renewed.
        }
        return ref.name().startsWith(RefNames.LEASES)
                ? LeaseRecord.decode(ref.name(), ref.value()).isExpired(now)
                : !RemovedRecord.decode(ref.name(), ref.value())
                        .removedAt()
                        .plus(sharing.get().readerGrace())
                        .isAfter(now);
    }
}
