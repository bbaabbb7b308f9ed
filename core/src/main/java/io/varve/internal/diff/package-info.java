/**
 * Walks two states together and finds where they differ. Start at {@link io.varve.internal.diff.StateComparison}.
 */
@NullMarked
package io.varve.internal.diff;

import org.jspecify.annotations.NullMarked;
