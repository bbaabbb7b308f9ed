/**
 * Programs that a newcomer runs first and copies from.
 * Start at {@code GitReplay}.
 */
@NullMarked
package io.varve.examples;

import org.jspecify.annotations.NullMarked;
