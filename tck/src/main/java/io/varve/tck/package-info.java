/**
 * The contract of a {@link io.varve.spi.SnapshotStore} as tests, one per sentence of its Javadoc. A plugin author extends
 * {@link io.varve.tck.SnapshotStoreContract}; whoever wants to see a store fail wraps it in a {@link
 * io.varve.tck.FaultStore}. Everything else here is what the suite is made of.
 */
@NullMarked
package io.varve.tck;

import org.jspecify.annotations.NullMarked;
