package io.varve.internal.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs tasks one after the other on a thread of its own, without being woken for each: as long as there has been something
 * to do lately, the thread looks for more by itself. To wake a thread costs whoever hands over a task some 10 µs, and on
 * a machine whose processors are all busy a hundred and more, since the thread that wakes may take its place. Thread-safe.
 */
final class BackgroundThread implements Executor, AutoCloseable {

    private static final long NANOS_BETWEEN_LOOKS = 1_000_000;

    private static final int LOOKS = 100;

    private final int mostLooks;
    private final ExecutorService thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean closed;

    BackgroundThread(String name) {
        this(name, LOOKS);
    }

    /**
     * Begins.
     *
     * @param mostLooks after so many looks in vain, a millisecond apart, the thread sleeps until it is woken
     */
    BackgroundThread(String name, int mostLooks) {
        this.mostLooks = mostLooks;
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Runs a task later, after those that were handed over before.
     *
     * @throws RejectedExecutionException if this is closed
     */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        tasks.add(task);
        wake();
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            thread.execute(this::run);
        }
    }

    private void run() {
        try {
            int looks = 0;
            while (looks < mostLooks && !closed) {
                Runnable task = tasks.poll();
                if (task != null) {
                    task.run();
                    looks = 0;
                } else {
                    LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
                    looks++;
                }
            }
        } finally {
            awake.set(false);
            if (!tasks.isEmpty()) {
                wakeUnlessClosed(); // It came after the last look, and woke nobody.
            }
        }
    }

    private void wakeUnlessClosed() {
        try {
            wake();
        } catch (RejectedExecutionException e) {
            // It was closed, after which nothing more is run.
        }
    }

    /** Takes no more tasks, and runs those no more that were not begun. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
