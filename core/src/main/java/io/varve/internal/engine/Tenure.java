package io.varve.internal.engine;

import io.varve.StateExpiredException;
import io.varve.TenantOwnedException;
import io.varve.VarveException;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * By what right a manager writes to a tenant: as its only owner, or as one of several who share it. Every commit checks the
 * refs that say so.
 */
final class Tenure {

    private final TenantId tenant;
    private final byte[] owner;
    private final @Nullable Lease lease;

    private Tenure(TenantId tenant, byte[] owner, @Nullable Lease lease) {
        this.tenant = tenant;
        this.owner = owner;
        this.lease = lease;
    }

    /**
     * As the only owner.
     *
     * @param owner the value of the owner ref, which names this manager
     */
    static Tenure exclusive(TenantId tenant, byte[] owner) {
        return new Tenure(tenant, owner, null);
    }

    /** As one of several. */
    static Tenure shared(TenantId tenant, Lease lease) {
        return new Tenure(tenant, OwnerRecord.SHARED.encode(), lease);
    }

    boolean isShared() {
        return lease != null;
    }

    /** This manager's lease, if the tenant is shared. */
    Lease lease() {
        if (lease == null) {
            throw new AssertionError("only a shared tenant has leases");
        }
        return lease;
    }

    /** What has to hold for as long as this manager may write. */
    List<RefUpdate> checks() {
        List<RefUpdate> checks = new ArrayList<>();
        checks.add(RefUpdate.check(RefNames.OWNER, owner));
        if (lease != null) {
            checks.add(lease.check());
        }
        return checks;
    }

    /**
     * Why this manager may write no longer, if it mayn't.
     *
     * @param actual gives the values of the refs that {@link #checks} names
     */
    Optional<VarveException> whyLost(Function<String, Optional<byte[]>> actual) {
        Optional<byte[]> actualOwner = actual.apply(RefNames.OWNER);
        if (actualOwner.isEmpty() || !Arrays.equals(actualOwner.get(), owner)) {
            return Optional.of(new TenantOwnedException("tenant '" + tenant + "' was taken over by "
                    + actualOwner
                            .map(bytes -> OwnerRecord.decode(bytes).toString())
                            .orElse("a manager that has closed it since")
                    + "; nothing was written here. Look it up again to go on"));
        }
        if (lease != null && !lease.isMine(actual.apply(lease.refName()))) {
            return Optional.of(new StateExpiredException("the lease of this manager on tenant '" + tenant
                    + "', which it shares with others, ran out (it was to last until " + lease.expires()
                    + ", and was not renewed in time: was the process halted, or the store out of reach?), so what it"
                    + " held may have been removed; nothing was written here. Look the tenant up again to go on"));
        }
        return Optional.empty();
    }
}
