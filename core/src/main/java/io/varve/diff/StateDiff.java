package io.varve.diff;

import io.varve.internal.diff.StateComparison;
import io.varve.internal.diff.StructuralDiff;
import io.vavr.collection.Iterator;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;

/**
 * What has to be added, removed and replaced in one state to give another. The changes are found as they are iterated, and
 * the diff can be iterated any number of times.
 *
 * <pre>{@code
 * for (StateChange change : acme.diff(SnapshotRef.named("v1.0"), SnapshotRef.head())) {
 *     System.out.println(change);   // sessions["s-42"].expiresAt: 2026-03-01T12:00:00Z -> 2026-03-01T13:00:00Z
 * }
 * }</pre>
 *
 * <p>Both states are walked together, and what is the same object on both sides is passed over:
 *
 * <ul>
 *   <li>records and tuples of one class: component by component, in their order; a null in a component counts as absent;
 *   <li>{@code PersistentMap} and {@code PersistentVector}: in the order of their iteration, and without reading or
 *       looking at what both versions share, be it on the heap or in the store;
 *   <li>other maps (Vavr's, {@code java.util}'s) by key, sequences by position, sets by membership; their order of
 *       insertion, where there is one, is not compared. Keys and elements come in ascending order;
 *   <li>{@code Option} and {@code Optional}: present or absent; {@code Either}: the same side, or replaced as a whole;
 *   <li>a value of a sealed type: if both are of the same case, that is looked into, else it is replaced as a whole;
 *   <li>everything else, and what has a serializer of the application's, by {@code equals}. So the numbers 0.0 and -0.0
 *       differ, NaN equals NaN, and the decimals 1.0 and 1.00 differ, as they do when they are stored. Arrays, which a
 *       stored state can't have, are compared by their elements.
 * </ul>
 *
 * <p>What collections hold is only looked into where it is unequal by its own {@code equals}. Records elsewhere are
 * compared by component, whatever their {@code equals} says.
 *
 * <p>The order of the changes depends on the two states alone, not on the JVM or on how they came to be.
 *
 * <p>Cost: O(d log n) for d changes in persistent collections of n entries, and the sizes of what else is not shared.
 * Thread-safe; an iterator is for one thread. Of states that are in a store, what may differ is read as the iteration gets
 * there, and not kept on the heap: the next iteration reads it again. Reading may throw a {@link io.varve.VarveException}:
 * {@link io.varve.CorruptDataException} if a page is damaged, {@link io.varve.ClosedException} after the manager was closed.
 *
 * @param <S> the type of the states
 */
public sealed interface StateDiff<S> extends Iterable<StateChange> permits StructuralDiff {

    /**
     * Compares any two states whose records are public in exported packages. Cost: O(1); see the type for the rest.
     *
     * @param before the state to begin with
     * @param after the state that it became
     * @param <S> the type of the states
     * @return what differs
     * @throws io.varve.UnsupportedTypeException if the state is a record that can't be looked into; the iteration throws
     *     it for a record further below. The message names the type
     */
    static <S> StateDiff<S> between(S before, S after) {
        return new StateComparison(null, List.of()).between(before, after);
    }

    /**
     * Compares any two states, of types that are not public too.
     *
     * @param before the state to begin with
     * @param after the state that it became
     * @param lookup {@code MethodHandles.lookup()}, called in a class that can see the types
     * @param <S> the type of the states
     * @return what differs
     * @throws io.varve.UnsupportedTypeException as {@link #between(Object, Object)}
     */
    static <S> StateDiff<S> between(S before, S after, MethodHandles.Lookup lookup) {
        return new StateComparison(Objects.requireNonNull(lookup, "lookup"), List.of()).between(before, after);
    }

    /**
     * The state to begin with.
     *
     * @return the earlier state
     */
    S before();

    /**
     * The state that it became.
     *
     * @return the later state
     */
    S after();

    /**
     * Whether nothing differs. Cost: that of finding the first change.
     *
     * @return true if there is no change
     */
    boolean isEmpty();

    /**
     * Begins to look for changes; each is found when it is asked for.
     *
     * @return the changes
     */
    @Override
    Iterator<StateChange> iterator();

    /**
     * Counts the changes by component and collection. Cost: that of finding one change in each entry that differs; it holds
     * a few keys of each.
     *
     * @return the counts, a plain value
     */
    DiffSummary summary();

    /**
     * The same two states, compared by other rules: what these leave out is in no change, count or patch.
     *
     * @param rules what counts as equal beside what is equal
     * @return a diff by these rules alone
     */
    StateDiff<S> with(DiffRules rules);

    /**
     * The changes as text for people, indented by where they are: {@code +} was added, {@code -} removed, {@code ~} replaced.
     * Values are shortened.
     *
     * <pre>{@code
     * sessions
     *   ["s-42"]
     *     ~ expiresAt: 2026-03-01T12:00:00Z -> 2026-03-01T13:00:00Z
     *   + ["s-43"]: Session[…]
     * }</pre>
     *
     * @param most how many changes to tell of, at least 1; if there are more, the last line says so
     * @return the text, lines ended by line feeds but for the last; {@code no changes} if there are none
     * @throws IllegalArgumentException if it is less than 1
     */
    String describe(int most);

    /**
     * The changes as a JSON Patch of RFC 6902, for tools in other languages: an array of operations which, done one after the
     * other, make the JSON of the earlier state that of the later one. As JSON, a state is
     *
     * <ul>
     *   <li>an object for a record or tuple, without the components that are null, and for a map, whose keys are named by
     *       their texts; for an {@code Either}, with one member {@code left} or {@code right};
     *   <li>an array for a sequence, and for a set in ascending order;
     *   <li>null for an empty {@code Option}, and for one that holds something, that;
     *   <li>a number or a boolean; a string for all else, also for numbers that are not finite.
     * </ul>
     *
     * <p>Cost: that of finding all changes, the text, and for sets their sizes.
     *
     * @return the operations, {@code []} if nothing differs
     * @throws io.varve.UnsupportedTypeException if a record in a value can't be looked into
     */
    String toJsonPatch();

    /**
     * The changes as JSON, for tools that show or store what happened: an array of objects in the order of the changes, each
     * with
     *
     * <ul>
     *   <li>{@code kind}: {@code added}, {@code removed} or {@code replaced};
     *   <li>{@code path}: the path as text;
     *   <li>{@code pointer}: the path as a pointer into the JSON of the states, see {@link #toJsonPatch()};
     *   <li>{@code before}, unless it was added, and {@code after}, unless it was removed: the values as JSON.
     * </ul>
     *
     * <p>Unlike a JSON Patch it tells what was there before, and each change stands for itself.
     *
     * <pre>{@code
     * [{"kind":"replaced","path":"files[\"a\"]","pointer":"/files/a","before":1,"after":2}]
     * }</pre>
     *
     * <p>Cost: that of finding all changes, and the text.
     *
     * @return the changes, {@code []} if nothing differs
     * @throws io.varve.UnsupportedTypeException if a record in a value can't be looked into
     */
    String toJson();

    /**
     * The changes as a value that can be applied, kept, taken apart and taken back. Cost: that of finding all changes; it
     * holds what they hold.
     *
     * @return a patch that makes the earlier state the later one
     */
    Patch<S> toPatch();
}
