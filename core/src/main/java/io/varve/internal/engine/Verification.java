package io.varve.internal.engine;

import io.varve.VerificationProgress;
import io.varve.VerificationReport;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The verification of some tenants, one after the other. For one use. */
final class Verification {

    private final SnapshotStore store;
    private final Consumer<VerificationProgress> listener;
    private final Runnable requireOpen;
    private final long began = System.nanoTime();

    /**
     * Begins.
     *
     * @param requireOpen fails if the manager was closed, which ends a verification
     */
    Verification(SnapshotStore store, Consumer<VerificationProgress> listener, Runnable requireOpen) {
        this.store = store;
        this.listener = listener;
        this.requireOpen = requireOpen;
    }

    VerificationReport over(Vector<TenantId> tenants) {
        Vector<VerificationReport.Result> results = Vector.empty();
        for (int i = 0; i < tenants.size(); i++) {
            int done = i;
            TenantId tenant = tenants.get(i);
            Optional<VerificationReport.Result> result = TenantVerification.of(store, tenant, (read, listed) -> {
                requireOpen.run();
                listener.accept(new VerificationProgress(tenant.value(), done, tenants.size(), read, listed));
            });
            results = results.appendAll(Option.ofOptional(result));
        }
        return new VerificationReport(results, Duration.ofNanos(System.nanoTime() - began));
    }
}
