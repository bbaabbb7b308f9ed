/**
 * Today's types: the walk from the type of the state through its components, which knows what can be kept and says why
 * the rest can't. Start at {@link io.varve.internal.codec.type.TypeGraph}.
 */
@NullMarked
package io.varve.internal.codec.type;

import org.jspecify.annotations.NullMarked;
