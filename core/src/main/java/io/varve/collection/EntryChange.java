package io.varve.collection;

/**
 * One difference between two versions of a map, as {@link PersistentMap#diff} lists them.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public sealed interface EntryChange<K, V> {

    /** The key whose entry differs. */
    K key();

    /**
     * A key that only the later version has.
     *
     * @param key the key
     * @param after its value in the later version
     */
    record Added<K, V>(K key, V after) implements EntryChange<K, V> {}

    /**
     * A key that only the earlier version has.
     *
     * @param key the key
     * @param before its value in the earlier version
     */
    record Removed<K, V>(K key, V before) implements EntryChange<K, V> {}

    /**
     * A key that has unequal values.
     *
     * @param key the key
     * @param before its value in the earlier version
     * @param after its value in the later version
     */
    record Replaced<K, V>(K key, V before, V after) implements EntryChange<K, V> {}
}
