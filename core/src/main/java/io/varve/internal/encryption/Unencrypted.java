package io.varve.internal.encryption;

import io.varve.EncryptionException;
import io.varve.EncryptionException.Reason;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;

/** The access of a manager that has no keys: it keeps away from tenants that are encrypted. */
public final class Unencrypted implements TenantAccess {

    private final KeyRefs refs;

    /** Looks into a store. */
    public Unencrypted(SnapshotStore store, RefScheme scheme) {
        this.refs = new KeyRefs(store, scheme);
    }

    @Override
    public void beforeCreating(TenantId tenant) {
        KeyRefs.Cut cut = refs.read(tenant);
        if (cut.mark() == null && cut.key() != null) {
            refs.clear(tenant, cut.key());
        }
    }

    @Override
    public void beforeOpening(TenantId tenant) {
        KeyRefs.Cut cut = refs.read(tenant);
        if (cut.key() != null && refs.isAlive(cut)) {
            throw new EncryptionException(
                    Reason.NO_PROVIDER,
                    "tenant '" + tenant + "' is encrypted, and no key provider was given: open the manager with"
                            + " encryption(…)",
                    null);
        }
    }

    @Override
    public void forget(TenantId tenant) {
        // There are no keys.
    }
}
