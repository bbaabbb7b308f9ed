package io.varve.internal.engine;

import io.varve.ConflictException;
import io.varve.CorruptDataException;
import io.varve.EncryptionException;
import io.varve.GarbageReport;
import io.varve.TenantNotFoundException;
import io.varve.TenantOwnedException;
import io.varve.UnsupportedFormatException;
import io.varve.VarveException;
import io.varve.spi.Ref;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One collection of the garbage of all tenants of a manager, one after the other. */
final class GarbageRound {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageRound.class);

    private final Function<TenantId, Option<GarbageReport.Collected>> collect;
    private final Function<TenantId, Option<Ref>> finishRemoval;
    private final long began = System.nanoTime();
    private Vector<GarbageReport.Collected> collected = Vector.empty();
    private Vector<GarbageReport.Skipped> skipped = Vector.empty();
    private Vector<String> finished = Vector.empty();

    /**
     * Begins.
     *
     * @param collect collects the garbage of a tenant, or finds that there is none
     * @param finishRemoval finishes the removal of a tenant, or finds that it isn't being removed
     */
    GarbageRound(
            Function<TenantId, Option<GarbageReport.Collected>> collect,
            Function<TenantId, Option<Ref>> finishRemoval) {
        this.collect = collect;
        this.finishRemoval = finishRemoval;
    }

    GarbageReport over(Iterable<TenantId> tenants) {
        tenants.forEach(this::visit);
        return new GarbageReport(collected, skipped, finished, Duration.ofNanos(System.nanoTime() - began));
    }

    private void visit(TenantId tenant) {
        try {
            Option<GarbageReport.Collected> done = collect.apply(tenant);
            collected = collected.appendAll(done);
            if (done.isEmpty()) {
                finishRemoval.apply(tenant).forEach(mark -> finished = finished.append(tenant.value()));
            }
        } catch (TenantOwnedException | TenantNotFoundException e) {
            skip(tenant, e);
        } catch (CorruptDataException | EncryptionException | UnsupportedFormatException | ConflictException e) {
            // One tenant's damage must not keep the garbage of all others.
            LOG.warn("the garbage of tenant '{}' was not collected", tenant, e);
            skip(tenant, e);
        }
    }

    private void skip(TenantId tenant, VarveException why) {
        skipped = skipped.append(new GarbageReport.Skipped(tenant.value(), String.valueOf(why.getMessage())));
    }
}
