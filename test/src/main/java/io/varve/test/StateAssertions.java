package io.varve.test;

import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.opentest4j.AssertionFailedError;

/** Assertions about states, which say where two of them differ instead of printing both. */
public final class StateAssertions {

    private static final int SHOWN = 20;

    private StateAssertions() {}

    /**
     * Fails if two states differ. Cost: that of {@link StateDiff#between(Object, Object)} until enough differences are found.
     *
     * @param expected what it should be
     * @param actual what it is
     * @param <S> the type of the states, whose records are public in exported packages; else see {@link #assertSame(StateDiff)}
     * @throws AssertionFailedError if they differ; the message lists the first 20 places
     */
    public static <S> void assertSame(S expected, S actual) {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(actual, "actual");
        assertSame(StateDiff.between(expected, actual));
    }

    /**
     * Fails if there are differences.
     *
     * @param diff from what is expected to what there is
     * @throws AssertionFailedError if it is not empty; the message lists the first 20 places
     */
    public static void assertSame(StateDiff<?> diff) {
        String differences = differences(Objects.requireNonNull(diff, "diff"));
        if (!differences.isEmpty()) {
            throw new AssertionFailedError("the states differ, from what is expected to what there is:" + differences);
        }
    }

    /** A line for each of the first differences, or nothing. */
    static String differences(StateDiff<?> diff) {
        List<String> lines = new ArrayList<>();
        for (StateChange change : diff) {
            if (lines.size() == SHOWN) {
                lines.add("and more");
                break;
            }
            lines.add(change.toString());
        }
        return lines.isEmpty() ? "" : "\n  " + String.join("\n  ", lines);
    }
}
