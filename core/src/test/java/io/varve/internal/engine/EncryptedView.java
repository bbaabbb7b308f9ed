package io.varve.internal.engine;

import io.varve.KeyProvider;
import io.varve.internal.encryption.StoreAccess;
import io.varve.spi.SnapshotStore;

/** An encrypted store as the engine sees it. */
public final class EncryptedView {

    private EncryptedView() {}

    public static SnapshotStore of(SnapshotStore store, KeyProvider keys) {
        return StoreAccess.of(store, RefNames.ENCRYPTION, keys).store();
    }
}
