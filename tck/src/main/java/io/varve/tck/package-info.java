/**
 * The contract that every store keeps, as a JUnit suite that a plugin author extends, and a store that injects faults.
 * Start at {@code SnapshotStoreContract}.
 */
@NullMarked
package io.varve.tck;

import org.jspecify.annotations.NullMarked;
