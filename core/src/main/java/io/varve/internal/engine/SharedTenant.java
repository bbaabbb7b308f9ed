package io.varve.internal.engine;

import io.varve.ConflictException;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What is done because other processes have a tenant open too: their changes are taken over, this process keeps its lease, and
 * says what it holds when one of them begins to collect garbage; as this one waits for them before it does. {@code
 * docs/decisions/0041-sharing.md} says why that is enough.
 */
final class SharedTenant {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final TenantId tenant;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Committer committer;
    private final Timeline<?> timeline;
    private final News<?> news;
    private final InstantSource clock;

    SharedTenant(OpenTenant<?> opened, Timeline<?> timeline, News<?> news) {
        this.tenant = opened.tenant();
        this.store = opened.store();
        this.pages = opened.pages();
        this.committer = opened.committer();
        this.clock = opened.clock();
        this.timeline = timeline;
        this.news = news;
    }

    /** Takes over what others have changed, tells a collector what is held here, and renews the lease; as is needed. */
    void attend() {
        timeline.refreshAnd(() -> {
            Lease lease = committer.tenure().lease();
            if (lease.isDue()) {
                lease.renew(List.of(RefUpdate.check(RefNames.OWNER, OwnerRecord.SHARED.encode())));
            }
        });
    }

    /** Tells what is held here in the garbage epoch that this process has just begun. Called between writes. */
    void acknowledge() {
        news.acknowledge();
    }

    /**
     * Waits until all who share the tenant have told what they hold in a garbage epoch. Those whose lease runs out are shut
     * out: their next commit is refused.
     *
     * @param mark the mark that began the epoch
     * @param meanwhile called again and again; ends the waiting by throwing
     * @return all refs as they are at one instant, at which everybody has
     * @throws ConflictException if another process has begun another epoch
     */
    List<Ref> awaitCut(TenantMark mark, Runnable meanwhile) {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            meanwhile.run();
            attend();
            if (shutOut(unacknowledged(refs(RefNames.LEASES), mark))) {
                List<Ref> all = refs("");
                requireCurrent(mark, all);
                // Somebody may have come since.
                if (unacknowledged(all, mark).isEmpty()) {
                    return all;
                }
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        }
    }

    private void requireCurrent(TenantMark mark, List<Ref> all) {
        byte[] current = mark.encode();
        if (all.stream().noneMatch(ref -> ref.name().equals(RefNames.MARK) && Arrays.equals(ref.value(), current))) {
            throw new ConflictException("another process has begun to collect the garbage of tenant '" + tenant
                    + "' since this one has, or removed the tenant; nothing was deleted by this one");
        }
    }

    private static List<Ref> unacknowledged(List<Ref> refs, TenantMark mark) {
        return refs.stream()
                .filter(ref -> ref.name().startsWith(RefNames.LEASES))
                .filter(ref -> LeaseRecord.decode(ref.name(), ref.value()).epoch() < mark.epoch())
                .toList();
    }

    /** Whether all of some leases ran out, and were ended. */
    private boolean shutOut(List<Ref> leases) {
        Instant now = clock.instant();
        boolean all = true;
        for (Ref lease : leases) {
            all &= LeaseRecord.decode(lease.name(), lease.value()).isExpired(now) && isShutOut(lease);
        }
        return all;
    }

    private boolean isShutOut(Ref lease) {
        String lastCommit = RefNames.lastCommit(lease.name().substring(RefNames.LEASES.length()));
        List<RefUpdate> updates = new ArrayList<>(committer.tenure().checks());
        updates.add(RefUpdate.delete(lease.name(), lease.value()));
        return Faults.translating("end the lease " + lease.name() + " on tenant '" + tenant + "'", () -> {
            store.readRef(tenant, lastCommit).ifPresent(id -> updates.add(RefUpdate.delete(lastCommit, id)));
            // If it was renewed just now, whoever did that will tell what he holds.
            return store.commit(tenant, 0, List.of(), updates).isApplied();
        });
    }

    /** Whether a page that is missing is part of what the tenant consists of now, so that it should not be. */
    boolean isNeeded(PageId page) {
        return DamageReport.isNeeded(pages, page, RefRoots.of(refs("")));
    }

    private List<Ref> refs(String prefix) {
        return RefCut.of(store, tenant, prefix);
    }
}
