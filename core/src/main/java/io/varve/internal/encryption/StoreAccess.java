package io.varve.internal.encryption;

import io.varve.KeyProvider;
import io.varve.spi.SnapshotStore;
import org.jspecify.annotations.Nullable;

/**
 * A store as it is used, with encryption or without, and what has to be seen to around its tenants.
 *
 * @param store the store
 * @param tenants to be called around each tenant that is created or opened
 */
public record StoreAccess(SnapshotStore store, TenantAccess tenants) {

    /**
     * Chooses.
     *
     * @param store the store that holds the data
     * @param provider gives the keys; null for a store without encryption
     */
    public static StoreAccess of(SnapshotStore store, RefScheme scheme, @Nullable KeyProvider provider) {
        if (provider == null) {
            return new StoreAccess(store, new Unencrypted(store, scheme));
        }
        TenantKeys keys = new TenantKeys(store, scheme, provider);
        return new StoreAccess(new EncryptedStore(store, keys), keys);
    }
}
