package io.varve.internal.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Bounds the memory of nodes that could be read again from their pages. Caffeine decides what goes; a stub that goes
 * forgets its node. Nodes that are not stored yet are not counted here.
 *
 * <p>Loaded nodes are reached through their stubs without asking the cache, so that a read costs nothing when all fits.
 * To know what is in use all the same, a stub reports itself at most once per <em>tick</em>, and ticks only pass while
 * pages are being loaded. Thread-safe.
 */
public final class NodeBudget {

    private static final int LOADS_PER_TICK = 64;

    private final Cache<Stub<?>, Integer> resident;
    private final long maximumBytes;
    private int loads;

    /**
     * Makes a budget.
     *
     * @param maximumBytes the most bytes of heap that stored nodes may take, estimated; not negative
     */
    public NodeBudget(long maximumBytes) {
        this.maximumBytes = maximumBytes;
        this.resident = Caffeine.newBuilder()
                // A stub that nobody holds any more must not be kept by what only bounds the memory of those in use.
                .weakKeys()
                .maximumWeight(maximumBytes)
                .<Stub<?>, Integer>weigher((stub, heapBytes) -> heapBytes)
                .evictionListener((stub, heapBytes, cause) -> {
                    if (stub != null) {
                        stub.forget();
                    }
                })
                .executor(Runnable::run)
                .build();
    }

    /** The most bytes that stored nodes may take. */
    public long maximumBytes() {
        return maximumBytes;
    }

    /** Roughly how many bytes they take now. Cost: a pass over the pending bookkeeping. */
    public long residentBytes() {
        resident.cleanUp();
        return resident.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    /** Forgets every node that came from a source. Cost: a pass over all resident nodes. */
    public void evictAll(PageSource source) {
        resident.asMap().keySet().removeIf(stub -> {
            if (!stub.isStoredIn(source)) {
                return false;
            }
            stub.forget();
            return true;
        });
    }

    void admit(Stub<?> stub, int heapBytes) {
        loads++; // A lost increment only delays a tick.
        resident.put(stub, heapBytes);
    }

    void touch(Stub<?> stub) {
        var unused = resident.getIfPresent(stub);
    }

    int tick() {
        return loads / LOADS_PER_TICK;
    }
}
