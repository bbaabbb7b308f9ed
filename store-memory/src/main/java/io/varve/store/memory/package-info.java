/**
 * A store that lives in this process and is gone with it.
 * Open it with the URL {@code memory:}.
 */
@NullMarked
package io.varve.store.memory;

import org.jspecify.annotations.NullMarked;
