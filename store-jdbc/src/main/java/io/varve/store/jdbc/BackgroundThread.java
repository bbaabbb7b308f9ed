package io.varve.store.jdbc;

/** Threads of the store's own that keep no process alive, and end when they are told to. */
final class BackgroundThread {

    private BackgroundThread() {}

    /** Makes a thread that inherits nothing from whoever happens to start it. */
    static Thread named(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, /* inheritThreadLocals= */ false);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for a thread, also if this one is interrupted, whose status is set again afterwards. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
