package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackgroundThreadTest {

    @Test
    void tasksRunInTheirOrderOneAtATimeAndNoneIsForgotten() throws InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("BackgroundThreadTest seed " + seed);
        Random random = new Random(seed);
        try (BackgroundThread background = new BackgroundThread("test", 1)) {
            for (int round = 0; round < 300; round++) {
                List<Integer> ran = new ArrayList<>(); // Read when the last has run.
                int tasks = 1 + random.nextInt(50);
                CountDownLatch all = new CountDownLatch(tasks);
                for (int i = 0; i < tasks; i++) {
                    int number = i;
                    background.execute(() -> {
                        ran.add(number);
                        all.countDown();
                    });
                }
                assertThat(all.await(30, TimeUnit.SECONDS))
                        .as("seed %d round %d", seed, round)
                        .isTrue();
                assertThat(ran).isSorted().hasSize(tasks);
                LockSupport.parkNanos(
                        random.nextInt(2_000_000)); // The next task comes as it goes to sleep, or about then.
            }
        }
    }

    @Test
    void tasksOfManyThreadsAllRun() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(4 * 2_000);
        try (BackgroundThread background = new BackgroundThread("test")) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    for (int j = 0; j < 2_000; j++) {
                        background.execute(() -> {
                            ran.incrementAndGet();
                            all.countDown();
                        });
                    }
                }));
            }
            threads.forEach(Thread::start);
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).hasValue(4 * 2_000);
    }

    @Test
    void afterATaskThatThrowsTheNextOnesRun() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        try (BackgroundThread background = new BackgroundThread("test")) {
            background.execute(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> {});
                throw new IllegalStateException("expected");
            });
            background.execute(last::countDown);
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void nothingIsTakenOnceItIsClosed() {
        BackgroundThread background = new BackgroundThread("test");
        background.execute(() -> {});
        background.close();
        assertThatThrownBy(() -> background.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
