package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store's own threads, on which every JDBC call is made while the caller waits.
 *
 * <p>The hop costs some microseconds and buys three things. An interrupt of the caller never reaches the driver: H2
 * closes the whole database when a thread that reads or writes its file is interrupted, and forgets the interrupt of one
 * that waits for a lock. Virtual threads of callers are not pinned by the driver's monitors. And a {@code DataSource}
 * that binds connections to the caller's thread can't put a commit into a transaction of the caller's, who may roll it
 * back.
 */
final class Workers implements AutoCloseable {

    /**
     * How many calls reach the database at once; more wait. H2 writes one commit at a time, so few are enough, and each
     * thread that has written keeps a direct buffer of the largest write (some megabytes) for as long as it lives: 32 of
     * them were more than a heap of 64 MB allows.
     */
    static final int MAX_THREADS = 8;

    private final ThreadPoolExecutor threads;

    Workers() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(
                            null, task, "varve-jdbc-" + number.incrementAndGet(), 0, /* inheritThreadLocals= */ false);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does some work on one of the threads and waits for it, also if the calling thread is interrupted, whose status is
     * set again afterwards.
     *
     * @throws StoreException {@code CLOSED} if this is closed, else what the work throws
     */
    <T> T call(Supplier<T> work) {
        Future<T> future;
        try {
            future = threads.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw new StoreException(StoreException.Kind.CLOSED, "the store is closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw asSeenByCaller(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A fault gets the stack of the caller; its cause keeps that of the worker. */
    private static RuntimeException asSeenByCaller(@Nullable Throwable thrown) {
        if (thrown instanceof StoreException fault) {
            return new StoreException(fault.kind(), String.valueOf(fault.getMessage()), fault.getCause());
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call to the database failed: " + thrown, thrown);
    }

    /** Refuses further calls and waits for those under way. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
