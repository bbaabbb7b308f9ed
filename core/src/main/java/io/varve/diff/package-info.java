/**
 * What differs between two states, as values with the path to each. {@link io.varve.diff.StateDiff} is the entry, be it
 * from {@link io.varve.Tenant#diff} or for any two states.
 */
@NullMarked
package io.varve.diff;

import org.jspecify.annotations.NullMarked;
