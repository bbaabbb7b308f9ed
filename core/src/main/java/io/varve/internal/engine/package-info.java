/**
 * The machine behind the public API. {@link io.varve.internal.engine.Engine} is the manager, {@link
 * io.varve.internal.engine.TenantEngine} a tenant. A change goes from the tenant's {@link
 * io.varve.internal.engine.Timeline} (who is first) to the {@link io.varve.internal.engine.Persister} (which pages and
 * refs) and the {@link io.varve.internal.engine.Committer} (was it applied) to the store.
 */
@NullMarked
package io.varve.internal.engine;

import org.jspecify.annotations.NullMarked;
