/**
 * Programs that are killed while they write, and what has to be there afterwards. {@link io.varve.crash.CrashTest} is the
 * test, {@link io.varve.crash.CrashRun} what it runs: {@link io.varve.crash.CrashChild} writes and is killed, {@link
 * io.varve.crash.Oracle}, in the process that kills it, knows what it acknowledged.
 */
@NullMarked
package io.varve.crash;

import org.jspecify.annotations.NullMarked;
