package io.varve.internal.encryption;

import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two refs by which is told how a tenant is kept, as they are in the store. */
final class KeyRefs {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRefs.class);
    private static final int CLEARED_AT_ONCE = SnapshotStore.MAX_REF_UPDATES - 2;

    private final SnapshotStore store;
    private final RefScheme scheme;

    KeyRefs(SnapshotStore store, RefScheme scheme) {
        this.store = store;
        this.scheme = scheme;
    }

    /**
     * The two at one instant.
     *
     * @param mark the value of the mark, or null
     * @param key the value of the key ref, or null
     */
    record Cut(byte @Nullable [] mark, byte @Nullable [] key) {}

    Cut read(TenantId tenant) {
        byte[] mark = null;
        byte[] key = null;
        for (Ref ref : store.scanRefs(tenant, scheme.mark(), null, 2)) {
            if (ref.name().equals(scheme.mark())) {
                mark = ref.value();
            } else if (ref.name().equals(scheme.key())) {
                key = ref.value();
            }
        }
        return new Cut(mark, key);
    }

    /** Whether there is a tenant, which is not being removed. */
    boolean isAlive(Cut cut) {
        return cut.mark() != null && !scheme.isErasing().test(cut.mark());
    }

    /** Writes the key ref of a tenant that is about to be created. Whether it did, is seen by {@link #read}. */
    void createKey(TenantId tenant, byte[] key) {
        isApplied(tenant, List.of(RefUpdate.create(scheme.key(), key), markIsAbsent()));
    }

    /**
     * Replaces the value of the key ref.
     *
     * @return whether that was done, as far as can be told
     */
    boolean replaceKey(TenantId tenant, byte[] before, byte[] next) {
        return isApplied(tenant, List.of(RefUpdate.replace(scheme.key(), before, next)));
    }

    private boolean isApplied(TenantId tenant, List<RefUpdate> updates) {
        try {
            return store.commit(tenant, 0, List.of(), updates).isApplied();
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.OUTCOME_UNKNOWN) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Removes the refs of a tenant that has no mark, which are what a creation has left that was cut off. The key goes first:
     * without it nothing is added, since whoever creates a tenant checks it with each commit. Where there is another one then,
     * somebody has begun anew, and what is there is theirs.
     *
     * @param key the value of the key ref, or null
     */
    void clear(TenantId tenant, byte @Nullable [] key) {
        if (key != null && !isApplied(tenant, List.of(markIsAbsent(), RefUpdate.delete(scheme.key(), key)))) {
            LOG.debug("the key of tenant '{}', which does not exist, was not removed: others are at it", tenant);
        }
        while (true) {
            List<Ref> found = store.scanRefs(tenant, "", null, CLEARED_AT_ONCE);
            if (found.isEmpty() || found.stream().anyMatch(this::isMarkOrKey)) {
                return;
            }
            List<RefUpdate> updates = new ArrayList<>();
            updates.add(markIsAbsent());
            updates.add(RefUpdate.check(scheme.key(), null));
            found.forEach(ref -> updates.add(RefUpdate.delete(ref.name(), ref.value())));
            if (!isApplied(tenant, updates)) {
                LOG.debug("looking again what a creation of tenant '{}' has left", tenant);
            }
        }
    }

    private boolean isMarkOrKey(Ref ref) {
        return ref.name().equals(scheme.mark()) || ref.name().equals(scheme.key());
    }

    private RefUpdate markIsAbsent() {
        return RefUpdate.check(scheme.mark(), null);
    }
}
