/** What the jar of the benchmarks can be told to do; {@link io.varve.bench.Main} chooses among it. */
@NullMarked
package io.varve.bench.command;

import org.jspecify.annotations.NullMarked;
