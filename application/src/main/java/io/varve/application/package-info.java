/**
 * The ready-made state of an application: {@link io.varve.application.ApplicationState} holds a tenant's user sessions,
 * its data and a cache of query results, and {@link io.varve.application.ApplicationTransitions} changes it. Start at
 * the first.
 */
@NullMarked
package io.varve.application;

import org.jspecify.annotations.NullMarked;
