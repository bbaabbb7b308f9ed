package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.page;

import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Each method of a store that can fail, called with harmless arguments. */
enum StoreCall {
    COMMIT_REFS(true, store -> store.commit(tenant(), 1, List.of(), List.of(RefUpdate.check("absent", null)))),
    COMMIT_PAGES(true, store -> store.commit(tenant(), 1, List.of(page(1)), List.of())),
    COMMIT_BOTH(
            true,
            store -> store.commit(tenant(), 1, List.of(page(1)), List.of(Samples.update("absent", bytes("x"), null)))),
    GET_PAGES(false, store -> store.getPages(tenant(), List.of(page(1).id()))),
    SCAN_PAGES(false, store -> store.scanPages(tenant(), null, 10)),
    DELETE_PAGES(true, store -> store.deletePages(tenant(), RefUpdate.check("absent", null), List.of(page(1).id()), 2)),
    READ_REF(false, store -> store.readRef(tenant(), "absent")),
    SCAN_REFS(false, store -> store.scanRefs(tenant(), "", null, 10)),
    SCAN_TENANTS(false, store -> store.scanTenants(null, 10)),
    ERASE_TENANT(true, store -> store.eraseTenant(tenant(), new Ref("g", new byte[] {1}), 10));

    private final boolean writes;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
    private final Function<SnapshotStore, Object> call;

    StoreCall(boolean writes, Function<SnapshotStore, Object> call) {
        this.writes = writes;
        this.call = call;
    }

    private static TenantId tenant() {
        return new TenantId("store-call");
    }

    /** Makes the call; returns what it threw, or nothing if it did its work. */
    Optional<StoreException> on(SnapshotStore store) {
        try {
            Object result = call.apply(store);
            if (result == null) {
                throw new AssertionError(this + " returned null");
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            throw new AssertionError(this + " threw " + e + ", but every fault of a store is a StoreException", e);
        }
    }

    /** Whether the contract lets this call fail so because its thread is interrupted. */
    boolean mayFailInterruptedWith(StoreException.Kind kind) {
        return kind == StoreException.Kind.UNAVAILABLE || writes && kind == StoreException.Kind.OUTCOME_UNKNOWN;
    }
}
