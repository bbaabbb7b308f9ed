/**
 * The contract of a {@link io.varve.spi.SnapshotStore} as tests, one per sentence of its Javadoc. A plugin author extends
 * {@link io.varve.tck.SnapshotStoreContract}; everything else here is what that class is made of.
 */
@NullMarked
package io.varve.tck;

import org.jspecify.annotations.NullMarked;
