/**
 * Counts and times what the engine does, for {@code io.varve.metrics}. {@link io.varve.internal.metrics.Meters} has a
 * {@link io.varve.internal.metrics.TenantMeter} for each open tenant.
 */
@NullMarked
package io.varve.internal.metrics;

import org.jspecify.annotations.NullMarked;
