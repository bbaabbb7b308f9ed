package io.varve.store.rocksdb;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work of one kind that is done by at most one daemon thread at a time. Thread-safe. */
final class BackgroundWork {

    private final String name;
    private final Runnable work;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();

    BackgroundWork(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    boolean isRunning() {
        return running.get() != null;
    }

    /**
     * Begins, unless it runs already.
     *
     * @throws OutOfMemoryError if the process has no more threads; it may have later
     */
    void start() {
        Thread thread = new Thread(this::run, name);
        thread.setDaemon(true);
        if (running.compareAndSet(null, thread)) {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                running.set(null);
                throw e;
            }
        }
    }

    private void run() {
        try {
            work.run();
        } finally {
            running.set(null);
        }
    }

    /** Waits until it does not run, also when interrupted. */
    void join() {
        boolean interrupted = false;
        for (Thread thread = running.get(); thread != null; thread = running.get()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
