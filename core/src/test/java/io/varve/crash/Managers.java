package io.varve.crash;

import io.varve.Durability;
import io.varve.EncryptionKey;
import io.varve.KeyProvider;
import io.varve.Ledger;
import io.varve.StateManager;
import io.varve.StateManagerBuilder;
import io.varve.spi.SnapshotStore;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The managers of those that are killed and of those that look afterwards. */
final class Managers {

    static final int AUDIT_LIMIT = 100;

    /** Keys that every process can make for itself. */
    static final KeyProvider KEYS = new KeyProvider() {
        @Override
        public Option<EncryptionKey> currentKey(String tenant) {
            return key(tenant, "only");
        }

        @Override
        public Option<EncryptionKey> key(String tenant, String id) {
            return Option.some(EncryptionKey.of(id, hash(tenant)));
        }
    };

    private Managers() {}

    static StateManager<Ledger> open(SnapshotStore store, Durability mode, boolean encrypted) {
        StateManagerBuilder<Ledger> builder = StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Numbered.state(0))
                .durability(mode)
                .auditLimit(AUDIT_LIMIT)
                .takeOver();
        return (encrypted ? builder.encryption(KEYS) : builder).open();
    }

    private static byte[] hash(String tenant) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(tenant.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
