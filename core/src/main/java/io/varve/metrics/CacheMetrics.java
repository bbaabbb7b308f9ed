package io.varve.metrics;

/**
 * Stored parts of states on the heap.
 *
 * <p>A part is a node of a persistent collection, or a large value, that has a page of its own. Roots of states are not
 * counted. Reading a part that is on the heap must cost next to nothing, so that hits are sampled: a part counts once,
 * when it is first used after 64 more parts came onto the heap (of whatever tenant). So {@code hits / (hits + misses)} is
 * the share of the parts in use that were there, not the share of all accesses; while nothing is loaded, no hits are
 * counted.
 *
 * @param hits how often a part was found on the heap, sampled as said
 * @param misses how often a part was read from the store, exactly
 * @param evictions how many parts were put out because the budget was used up
 * @param residentBytes the bytes of heap that the parts take which are there now, as estimated from their encoded size;
 *     see {@link io.varve.StateManagerBuilder#memoryBudget}. What is not stored yet is not in here
 */
public record CacheMetrics(long hits, long misses, long evictions, long residentBytes) {}
