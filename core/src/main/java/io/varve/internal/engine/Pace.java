package io.varve.internal.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Holds back work so that it does not exceed a number of pages in a second. For one thread. */
final class Pace implements IntConsumer {

    /** The longest time without looking whether to go on at all. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

    private final long nanosPerPage;
    private final Waiting waiting;
    private final LongSupplier nanoTime;
    private long free;

    /** Waits for a while. */
    interface Waiting {

        /**
         * Waits, or throws to end the work.
         *
         * @return whether to hold the work back any longer
         */
        boolean waitFor(long nanos);
    }

    Pace(int pagesPerSecond, Waiting waiting, LongSupplier nanoTime) {
        this.nanosPerPage = TimeUnit.SECONDS.toNanos(1) / pagesPerSecond;
        this.waiting = waiting;
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
    }

    /** Waits until what was done before is paid for, then takes more on credit. */
    @Override
    public void accept(int pages) {
        long now = nanoTime.getAsLong();
        while (free - now > 0 && waiting.waitFor(Math.min(free - now, LONGEST_WAIT))) {
            now = nanoTime.getAsLong();
        }
        free = now + pages * nanosPerPage;
    }
}
