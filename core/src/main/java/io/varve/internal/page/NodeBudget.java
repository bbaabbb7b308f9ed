package io.varve.internal.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.varve.metrics.CacheMetrics;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Bounds the memory of nodes that could be read again from their pages. Caffeine decides what goes; a stub that goes
 * forgets its node. Nodes that are not stored yet are not counted here. Several sources can {@linkplain #share share} one
 * budget; each share has its own numbers.
 *
 * <p>Loaded nodes are reached through their stubs without asking the cache, so that a read costs nothing when all fits.
 * To know what is in use all the same, a stub reports itself at most once per <em>tick</em>, and ticks only pass while
 * pages are being loaded. Thread-safe.
 *
 * <p>The bound holds but for the one page that is being admitted: one thread at a time admits a page, and evicts what is
 * too much before the next one may.
 */
public final class NodeBudget {

    private static final int LOADS_PER_TICK = 64;
    private static final int OUTDATED_SHARE = 4;

    private final Shared shared;
    private final Numbers numbers = new Numbers();
    private volatile boolean closed;

    /**
     * Makes a budget.
     *
     * @param maximumBytes the most bytes of heap that stored nodes may take, estimated; not negative
     */
    public NodeBudget(long maximumBytes) {
        this(new Shared(maximumBytes));
    }

    private NodeBudget(Shared shared) {
        this.shared = shared;
    }

    /** Another share of the same budget. */
    public NodeBudget share() {
        return new NodeBudget(shared);
    }

    /** The most bytes that stored nodes may take, of all shares together. */
    public long maximumBytes() {
        return shared.maximumBytes;
    }

    /** Roughly how many bytes the nodes of this share take now. Cost: a pass over the pending bookkeeping. */
    public long residentBytes() {
        shared.resident.cleanUp();
        return numbers.resident.get();
    }

    /** The numbers of this share. */
    public CacheMetrics metrics() {
        shared.resident.cleanUp();
        return numbers.metrics();
    }

    /** The numbers of all shares together, those that were closed included. */
    public CacheMetrics totalMetrics() {
        shared.resident.cleanUp();
        return shared.numbers.metrics();
    }

    /** Forgets every node that came from a source. Cost: a pass over all resident nodes of all shares. */
    public void evictAll(PageSource source) {
        for (Stub<?> stub : shared.resident.asMap().keySet()) {
            if (stub.isStoredIn(source)) {
                remove(stub);
            }
        }
    }

    /** Forgets every node that came from a source, and keeps none that are still being loaded. Cost: as evictAll. */
    public void close(PageSource source) {
        closed = true;
        evictAll(source);
    }

    /** A page was loaded for a stub of this share. */
    void loaded(Stub<?> stub, int heapBytes) {
        numbers.misses.increment();
        shared.numbers.misses.increment();
        admit(stub, heapBytes);
    }

    /** A node of this share is on the heap, and may be evicted. */
    void admit(Stub<?> stub, int heapBytes) {
        shared.loads++; // A lost increment only delays a tick.
        // Caffeine's buffer of writes is no lock: a thread that is interrupted by the system while it puts an entry
        // there
        // keeps the entries after it from being seen, so that others would load without anything being evicted.
        synchronized (shared) {
            // Counted before, so that an eviction that follows at once never leaves the sum below 0.
            addResident(heapBytes);
            Charge before = shared.resident.asMap().put(stub, new Charge(this, heapBytes));
            if (before != null) {
                addResident(-before.heapBytes());
            }
            if (closed) {
                remove(stub);
            }
            if (shared.numbers.resident.get() > shared.maximumBytes) {
                // Somebody who asks for numbers is evicting, and may have been at it since before this node came: wait
                // for that, and finish.
                shared.resident.cleanUp();
            }
        }
    }

    /**
     * A newer version of a node of this share was stored. Versions that are no longer the newest go first once they take more
     * than a {@value #OUTDATED_SHARE}th of the budget: the JVM is slow to tell which of them nobody can reach any more, and the nodes of the head
     * must not have to go for these.
     */
    void outdated(Stub<?> stub, int heapBytes) {
        if (stub.isLoaded()) {
            shared.outdated.add(stub, heapBytes, this::remove);
        }
    }

    void touch(Stub<?> stub) {
        numbers.hits.increment();
        shared.numbers.hits.increment();
        var unused = shared.resident.getIfPresent(stub);
    }

    int tick() {
        return shared.loads / LOADS_PER_TICK;
    }

    private void remove(Stub<?> stub) {
        synchronized (shared) {
            Charge charge = shared.resident.asMap().remove(stub);
            if (charge != null) {
                addResident(-charge.heapBytes());
            }
        }
        stub.forget();
    }

    private void evicted(int heapBytes, RemovalCause cause) {
        addResident(-heapBytes);
        if (cause != RemovalCause.COLLECTED) {
            numbers.evictions.increment();
            shared.numbers.evictions.increment();
        }
    }

    private void addResident(int heapBytes) {
        numbers.resident.addAndGet(heapBytes);
        shared.numbers.resident.addAndGet(heapBytes);
    }

    /**
     * What a node takes, and of whose share.
     *
     * @param share the share
     * @param heapBytes its bytes
     */
    private record Charge(NodeBudget share, int heapBytes) {}

    /** What all shares have in common. */
    private static final class Shared {

        private final Cache<Stub<?>, Charge> resident;
        private final long maximumBytes;
        private final Numbers numbers = new Numbers();
        private final Outdated outdated;
        private int loads;

        Shared(long maximumBytes) {
            this.maximumBytes = maximumBytes;
            this.outdated = new Outdated(maximumBytes / OUTDATED_SHARE);
            this.resident = Caffeine.newBuilder()
                    // A stub that nobody holds any more must not be kept by what only bounds the memory of those in
                    // use.
                    .weakKeys()
                    .maximumWeight(maximumBytes)
                    .<Stub<?>, Charge>weigher((stub, charge) -> charge.heapBytes())
                    .evictionListener((stub, charge, cause) -> {
                        if (charge != null) {
                            charge.share().evicted(charge.heapBytes(), cause);
                        }
                        if (stub != null) {
                            stub.forget();
                        }
                    })
                    .executor(Runnable::run)
                    .build();
        }
    }

    /** Nodes of which there are newer versions, the oldest first, up to so many bytes. */
    private static final class Outdated {

        private final long maximumBytes;
        private final ArrayDeque<Node> nodes = new ArrayDeque<>();
        private long bytes;

        private record Node(WeakReference<Stub<?>> stub, int heapBytes) {}

        Outdated(long maximumBytes) {
            this.maximumBytes = maximumBytes;
        }

        synchronized void add(Stub<?> stub, int heapBytes, Consumer<Stub<?>> remove) {
            nodes.add(new Node(new WeakReference<>(stub), heapBytes));
            bytes += heapBytes;
            while (bytes > maximumBytes) {
                Node oldest = nodes.remove();
                bytes -= oldest.heapBytes();
                Stub<?> found = oldest.stub().get();
                if (found != null) {
                    remove.accept(found);
                }
            }
        }
    }

    private static final class Numbers {

        /** No adder: its sum is not that of one moment, and can be off by all that comes and goes while it is made. */
        private final AtomicLong resident = new AtomicLong();

        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();
        private final LongAdder evictions = new LongAdder();

        CacheMetrics metrics() {
            return new CacheMetrics(hits.sum(), misses.sum(), evictions.sum(), resident.get());
        }
    }
}
