package io.varve.diff;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a merge does where both sides have changed the same place differently: see {@link StateMerge}. Without a rule it is a
 * conflict. A rule for places goes before one for types, and of two that fit the one that was added last. Immutable: each
 * method returns new rules.
 *
 * <pre>{@code
 * MergeRules.strict()
 *         .at("/stock/**", Merger.<Long>counter())
 *         .at("/orders", Merger.appending())
 *         .type(Money.class, (base, ours, theirs) -> Option.some(ours.max(theirs)))
 *         .lastWriter("/settings/**")
 * }</pre>
 *
 * <p>A merger is asked for the outermost value that its rule fits, with all that both sides have changed in it. Where it has no
 * answer, or is for another type, what is within is merged by itself; if there is nothing within, no answer is a conflict.
 */
public final class MergeRules {

    private static final MergeRules STRICT = new MergeRules(List.empty(), List.empty());

    /** The last one first. */
    private final List<Rule> places;

    private final List<Rule> types;

    private MergeRules(List<Rule> places, List<Rule> types) {
        this.places = places;
        this.types = types;
    }

    /** One rule: where it holds, and what it does; it has no merger where the last writer wins. */
    private record Rule(Predicate<StatePath> where, Predicate<Object> what, Option<Merger<Object>> merger) {}

    /** What is to be done at a place. */
    public sealed interface Decision {}

    /**
     * A merger is to be asked.
     *
     * @param merger which
     */
    public record Merged(Merger<Object> merger) implements Decision {
        /** Checks that the merger is not null. */
        public Merged {
            Objects.requireNonNull(merger, "merger");
        }
    }

    /** Whichever side was changed last is right. */
    public record LastWriter() implements Decision {}

    /**
     * No rules: what both sides have changed differently is a conflict.
     *
     * @return the rules to add to
     */
    public static MergeRules strict() {
        return STRICT;
    }

    /**
     * Merges the values at some places.
     *
     * @param pattern which places, see {@link PathPattern#of}
     * @param merger how; asked only if both sides have a value
     * @param <V> the type of the values there
     * @return new rules
     * @throws IllegalArgumentException if it is no pattern
     */
    public <V> MergeRules at(String pattern, Merger<V> merger) {
        return new MergeRules(
                places.prepend(new Rule(PathPattern.of(pattern), value -> true, Option.some(untyped(merger)))), types);
    }

    /**
     * Merges the values of a type, wherever they are.
     *
     * @param type the type; also matched by values of its subtypes
     * @param merger how; asked only if both sides have a value
     * @param <V> the type
     * @return new rules
     */
    public <V> MergeRules type(Class<V> type, Merger<? extends V> merger) {
        Objects.requireNonNull(type, "type");
        return new MergeRules(
                places, types.prepend(new Rule(path -> true, type::isInstance, Option.some(untyped(merger)))));
    }

    /**
     * Lets the side win at some places whose head was changed last: the timeline's, not the place's, since nobody keeps when
     * a place was changed. If both were at the same instant, ours wins.
     *
     * @param pattern which places, see {@link PathPattern#of}
     * @return new rules
     * @throws IllegalArgumentException if it is no pattern
     */
    public MergeRules lastWriter(String pattern) {
        return new MergeRules(places.prepend(new Rule(PathPattern.of(pattern), value -> true, Option.none())), types);
    }

    /**
     * What is to be done at a place where the sides differ.
     *
     * @param path the place
     * @param ours what our side has there, or none
     * @param theirs what their side has there, or none
     * @return the decision of the rule that fits; none if it is a conflict
     */
    public Option<Decision> decide(StatePath path, Option<Object> ours, Option<Object> theirs) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(ours, "ours");
        Objects.requireNonNull(theirs, "theirs");
        return places.appendAll(types)
                .find(rule -> fits(rule, path, ours, theirs))
                .map(rule -> rule.merger().<Decision>map(Merged::new).getOrElse(LastWriter::new));
    }

    private static boolean fits(Rule rule, StatePath path, Option<Object> ours, Option<Object> theirs) {
        return rule.where().test(path)
                && (rule.merger().isEmpty() || ours.exists(rule.what()) && theirs.exists(rule.what()));
    }

    @SuppressWarnings("unchecked") // Who registers it says that the values are of its type; see StructuralMerge.
    private static Merger<Object> untyped(Merger<?> merger) {
        return (Merger<Object>) Objects.requireNonNull(merger, "merger");
    }
}
