/**
 * Benchmarks of Varve's collections beside those of other libraries, on the heap: {@link
 * io.varve.bench.collection.MapBenchmark}, {@link io.varve.bench.collection.VectorBenchmark} and, for bytes, {@link
 * io.varve.bench.collection.MemoryMeasurement}. A library is one small {@link io.varve.bench.collection.MapSubject} or
 * {@link io.varve.bench.collection.VectorSubject}.
 */
@NullMarked
package io.varve.bench.collection;

import org.jspecify.annotations.NullMarked;
