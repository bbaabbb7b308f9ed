/**
 * How much heap a state would take if all of it were loaded: an estimate that depends on the value alone, and that is
 * kept up from version to version at the cost of what changed. Start at {@link
 * io.varve.internal.codec.weight.StateWeigher}.
 */
@NullMarked
package io.varve.internal.codec.weight;

import org.jspecify.annotations.NullMarked;
