package io.varve.store.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets commits that end at about the same time share one sync of the disk: whoever asks while a sync is under way waits
 * for it to end, and the first of them to go on makes one sync for all who have asked by then.
 *
 * <p>In an engine whose {@code COMMIT} doesn't sync, a commit is visible before it is on the disk, and could be seen by
 * one caller, then be gone after a loss of power. So a call that returns values of refs first waits until what it may
 * have seen is on the disk: it is free while no commit is under way, and else costs one shared sync. (The alternative,
 * to hold the tenant's lock during the sync, would let a tenant make one commit a sync.) Pages need no such care, since
 * whoever knows a page's id from a ref has waited for the ref. Two stores on the same database know nothing of each
 * other's commits, so this holds for one store.
 */
final class GroupSync {

    /** Makes everything that is committed when it is called reach the disk. */
    @FunctionalInterface
    interface Disk {
        void sync() throws SQLException;
    }

    private final Disk disk;
    private final ReentrantLock syncing = new ReentrantLock();
    /** How often a sync was asked for; the count is a ticket, later than all commits that ended before. */
    private final AtomicLong asked = new AtomicLong();
    /** The tickets that a sync which began after they were drawn has covered; guarded by {@link #syncing}. */
    private long covered;
    /** Commits that may be visible and are not yet known to be on the disk. */
    private final AtomicInteger underWay = new AtomicInteger();
    /** How many commits and syncs have failed: what they left may be visible, yet not on the disk. */
    private final AtomicLong doubts = new AtomicLong();
    /** The doubts that a later sync has settled; written under {@link #syncing}. */
    private volatile long settled;

    GroupSync(Disk disk) {
        this.disk = disk;
    }

    /** Is called before {@code COMMIT} is sent; {@link #commitEnded} or {@link #commitFailed} follows. */
    void commitBegins() {
        underWay.incrementAndGet();
    }

    /** Waits until the commit is on the disk. */
    void commitEnded() throws SQLException {
        try {
            sync();
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Ends a commit that has failed; it may be visible all the same. */
    void commitFailed() {
        doubts.incrementAndGet();
        underWay.decrementAndGet();
    }

    /** Waits, after a read, until all that it may have seen is on the disk. */
    void afterRead() throws SQLException {
        if (underWay.get() > 0 || doubts.get() > settled) {
            sync();
        }
    }

    private void sync() throws SQLException {
        long ticket = asked.incrementAndGet();
        syncing.lock();
        try {
            if (covered >= ticket) {
                return;
            }
            long upTo = asked.get();
            long doubtsBefore = doubts.get();
            disk.sync();
            covered = upTo;
            settled = doubtsBefore;
        } catch (SQLException | RuntimeException | Error e) {
            doubts.incrementAndGet();
            throw e;
        } finally {
            syncing.unlock();
        }
    }
}
