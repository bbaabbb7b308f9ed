package io.varve.internal.diff;

import io.varve.diff.StatePath.Element;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A set of any kind. */
final class SetEdit implements Edit {

    private final Predicate<Object> membership;
    private final BiFunction<List<Object>, List<Object>, Object> maker;
    private final List<Object> gone = new ArrayList<>();
    private final List<Object> added = new ArrayList<>();

    private SetEdit(Predicate<Object> membership, BiFunction<List<Object>, List<Object>, Object> maker) {
        this.membership = membership;
        this.maker = maker;
    }

    /** Elements are found by {@code equals}, as they are compared, also where a sorted set finds them by its order. */
    static Edit of(Set<?> any) {
        Set<Object> set = unchecked(any);
        java.util.Set<Object> byEquality =
                set instanceof io.vavr.collection.SortedSet ? new HashSet<>(set.toJavaSet()) : null;
        return new SetEdit(
                element -> byEquality == null ? set.contains(element) : byEquality.contains(element), (gone, added) -> {
                    if (set instanceof LinkedHashSet) { // which takes O(n) for each element that goes
                        java.util.Set<Object> going = new HashSet<>(gone);
                        return set.filter(element -> !going.contains(element)).addAll(added);
                    }
                    return set.removeAll(gone).addAll(added);
                });
    }

    static Edit of(java.util.Set<?> set) {
        java.util.Set<?> byEquality = set instanceof SortedSet ? new HashSet<>(set) : set;
        return new SetEdit(byEquality::contains, (gone, added) -> {
            if (set instanceof SortedSet<?> sorted) {
                TreeSet<Object> copy = new TreeSet<>(unchecked(sorted));
                gone.forEach(copy::remove);
                copy.addAll(added);
                return Collections.unmodifiableSortedSet(copy);
            }
            java.util.Set<Object> copy = new java.util.LinkedHashSet<>(set);
            gone.forEach(copy::remove);
            copy.addAll(added);
            return Collections.unmodifiableSet(copy);
        });
    }

    @Override
    public boolean has(Step step) {
        return step instanceof Element;
    }

    @Override
    public @Nullable Object at(Step step) {
        Object element = ((Element) step).element();
        return membership.test(element) ? element : null;
    }

    @Override
    public void set(Step step, @Nullable Object part) {
        if (part == null) {
            gone.add(((Element) step).element());
        } else {
            added.add(part);
        }
    }

    @Override
    public Object done() {
        return maker.apply(gone, added);
    }

    @SuppressWarnings("unchecked") // What is added comes from a set of the same type.
    private static Set<Object> unchecked(Set<?> set) {
        return (Set<Object>) set;
    }

    @SuppressWarnings("unchecked") // as above
    private static SortedSet<Object> unchecked(SortedSet<?> set) {
        return (SortedSet<Object>) set;
    }
}
