package io.varve.internal.encryption;

import io.varve.EncryptionException;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;

/**
 * What a manager has to see to around the tenants that it has open, so that each is kept with encryption from beginning to end,
 * or without. Thread-safe.
 */
public interface TenantAccess {

    /**
     * Clears away what a creation of the tenant that was cut off has left, if it was made with another key, or with one where
     * now there is none. To be called before it is created; of one that exists, nothing is touched.
     *
     * @throws StoreException if the store fails
     */
    void beforeCreating(TenantId tenant);

    /**
     * Finds out whether a tenant that exists can be opened.
     *
     * @throws EncryptionException if not
     * @throws StoreException if the store fails
     */
    void beforeOpening(TenantId tenant);

    /** Lets go of what is known of a tenant's keys. */
    void forget(TenantId tenant);
}
