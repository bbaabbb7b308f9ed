package io.varve.diff;

import io.vavr.collection.List;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * What is to count as equal when two states are compared, beside what is equal: see {@link StateDiff#with}. Immutable: each
 * method returns new rules.
 *
 * <pre>
 * DiffRules.exact().ignoring("/sessions/*&#47;lastSeen").tolerating("/**&#47;price", 0.005)
 * </pre>
 */
public final class DiffRules {

    private static final DiffRules EXACT = new DiffRules(List.empty(), List.empty());

    private final List<PathPattern> ignored;
    private final List<Tolerance> tolerances;

    private record Tolerance(PathPattern where, BigDecimal difference) {}

    private DiffRules(List<PathPattern> ignored, List<Tolerance> tolerances) {
        this.ignored = ignored;
        this.tolerances = tolerances;
    }

    /**
     * No rules: what is not equal differs.
     *
     * @return the rules to add to
     */
    public static DiffRules exact() {
        return EXACT;
    }

    /**
     * Leaves places out, with all that is within them. What is around such a place still counts if it comes, goes or is
     * replaced as a whole.
     *
     * @param pattern which places
     * @return new rules
     * @throws IllegalArgumentException if it is no {@linkplain PathPattern#of pattern}
     */
    public DiffRules ignoring(String pattern) {
        return new DiffRules(ignored.append(PathPattern.of(pattern)), tolerances);
    }

    /**
     * Lets numbers at some places count as equal if they differ by no more than a little. That is reckoned exactly, of
     * numbers of all types; those that are not finite are equal or not.
     *
     * @param pattern which places
     * @param difference by how much they may differ, not negative
     * @return new rules
     * @throws IllegalArgumentException if the difference is negative or not finite, or if it is no {@linkplain
     *     PathPattern#of pattern}
     */
    public DiffRules tolerating(String pattern, double difference) {
        PathPattern where = PathPattern.of(pattern);
        if (!Double.isFinite(difference) || difference < 0) {
            throw new IllegalArgumentException(
                    "numbers may differ by a finite number from 0 on; found " + difference + " for " + pattern);
        }
        return new DiffRules(ignored, tolerances.append(new Tolerance(where, new BigDecimal(difference))));
    }

    /**
     * Whether there are no rules.
     *
     * @return true of {@link #exact()}
     */
    public boolean isExact() {
        return ignored.isEmpty() && tolerances.isEmpty();
    }

    /**
     * Whether a place is left out.
     *
     * @param path the place
     * @return true if one of the rules says so
     */
    public boolean ignores(StatePath path) {
        Objects.requireNonNull(path, "path");
        return ignored.exists(pattern -> pattern.test(path));
    }

    /**
     * Whether two values at a place count as equal although they are not.
     *
     * @param path the place
     * @param before what the earlier state has there
     * @param after what the later state has there
     * @return true if one of the rules says so
     */
    public boolean tolerates(StatePath path, Object before, Object after) {
        Objects.requireNonNull(path, "path");
        if (!isFinite(before) || !isFinite(after)) {
            return false;
        }
        return tolerances.exists(tolerance -> tolerance.where().test(path)
                && decimal(before).subtract(decimal(after)).abs().compareTo(tolerance.difference()) <= 0);
    }

    private static boolean isFinite(Object value) {
        return value instanceof Number number
                && !(value instanceof Double && !Double.isFinite(number.doubleValue()))
                && !(value instanceof Float && !Float.isFinite(number.floatValue()));
    }

    /** Exact, but for floats, which stand for the shortest decimal that makes them. */
    private static BigDecimal decimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }
}
