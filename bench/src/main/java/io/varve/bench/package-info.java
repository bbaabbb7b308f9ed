/**
 * JMH benchmarks of Varve across its backends, beside Vavr.
 * Run them with {@code java -jar bench/target/benchmarks.jar}.
 */
@NullMarked
package io.varve.bench;

import org.jspecify.annotations.NullMarked;
