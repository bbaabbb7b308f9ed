package io.varve;

import java.util.List;
import java.util.function.Consumer;

/** Every method of a tenant's handle but {@link Tenant#id()}; the tenant has a snapshot named {@code v1}. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are
enum TenantCall {
    STATE(Tenant::state),
    APPLY(tenant -> tenant.apply(Ledger::incremented)),
    APPLY_ALL(tenant -> tenant.applyAll(List.of(Ledger::incremented))),
    SNAPSHOT(Tenant::snapshot),
    SNAPSHOT_WITH_REQUEST(tenant -> tenant.snapshot(SnapshotRequest.named("another"))),
    ROLLBACK(tenant -> tenant.rollback(SnapshotRef.named("v1"))),
    AT(tenant -> tenant.at(SnapshotRef.named("v1"))),
    FIND(tenant -> tenant.find(SnapshotRef.named("v1"))),
    SNAPSHOTS(Tenant::snapshots),
    DELETE(tenant -> tenant.delete(SnapshotRef.named("v1"))),
    PLAN_RETENTION(Tenant::planRetention),
    PRUNE(Tenant::prune),
    METRICS(Tenant::metrics);

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
    private final Consumer<Tenant<Ledger>> call;

    TenantCall(Consumer<Tenant<Ledger>> call) {
        this.call = call;
    }

    void on(Tenant<Ledger> tenant) {
        call.accept(tenant);
    }

    /** Whether it changes the state or the history. */
    boolean changes() {
        return switch (this) {
            case STATE, AT, FIND, SNAPSHOTS, PLAN_RETENTION, METRICS -> false;
            default -> true;
        };
    }
}
