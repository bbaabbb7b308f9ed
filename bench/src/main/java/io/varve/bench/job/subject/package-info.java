/**
 * Those who do the job, a small class each. Start at {@link io.varve.bench.job.subject.Subject}, which says what the work
 * is; {@link io.varve.bench.job.subject.Subjects} knows them all by name.
 */
@NullMarked
package io.varve.bench.job.subject;

import org.jspecify.annotations.NullMarked;
