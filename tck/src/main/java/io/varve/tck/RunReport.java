package io.varve.tck;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Counts what really ran. It prints a summary for each test class, with what was left out and why, and fails a group of
 * tests of which none ran for a reason that is not the suite's own.
 */
final class RunReport implements BeforeAllCallback, AfterAllCallback, TestWatcher {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RunReport.class);

    /** Prints a line of what the suite has to tell. */
    static void print(Class<?> group, String text) {
        System.out.println("varve-tck: " + group.getSimpleName() + ": " + text);
    }

    /** What became of the tests of a class and of the groups within it. */
    private static final class Counts {
        private int ran;
        private int failed;
        private final Map<String, Integer> skipped = new TreeMap<>();
        private final Map<String, Integer> foreign = new TreeMap<>();

        synchronized void ran(boolean passed) {
            ran++;
            failed += passed ? 0 : 1;
        }

        synchronized void leftOut(String group, Throwable reason) {
            boolean isKnown = reason instanceof SkippedException;
            String why = group + ": " + Optional.ofNullable(reason.getMessage()).orElse("no reason was given");
            (isKnown ? skipped : foreign).merge(why, 1, Integer::sum);
        }

        synchronized void add(Counts other) {
            ran += other.ran;
            failed += other.failed;
            other.skipped.forEach((why, count) -> skipped.merge(why, count, Integer::sum));
            other.foreign.forEach((why, count) -> foreign.merge(why, count, Integer::sum));
        }

        synchronized boolean isEmptyWithoutReason() {
            return ran == 0 && (!foreign.isEmpty() || skipped.isEmpty());
        }

        synchronized void print(Class<?> testClass) {
            RunReport.print(testClass, ran + " tests of the contract ran, " + failed + " of them failed");
            skipped.forEach((why, count) -> RunReport.print(testClass, "skipped " + count + " of " + why));
            foreign.forEach((why, count) ->
                    RunReport.print(testClass, "NOT RUN, by no choice of the suite: " + count + " of " + why));
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Counts.class, new Counts());
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        counts(context).ran(true);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        counts(context).ran(false);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        counts(context).leftOut(context.getRequiredTestClass().getSimpleName(), cause);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        counts(context)
                .leftOut(
                        context.getRequiredTestClass().getSimpleName(),
                        new TestAbortedException("disabled: " + reason.orElse("no reason was given")));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Counts counts = counts(context);
        Class<?> testClass = context.getRequiredTestClass();
        boolean isGroup = ContractGroup.class.isAssignableFrom(testClass);
        if (isGroup) {
            context.getParent().map(RunReport::counts).ifPresent(all -> all.add(counts));
        } else {
            counts.print(testClass);
        }
        if (counts.isEmptyWithoutReason()) {
            throw new AssertionError("no test of " + testClass.getSimpleName() + " ran, so nothing is proved: "
                    + new TreeSet<>(counts.foreign.keySet()));
        }
    }

    private static Counts counts(ExtensionContext context) {
        Counts counts = context.getStore(NAMESPACE).get(Counts.class, Counts.class);
        if (counts == null) {
            throw new IllegalStateException("tests run outside of a class: " + context.getUniqueId());
        }
        return counts;
    }
}
