/**
 * What an application uses: states, tenants, snapshots, history and rollback.
 * Start at {@code StateManager}.
 */
@NullMarked
package io.varve;

import org.jspecify.annotations.NullMarked;
