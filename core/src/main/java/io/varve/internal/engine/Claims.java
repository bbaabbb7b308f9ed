package io.varve.internal.engine;

import io.varve.Sharing;
import io.varve.TenantOwnedException;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Claims tenants for a manager, alone or, if it shares them, along with others; and gives them up. */
final class Claims {

    private static final int MAX_STALE_COMMIT_IDS = 32;

    /** How many other managers are looked at or named. */
    private static final int MAX_OTHERS = 100;

    private final SnapshotStore store;
    private final String manager;
    private final Option<Sharing> sharing;
    private final InstantSource clock;

    /** As whom this manager has tenants open. What it held once, and has told of, must not be replaced by what it holds now. */
    private final ConcurrentHashMap<TenantId, String> sessions = new ConcurrentHashMap<>();

    Claims(SnapshotStore store, String manager, Option<Sharing> sharing, InstantSource clock) {
        this.store = store;
        this.manager = manager;
        this.sharing = sharing;
        this.clock = clock;
    }

    /**
     * A claim, which is good once its updates have been committed.
     *
     * @param updates what to commit
     * @param tenure the right that it gives
     * @param lastCommit the name of the ref for the ids of the commits
     * @param commitId the id of that commit
     */
    record Claim(List<RefUpdate> updates, Tenure tenure, String lastCommit, byte[] commitId) {}

    /**
     * Claims a tenant.
     *
     * @param mark its mark, which has to be the same when the claim is committed
     * @param takesOver whether from whoever has it
     * @throws TenantOwnedException if others have it, and it is not to be taken over
     */
    Claim claim(TenantId tenant, byte[] mark, boolean takesOver) {
        Optional<byte[]> owner = readRef(tenant, RefNames.OWNER);
        requireFree(tenant, owner, takesOver);
        byte[] commitId = Committer.newCommitId();
        String session = sharing.isDefined() ? manager + "-" + hex(commitId) : manager;
        sessions.put(tenant, session);
        String lastCommit = RefNames.lastCommit(session);
        List<RefUpdate> updates = new ArrayList<>();
        updates.add(RefUpdate.check(RefNames.MARK, mark));
        updates.add(write(lastCommit, readRef(tenant, lastCommit), commitId));
        return sharing.isDefined()
                ? new Claim(updates, shared(tenant, session, owner, updates), lastCommit, commitId)
                : new Claim(updates, exclusive(tenant, owner, updates), lastCommit, commitId);
    }

    private Tenure exclusive(TenantId tenant, Optional<byte[]> previous, List<RefUpdate> updates) {
        byte[] owner = new OwnerRecord(manager, ProcessHandle.current().pid(), Instant.now()).encode();
        updates.add(write(RefNames.OWNER, previous, owner));
        // Commit ids of managers that were killed; whoever is alive has no use for them any more.
        for (Ref stale : scan(tenant, RefNames.LAST_COMMITS, MAX_STALE_COMMIT_IDS)) {
            if (!stale.name().equals(RefNames.lastCommit(manager))) {
                updates.add(RefUpdate.delete(stale.name(), stale.value()));
            }
        }
        return Tenure.exclusive(tenant, owner);
    }

    private Tenure shared(TenantId tenant, String session, Optional<byte[]> previous, List<RefUpdate> updates) {
        byte[] owner = OwnerRecord.SHARED.encode();
        updates.add(write(RefNames.OWNER, previous, owner));
        // Before anything is read, so that no collector overlooks this manager.
        String name = RefNames.lease(session);
        LeaseRecord first = Lease.first(sharing.get().lease(), clock);
        updates.add(RefUpdate.create(name, first.encode()));
        Lease lease = new Lease(store, tenant, name, sharing.get().lease(), clock, first);
        return Tenure.shared(tenant, lease);
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id, 0, Integer.BYTES);
    }

    /** Gives the tenant up, so that others can open it without taking it over. */
    void release(TenantId tenant) {
        String session = sessions.remove(tenant);
        if (session == null) {
            return;
        }
        List<RefUpdate> updates = new ArrayList<>();
        String lastCommit = RefNames.lastCommit(session);
        readRef(tenant, lastCommit).ifPresent(id -> updates.add(RefUpdate.delete(lastCommit, id)));
        readRef(tenant, RefNames.OWNER)
                .filter(owner -> OwnerRecord.decode(owner).manager().equals(manager))
                .ifPresent(owner -> updates.add(RefUpdate.delete(RefNames.OWNER, owner)));
        String lease = RefNames.lease(session);
        // It stays until the next collection: if one is under way, it counts on what this manager has told that it
        // holds.
        readRef(tenant, lease)
                .ifPresent(value -> updates.add(RefUpdate.replace(
                        lease,
                        value,
                        LeaseRecord.decode(lease, value).until(Instant.EPOCH).encode())));
        if (!updates.isEmpty()) {
            Faults.translating("give tenant '" + tenant + "' up", () -> store.commit(tenant, 0, List.of(), updates));
        }
    }

    /**
     * Refuses a tenant that others have.
     *
     * @param owner the value of its owner ref
     */
    void requireFree(TenantId tenant, Optional<byte[]> owner, boolean takesOver) {
        if (owner.isEmpty() || takesOver || !store.capabilities().multiProcess()) {
            return;
        }
        OwnerRecord other = OwnerRecord.decode(owner.get());
        if (other.isShared() ? sharing.isDefined() : other.manager().equals(manager)) {
            return;
        }
        if (!other.isShared()) {
            throw new TenantOwnedException("tenant '" + tenant + "' is open for writing in " + other
                    + "; close it there, or, if that process is gone, open this manager with takeOver()");
        }
        List<String> sharers = sharers(tenant);
        if (!sharers.isEmpty()) {
            throw new TenantOwnedException("tenant '" + tenant + "' is shared by " + String.join(", ", sharers)
                    + "; open this manager with shared(), close it there, or take it from them with takeOver()");
        }
    }

    /** The managers that share a tenant and whose leases last. */
    private List<String> sharers(TenantId tenant) {
        Instant now = clock.instant();
        List<String> sharers = new ArrayList<>();
        for (Ref ref : scan(tenant, RefNames.LEASES, MAX_OTHERS)) {
            LeaseRecord lease = LeaseRecord.decode(ref.name(), ref.value());
            if (!lease.isExpired(now)) {
                sharers.add("process " + lease.processId() + " (manager "
                        + ref.name().substring(RefNames.LEASES.length()) + ", lease until " + lease.expires() + ")");
            }
        }
        return sharers;
    }

    private static RefUpdate write(String name, Optional<byte[]> before, byte[] next) {
        return before.map(value -> RefUpdate.replace(name, value, next)).orElseGet(() -> RefUpdate.create(name, next));
    }

    private List<Ref> scan(TenantId tenant, String prefix, int limit) {
        return Faults.translating("open tenant '" + tenant + "'", () -> store.scanRefs(tenant, prefix, null, limit));
    }

    private Optional<byte[]> readRef(TenantId tenant, String name) {
        return Faults.translating("open tenant '" + tenant + "'", () -> store.readRef(tenant, name));
    }
}
