/**
 * Turns states into pages and pages into states. Start at {@link io.varve.internal.codec.StateCodec}.
 */
@NullMarked
package io.varve.internal.codec;

import org.jspecify.annotations.NullMarked;
