/**
 * Replays a git repository into Varve, kills the process midway, and compares what the store gives back with git itself.
 * Start at {@link io.varve.examples.replay.GitReplay}; {@link io.varve.examples.replay.StoreRun} is what happens to one
 * store, {@link io.varve.examples.replay.Replay} the part that uses Varve.
 */
@NullMarked
package io.varve.examples.replay;

import org.jspecify.annotations.NullMarked;
