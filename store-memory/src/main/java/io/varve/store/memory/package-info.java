/**
 * A store in this process: for tests, for caches, and as the plainest example of a backend. The entry point is {@link
 * io.varve.store.memory.MemorySnapshotStore}.
 */
@NullMarked
package io.varve.store.memory;

import org.jspecify.annotations.NullMarked;
