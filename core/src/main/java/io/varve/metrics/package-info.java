/**
 * What a manager and its tenants have done, as numbers: {@link io.varve.StateManager#metrics()} and {@link
 * io.varve.Tenant#metrics()} give them at one moment, a {@link io.varve.metrics.MetricsListener} is told of each event.
 * All of them are measured; what is sampled or rounded says so.
 */
@NullMarked
package io.varve.metrics;

import org.jspecify.annotations.NullMarked;
