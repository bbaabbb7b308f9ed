package io.varve.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.AuditEntry;
import io.varve.Ledger;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Looks, after a kill and in another process, at everything that is there, and uses it. */
final class Inspection {

    private final StateManager<Ledger> states;
    private final SnapshotStore store;
    private final String when;
    private long snapshotsRead;

    /**
     * Inspects what a manager has.
     *
     * @param store the store below the manager
     * @param when for messages
     */
    Inspection(StateManager<Ledger> states, SnapshotStore store, String when) {
        this.states = states;
        this.store = store;
        this.when = when;
    }

    /** What a tenant has, by the numbers of its states. */
    static TenantModel read(Tenant<Ledger> tenant) {
        Seq<TenantModel.Taken> taken = tenant.snapshots()
                .map(info -> new TenantModel.Taken(
                        info.name().getOrElse(Step.NOTHING),
                        tenant.at(SnapshotRef.id(info.id())).state().count()));
        return TenantModel.found(tenant.state().count(), taken);
    }

    /** How many states of snapshots were compared with what they have to be. */
    long snapshotsRead() {
        return snapshotsRead;
    }

    /** The kill may have cut a collection off, or a removal; the next collection must not be misled by what that left. */
    void collectGarbage() {
        CrashChild.TENANTS.forEach(id -> StoreCheck.of(store, id).requireNothingMissing(id + ", " + when));
        // Those of a process that was killed are taken over when they are opened; a collection alone leaves them be.
        CrashChild.TENANTS.forEach(states::findTenant);
        states.collectGarbage();
        CrashChild.TENANTS.forEach(id -> {
            String which = id + ", " + when;
            StoreCheck.of(store, id).requireNothingMissing(which).requireNoGarbage(which);
        });
    }

    /** Compares what is there of a tenant with what may be, goes on working with it, and tells the oracle. */
    void inspect(Oracle oracle) {
        if (states.findTenant(oracle.tenant()).isEmpty()) {
            oracle.found(TenantModel.ABSENT, when);
            assertThat(StoreCheck.of(store, oracle.tenant()).stored())
                    .as("pages of a tenant that was removed; " + when)
                    .isEmpty();
            return;
        }
        Tenant<Ledger> tenant = states.tenant(oracle.tenant());
        oracle.found(read(tenant), when);
        requireWhole(tenant);
        oracle.knows(use(tenant));
    }

    void requireReadable() {
        assertThat(states.verifyReadable().problems()).as(when).isEmpty();
    }

    private void requireWhole(Tenant<Ledger> tenant) {
        Ledger head = tenant.state();
        assertThat(head).as("head; " + when).isEqualTo(Numbered.state(head.count()));
        Set<String> names = new HashSet<>();
        Instant before = Instant.MIN;
        long sequence = -1;
        for (SnapshotInfo info : tenant.snapshots()) {
            String what = info.label() + "; " + when;
            Ledger state = tenant.at(SnapshotRef.id(info.id())).state();
            assertThat(state).as(what).isEqualTo(Numbered.state(state.count()));
            info.name().forEach(name -> {
                assertThat(names.add(name)).as("names are unique; " + what).isTrue();
                assertThat(tenant.find(SnapshotRef.named(name)).map(SnapshotInfo::id))
                        .as(what)
                        .containsExactly(info.id());
            });
            assertThat(info.createdAt()).as(what).isAfterOrEqualTo(before);
            assertThat(info.sequence()).as(what).isGreaterThan(sequence);
            before = info.createdAt();
            sequence = info.sequence();
            snapshotsRead++;
        }
    }

    /** What it has afterwards. */
    private TenantModel use(Tenant<Ledger> tenant) {
        long number = tenant.state().count();
        tenant.apply(TransitionContext.by("parent"), Numbered::next);
        SnapshotInfo taken = tenant.snapshot(SnapshotRequest.automatic());
        requireAudit(tenant, number, taken.stateVersion());
        assertThat(tenant.rollback(SnapshotRef.latest()).state().count())
                .as(when)
                .isEqualTo(number + 1);
        tenant.delete(SnapshotRef.index(0));
        return read(tenant);
    }

    /** No change is missing in the audit trail, up to the last, which the parent has made. */
    private void requireAudit(Tenant<Ledger> tenant, long number, long version) {
        Vector<AuditEntry> entries = Vector.ofAll(tenant.audit());
        long before = entries.head().versionBefore();
        for (AuditEntry entry : entries) {
            assertThat(entry.versionBefore())
                    .as("no change is missing before " + entry + "; " + when)
                    .isEqualTo(before);
            before = entry.versionAfter();
        }
        assertThat(before).as("the last change is listed; " + when).isEqualTo(version);
        assertThat(entries.last().isBy("parent")).as(when).isTrue();
        assertThat(tenant.state().count()).as(when).isEqualTo(number + 1);
    }
}
