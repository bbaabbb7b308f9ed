package io.varve.internal.engine;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The locks under which all timelines of a tenant write to the store, one at a time, so that whoever has them knows that no
 * write of this process to the tenant is under way.
 *
 * @param commit taken by what is written at once
 * @param draining taken by what is written in the background, instead; fair, so that a thread that drains without end lets
 *     others in
 */
record TenantLocks(ReentrantLock commit, ReentrantLock draining) {

    static TenantLocks create() {
        return new TenantLocks(new ReentrantLock(), new ReentrantLock(true));
    }
}
