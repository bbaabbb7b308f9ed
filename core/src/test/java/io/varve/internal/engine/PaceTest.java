package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How fast work goes that is held back. */
class PaceTest {

    private long now = 17;
    private int waits;
    private boolean hurry;

    private final Pace pace = new Pace(
            100,
            nanos -> {
                now += nanos;
                waits++;
                return !hurry;
            },
            () -> now);

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(now - 17);
    }

    @Test
    void theFirstWorkBeginsAtOnceAndTheNextWhenItIsPaidFor() {
        pace.accept(64);
        assertThat(millis()).isZero();
        pace.accept(64);
        assertThat(millis()).isEqualTo(640);
        pace.accept(1);
        assertThat(millis()).isEqualTo(1_280);
    }

    @Test
    void timeThatPassesAnywayCounts() {
        pace.accept(50);
        now += TimeUnit.MILLISECONDS.toNanos(400);
        pace.accept(50);
        assertThat(millis()).isEqualTo(500);
    }

    @Test
    void idleTimeIsNotSavedUp() {
        pace.accept(1);
        now += TimeUnit.SECONDS.toNanos(60);
        pace.accept(100);
        pace.accept(1);
        assertThat(millis()).isEqualTo(61_000);
    }

    @Test
    void whatIsAwaitedIsNotHeldBack() {
        pace.accept(100);
        hurry = true;
        pace.accept(100);
        assertThat(millis()).isEqualTo(50);
    }

    @Test
    void whetherToGoOnIsLookedAtManyTimesASecond() {
        pace.accept(100);
        pace.accept(1);
        assertThat(waits).isEqualTo(20);
    }
}
