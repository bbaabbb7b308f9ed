/**
 * What an application uses: {@link io.varve.StateManager} keeps one immutable state per tenant, and a {@link
 * io.varve.Tenant} handle changes it, takes snapshots and goes back to them.
 *
 * <p>No parameter, element or result is null unless it is marked {@link org.jspecify.annotations.Nullable}; a null that
 * is passed all the same is answered with a {@link NullPointerException} that names the parameter.
 */
@NullMarked
package io.varve;

import org.jspecify.annotations.NullMarked;
