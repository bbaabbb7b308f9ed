package io.varve.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Tasks that begin at the same time on a thread each. A race ends when all have ended, and fails with what any of them
 * threw; one that does not end within a minute fails with the stacks of those that hang.
 */
final class Race {

    private static final long PATIENCE_MILLIS = 60_000;

    /** How many times the least number of its turns a writer goes on at most, waiting for its readers. */
    private static final int PATIENCE_TURNS = 20;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CyclicBarrier start;
    private final CountDownLatch warm;
    private final AtomicInteger leaders;

    /** What one thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /** What a thread does in one of many turns. */
    @FunctionalInterface
    interface Step {
        void run(int turn) throws Exception;
    }

    private Race(List<Task> leaders, List<Task> followers) {
        this.start = new CyclicBarrier(leaders.size() + followers.size());
        this.warm = new CountDownLatch(followers.size());
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

    /** Runs the leaders once each; the followers before them, again and again meanwhile, and after them. */
    static void of(List<Task> leaders, List<Task> followers) {
        new Race(leaders, followers).run();
    }

    /**
     * Runs the steps 0, 1, 2 … of a writer while readers repeat theirs, until the rounds are over and each side has had the
     * least number of them. So a fast writer does not leave before its readers have looked, nor the other way round.
     */
    static void of(Rounds rounds, Step writer, Task... readers) {
        AtomicIntegerArray turns = new AtomicIntegerArray(readers.length);
        List<Task> followers = new ArrayList<>();
        for (int i = 0; i < readers.length; i++) {
            int reader = i;
            followers.add(() -> {
                readers[reader].run();
                turns.incrementAndGet(reader);
            });
        }
        Task leader = () -> {
            int turn = 0;
            for (int unused : rounds) {
                writer.run(turn++);
            }
            while (turn < rounds.atLeast() * PATIENCE_TURNS
                    && IntStream.range(0, readers.length).anyMatch(each -> turns.get(each) < rounds.atLeast())) {
                writer.run(turn++);
            }
        };
        of(List.of(leader), followers);
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
            warm.await();
            task.run();
        } finally {
            leaders.decrementAndGet();
        }
    }

    private void follow(Task task) throws Exception {
        try {
            task.run();
        } finally {
            warm.countDown();
        }
        boolean last;
        do {
            last = leaders.get() == 0;
            task.run();
        } while (!last);
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
        AssertionError failure =
                new AssertionError(first instanceof AssertionError ? first.getMessage() : first.toString(), first);
        failures.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }
}
