/**
 * The whole job: accounts are loaded, changed, kept as snapshots, read as they were, taken back and compared, by Varve on
 * each of its stores and by what else one could use. Start at {@link io.varve.bench.job.Job}, which does the work with
 * whatever {@link io.varve.bench.job.subject.Subject} it is given and checks it against a {@link io.varve.bench.job.Model}.
 */
@NullMarked
package io.varve.bench.job;

import org.jspecify.annotations.NullMarked;
