package io.varve.internal.engine;

import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Set;
import java.util.function.IntConsumer;

/** What a {@link Keeper} does for the open tenants of a manager, each when it is due. Used by the keeper's thread only. */
interface Chore {

    /** What the thread is called by: {@code garbage}. */
    String name();

    /** Whether it is ever due. */
    boolean isAutomatic();

    /** How many pages or snapshots it may deal with in a second; none for no limit. */
    Option<Integer> pace();

    /** Whom it is done for: a tenant's main timeline, for all of the tenant, or each timeline that is open. */
    Seq<TenantEngine<?>> of(TenantEngine<?> main);

    boolean isDue(TenantId tenant, TenantEngine<?> engine);

    /**
     * Does it.
     *
     * @param pace holds it back; told of what is about to be dealt with, and throws to end it
     */
    void run(TenantEngine<?> engine, IntConsumer pace);

    /** Whether somebody waits for the end, so that it must not be held back. */
    boolean isAwaited(TenantEngine<?> engine);

    /** Says that a tenant's turn has come, whatever came of it. */
    void done(TenantId tenant, TenantEngine<?> engine);

    /** Forgets the tenants that are not open any more. */
    void retain(Set<TenantId> open);
}
