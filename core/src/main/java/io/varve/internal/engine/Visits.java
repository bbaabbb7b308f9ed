package io.varve.internal.engine;

import io.varve.spi.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tenants that are open only because the manager itself has something to do with them, so that they are closed again when
 * that is done; unless somebody looks them up meanwhile, who then gets the very same. Changed under the manager's lifecycle lock.
 */
final class Visits<S> {

    private final Map<TenantId, TenantEngine<S>> visited = new ConcurrentHashMap<>();

    /** The tenants that are being visited. */
    Set<TenantId> tenants() {
        return Set.copyOf(visited.keySet());
    }

    /** A tenant that is being visited, or null. */
    @Nullable
    TenantEngine<S> find(TenantId tenant) {
        return visited.get(tenant);
    }

    void begin(TenantId tenant, TenantEngine<S> engine) {
        visited.put(tenant, engine);
    }

    /** Ends a visit: the tenant is no longer the visitor's to close. Null if it wasn't any more. */
    @Nullable
    TenantEngine<S> end(TenantId tenant) {
        return visited.remove(tenant);
    }
}
