package io.varve.internal.engine;

import io.varve.BackgroundFailureListener;
import io.varve.InvalidStateException;
import io.varve.StoreFailedException;
import io.varve.VarveException;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of one tenant that were made on the heap and wait to be written, first in first out. A change that can't
 * be written stays first, so that what is in the store is always a prefix of what was done; the failure is reported once
 * to the listener and once to whoever changes the tenant next, and then the write is tried again. Only a state that can't
 * be stored at all is left out of its change, since no try could help. Thread-safe.
 */
final class ChangeQueue<S> {

    private static final int CAPACITY = 1_024;
    private static final Logger LOG = LoggerFactory.getLogger(ChangeQueue.class);

    private final TenantId tenant;
    private final Persister<S> persister;
    private final Executor executor;
    private final BackgroundFailureListener listener;
    private final Consumer<Seq<Entry<S>>> leftOut;
    private final Consumer<Change<S>> written;

    private final Semaphore places = new Semaphore(CAPACITY);
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock draining;

    private final ArrayDeque<Change<S>> waiting = new ArrayDeque<>();

    /** Whether a task that writes in the background is waiting or running, so that a change need not wake its thread. */
    private boolean scheduled;

    private volatile @Nullable VarveException failure;

    /**
     * Makes an empty queue.
     *
     * @param draining under which all timelines of the tenant are written in the background
     * @param leftOut told of the snapshots of a change that can't be stored
     * @param written told of each change that was written whole
     */
    ChangeQueue(
            TenantId tenant,
            ReentrantLock draining,
            Persister<S> persister,
            Executor executor,
            BackgroundFailureListener listener,
            Consumer<Seq<Entry<S>>> leftOut,
            Consumer<Change<S>> written) {
        this.leftOut = leftOut;
        this.written = written;
        this.draining = draining;
        this.tenant = tenant;
        this.persister = persister;
        this.executor = executor;
        this.listener = listener;
    }

    /**
     * Waits until there is a place for one more change. To be called before the change is made.
     *
     * @throws VarveException the failure of an earlier write
     */
    void reserve() {
        boolean interrupted = false;
        try {
            while (true) {
                throwIfFailed();
                try {
                    if (places.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives a place back that is not needed. */
    void cancel() {
        places.release();
    }

    /** Takes a change for which a place was reserved. */
    void add(Change<S> change) {
        lock.lock();
        try {
            waiting.addLast(change);
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /**
     * Throws the failure of an earlier write, if there was one that nobody was told of, and has it tried again.
     *
     * @throws VarveException the failure
     */
    void throwIfFailed() {
        VarveException untold = failure;
        if (untold != null) {
            failure = null;
            schedule();
            throw untold;
        }
    }

    /**
     * Writes what is waiting now, in this thread, and then does something before anything else is written. What is added
     * meanwhile waits.
     */
    <T> T afterDraining(Supplier<T> action) {
        draining.lock();
        try {
            drain(waitingNow());
            return action.get();
        } finally {
            draining.unlock();
        }
    }

    /** Writes what is waiting, in this thread. An earlier failure is forgotten, since it is tried again here. */
    void drain() {
        drain(Integer.MAX_VALUE);
    }

    private void drain(int most) {
        InvalidStateException refusal = null;
        boolean more = true;
        for (int left = most; left > 0 && more; left--) {
            // The lock is given up in between, or else who waits for it would wait for as long as changes keep coming.
            try {
                more = writeFirstAgain();
            } catch (InvalidStateException e) {
                refusal = e; // That change is done with, and those behind it are to be written all the same.
            }
        }
        schedule(); // What came meanwhile may have found a failure that is gone by now.
        if (refusal != null) {
            throw refusal;
        }
    }

    private boolean writeFirstAgain() {
        draining.lock();
        try {
            failure = null;
            return writeFirst();
        } finally {
            draining.unlock();
        }
    }

    /** Writes the change that waits longest; false if there is none. Called under the lock of draining. */
    private boolean writeFirst() {
        Change<S> change = first();
        if (change == null) {
            return false;
        }
        if (!wasApplied(change)) {
            persister.persistStorable(change);
        }
        InvalidStateException refusal = persister.refusal();
        if (refusal != null) {
            leftOut.accept(change.added().reject(persister::isStored));
        }
        removeFirst();
        if (refusal != null) {
            throw refusal;
        }
        written.accept(change);
        return true;
    }

    /** Whether an earlier try, whose outcome was unknown, has written the change. */
    @SuppressWarnings("ReferenceEquality") // the very change that was tried
    private boolean wasApplied(Change<S> change) {
        return persister.isUnsettled() && persister.settle() == change;
    }

    /** Whether an earlier write failed, and nobody was told of it yet. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Forgets what is waiting. */
    void discard() {
        draining.lock();
        try {
            while (first() != null) {
                removeFirst();
            }
        } finally {
            draining.unlock();
        }
    }

    private void schedule() {
        lock.lock();
        try {
            if (scheduled || waiting.isEmpty()) {
                return;
            }
            scheduled = true;
        } finally {
            lock.unlock();
        }
        execute();
    }

    private void execute() {
        try {
            executor.execute(this::writeInBackground);
        } catch (RejectedExecutionException e) {
            LOG.debug("the manager is closing, which writes what is waiting itself", e);
        }
    }

    /** Writes one change, and then lets other tenants have their turn. */
    private void writeInBackground() {
        VarveException failed = null;
        draining.lock();
        try {
            if (failure == null) {
                writeFirst();
            }
        } catch (VarveException e) {
            failed = e;
        } catch (RuntimeException | Error e) {
            failed = new StoreFailedException(
                    "could not write the state of tenant '" + tenant + "'",
                    new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, e.toString(), e));
        } finally {
            if (failed != null) {
                // Under the lock, so that it does not outlast a later try, by another thread, that went well.
                failure = failed;
            }
            draining.unlock();
        }
        if (failed != null) {
            tell(failed);
        }
        if (goesOn()) {
            execute();
        }
    }

    /** Whether the task that ends now is to be followed by another. After a failure that nobody was told of, none is. */
    private boolean goesOn() {
        lock.lock();
        try {
            scheduled = failure == null && !waiting.isEmpty();
            return scheduled;
        } finally {
            lock.unlock();
        }
    }

    private void tell(VarveException e) {
        try {
            listener.onFailure(tenant.value(), e);
        } catch (RuntimeException thrown) {
            LOG.warn("the listener for background failures failed itself, for tenant '{}'", tenant, thrown);
        }
    }

    private int waitingNow() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Change<S> first() {
        lock.lock();
        try {
            return waiting.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    private void removeFirst() {
        lock.lock();
        try {
            waiting.removeFirst();
        } finally {
            lock.unlock();
        }
        places.release();
    }
}
