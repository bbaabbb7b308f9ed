package io.varve.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Tasks that begin at the same time on a thread each. A race ends when all have ended, and fails with what any of them
 * threw; one that does not end within a minute fails with the stacks of those that hang.
 */
final class Race {

    private static final long PATIENCE_MILLIS = 60_000;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CyclicBarrier start;
    private final AtomicInteger leaders;

    /** What one thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private Race(List<Task> leaders, List<Task> followers) {
        this.start = new CyclicBarrier(leaders.size() + followers.size());
        this.leaders = new AtomicInteger(leaders.size());
        leaders.forEach(task -> add(() -> lead(task)));
        followers.forEach(task -> add(() -> follow(task)));
    }

    /** Runs each task once. */
    static void of(Task... tasks) {
        new Race(Arrays.asList(tasks), List.of()).run();
    }

    /** Runs {@code count} tasks, made from their numbers, once each. */
    static void of(int count, IntFunction<Task> task) {
        new Race(IntStream.range(0, count).mapToObj(task).toList(), List.of()).run();
    }

    /** Runs the leaders once each, and meanwhile the followers again and again, each at least once. */
    static void of(List<Task> leaders, List<Task> followers) {
        new Race(leaders, followers).run();
    }

    private void add(Task task) {
        Thread thread = new Thread(() -> attempt(task), "varve-tck-race-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void attempt(Task task) {
        try {
            start.await();
            task.run();
        } catch (InterruptedException | BrokenBarrierException e) {
            failures.add(new AssertionError("the race was broken off", e));
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    private void lead(Task task) throws Exception {
        try {
            task.run();
        } finally {
            leaders.decrementAndGet();
        }
    }

    private void follow(Task task) throws Exception {
        do {
            task.run();
        } while (leaders.get() > 0);
    }

    private void run() {
        threads.forEach(Thread::start);
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(new AssertionError("the race was interrupted", e));
        }
        threads.stream().filter(Thread::isAlive).forEach(this::reportHanging);
        failures.stream().findFirst().ifPresent(this::fail);
    }

    private void reportHanging(Thread thread) {
        AssertionError hanging = new AssertionError(thread.getName() + " hangs in " + thread.getState());
        hanging.setStackTrace(thread.getStackTrace());
        failures.add(hanging);
        thread.interrupt();
    }

    private void fail(Throwable first) {
        AssertionError failure = new AssertionError(first.getMessage(), first);
        failures.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }
}
