package io.varve.diff;

import io.vavr.collection.List;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to count as equal when two states are compared, beside what is equal: see {@link StateDiff#with}. Immutable: each
 * method returns new rules.
 *
 * <pre>
 * DiffRules.exact().ignoring("/sessions/*&#47;lastSeen").tolerating("/**&#47;price", 0.005)
 * </pre>
 */
public final class DiffRules {

    private static final DiffRules EXACT = new DiffRules(List.empty(), List.empty(), List.empty());

    private final List<PathPattern> ignored;
    private final List<Tolerance> tolerances;
    private final List<Identification> identities;

    private record Identification(PathPattern where, Function<Object, ?> id) {}

    private record Tolerance(PathPattern where, BigDecimal difference) {}

    private DiffRules(List<PathPattern> ignored, List<Tolerance> tolerances, List<Identification> identities) {
        this.ignored = ignored;
        this.tolerances = tolerances;
        this.identities = identities;
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
        return new DiffRules(ignored.append(PathPattern.of(pattern)), tolerances, identities);
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
        return new DiffRules(ignored, tolerances.append(new Tolerance(where, new BigDecimal(difference))), identities);
    }

    /**
     * Tells the elements of sequences at some places apart by an id instead of by position: what is in both is compared with
     * itself wherever it stands, and has a path by its {@linkplain StatePath.Identity id}; and what changed its order is
     * {@linkplain StateChange.Moved moved}.
     *
     * <pre>
     * DiffRules.exact().matching("/orders/*&#47;lines", Line.class, Line::id)
     * </pre>
     *
     * <p>Where an element is of another type, has a null for its id, or has the same id as another of its sequence, the two
     * sequences there are compared by position. Patches, JSON Patches among them, are always by position. Cost: both sequences are
     * read whole, and their ids held.
     *
     * @param pattern which places; of several rules for one place the first counts
     * @param type the type of the elements
     * @param id gives the id, which is a value with {@code equals} and {@code hashCode}
     * @param <T> the type of the elements
     * @return new rules
     * @throws IllegalArgumentException if it is no {@linkplain PathPattern#of pattern}
     */
    public <T> DiffRules matching(String pattern, Class<T> type, Function<? super T, ?> id) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(id, "id");
        Identification rule = new Identification(
                PathPattern.of(pattern), element -> type.isInstance(element) ? id.apply(type.cast(element)) : null);
        return new DiffRules(ignored, tolerances, identities.append(rule));
    }

    /**
     * These rules without those for {@linkplain #matching elements that have ids}.
     *
     * @return the other rules
     */
    public DiffRules byPosition() {
        return new DiffRules(ignored, tolerances, List.empty());
    }

    /**
     * By what the elements of a sequence are told apart.
     *
     * @param path where the sequence is
     * @return what gives the id, or null for an element that has none; null if they are told apart by position
     */
    public @Nullable Function<Object, ?> identityAt(StatePath path) {
        Objects.requireNonNull(path, "path");
        return identities.isEmpty()
                ? null
                : identities
                        .find(rule -> rule.where().test(path))
                        .<Function<Object, ?>>map(Identification::id)
                        .getOrNull();
    }

    /**
     * Whether there are no rules.
     *
     * @return true of {@link #exact()}
     */
    public boolean isExact() {
        return ignored.isEmpty() && tolerances.isEmpty() && identities.isEmpty();
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
