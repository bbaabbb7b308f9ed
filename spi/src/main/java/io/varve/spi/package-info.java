/**
 * The storage contract: immutable {@linkplain io.varve.spi.Page pages} by id and small mutable {@linkplain
 * io.varve.spi.Ref refs} by name, changed only by compare-and-set. A backend implements {@link
 * io.varve.spi.SnapshotStore} and {@link io.varve.spi.SnapshotStoreProvider}; {@link io.varve.spi.SnapshotStores}
 * finds it.
 *
 * <p>Everything here is opaque bytes and JDK types. No parameter, element or result is null unless it is marked {@link
 * org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.varve.spi;

import org.jspecify.annotations.NullMarked;
