package io.varve.internal.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Holds back work so that it does not exceed a number of pages in a second. For one piece of work, by one thread. */
final class Pace implements IntConsumer {

    /** The longest time without looking whether to go on at all. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

    private final long nanosPerPage;
    private final Waiting waiting;
    private long free = System.nanoTime();

    /** Waits for a while; may throw to end the work. */
    interface Waiting {
        void waitFor(long nanos);
    }

    Pace(int pagesPerSecond, Waiting waiting) {
        this.nanosPerPage = TimeUnit.SECONDS.toNanos(1) / pagesPerSecond;
        this.waiting = waiting;
    }

    /** Waits until what was done before is paid for, then takes more on credit. */
    @Override
    public void accept(int pages) {
        for (long left = free - System.nanoTime(); left > 0; left = free - System.nanoTime()) {
            waiting.waitFor(Math.min(left, LONGEST_WAIT));
        }
        free = Math.max(free, System.nanoTime()) + pages * nanosPerPage;
    }
}
