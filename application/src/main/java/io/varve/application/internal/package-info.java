/**
 * Collections with an index that always agrees with them: only this package can make one. Start at {@link
 * io.varve.application.internal.SessionTable} and, for the index, at {@link io.varve.application.internal.ExpiryIndex}.
 */
@NullMarked
package io.varve.application.internal;

import org.jspecify.annotations.NullMarked;
