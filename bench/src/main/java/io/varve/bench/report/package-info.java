/**
 * Turns JMH's results into tables, charts and one page: start at {@link io.varve.bench.report.ReportWriter}. It knows
 * JMH's format, not the benchmarks.
 */
@NullMarked
package io.varve.bench.report;

import org.jspecify.annotations.NullMarked;
