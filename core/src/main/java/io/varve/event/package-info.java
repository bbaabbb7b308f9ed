/**
 * What becomes of the tenants, told to listeners once it has been done: {@link io.varve.event.TenantListener} is told {@link
 * io.varve.event.TenantEvent}s, in order, by a thread of its own. Audits, projections and replicas are built on it; see
 * {@link io.varve.Tenant#listen} and {@link io.varve.StateManagerBuilder#listener}.
 */
@NullMarked
package io.varve.event;

import org.jspecify.annotations.NullMarked;
