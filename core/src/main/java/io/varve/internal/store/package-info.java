/**
 * What core does around every store, so that no backend has to: {@link io.varve.internal.store.GuardedStore} checks
 * arguments and limits, tries again what may succeed later, and refuses use after close.
 */
@NullMarked
package io.varve.internal.store;

import org.jspecify.annotations.NullMarked;
