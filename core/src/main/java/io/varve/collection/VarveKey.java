package io.varve.collection;

/**
 * A type that can be the key of a {@link PersistentMap} although its place can't be known from outside. Numbers,
 * strings, {@code UUID}, enums, {@code java.time}, and records of these can be keys as they are.
 *
 * <pre>{@code
 * final class Path implements VarveKey {
 *     private final List<String> parts;
 *
 *     public void hashTo(HashSink sink) {
 *         sink.putInt(parts.size());
 *         parts.forEach(sink::putString);
 *     }
 *     // and equals, hashCode
 * }
 * }</pre>
 */
public interface VarveKey {

    /**
     * Puts all that {@code equals} compares, and nothing else: two keys of one class are equal if and only if they put
     * equal sequences. What is put must not depend on the machine or the run, as identity hash codes do.
     *
     * @param sink takes the puts; not to be kept
     */
    void hashTo(HashSink sink);
}
