package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a subject must be able to do for a benchmark to measure it. A benchmark's parameter {@code subject} has all who can,
 * and {@link Limits} says why the others can't; a test holds the two together.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Needs {

    /** All of these. */
    Ability[] value();
}
