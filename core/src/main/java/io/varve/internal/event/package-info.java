/**
 * Tells listeners what has happened, on threads of their own: each has a {@link io.varve.internal.event.Delivery}, which takes
 * {@link io.varve.internal.event.Occurrence}s from the engine and makes events of them.
 */
@NullMarked
package io.varve.internal.event;

import org.jspecify.annotations.NullMarked;
