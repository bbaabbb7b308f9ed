/**
 * Programs that a newcomer runs first and copies from.
 * Start at {@link io.varve.examples.Quickstart}; {@link io.varve.examples.Main} runs the tour and the replay of a git
 * history.
 */
@NullMarked
package io.varve.examples;

import org.jspecify.annotations.NullMarked;
