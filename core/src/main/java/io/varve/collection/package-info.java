/**
 * Persistent collections whose versions share structure on the heap and on disk.
 * Start at {@code PersistentMap}.
 */
@NullMarked
package io.varve.collection;

import org.jspecify.annotations.NullMarked;
