package io.varve.internal.page;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that take work off others if a processor is free: at most four, daemons, which end when they were idle for a second. */
public final class SpareThreads {

    private static final int MOST = 4;

    private SpareThreads() {}

    /**
     * Makes a pool, of which no thread runs until there is a task.
     *
     * @param name what the threads are called
     * @param queue the tasks that wait
     * @param whenBusy what becomes of a task that finds neither a thread nor a place in the queue
     */
    public static ThreadPoolExecutor pool(
            String name, BlockingQueue<Runnable> queue, RejectedExecutionHandler whenBusy) {
        int threads = Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() - 1));
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.SECONDS,
                queue,
                task -> {
                    Thread made = new Thread(null, task, name, 0, false);
                    made.setDaemon(true);
                    // That of whoever is first would be kept from being unloaded.
                    made.setContextClassLoader(SpareThreads.class.getClassLoader());
                    return made;
                },
                whenBusy);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
