package io.varve;

import io.varve.generic.GenericRecord;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.function.Function;

/**
 * What became of a sealed type; made by {@link Evolution#ofSealed}. Immutable: each method returns a new evolution. What
 * does not fit the type is refused by {@link StateManagerBuilder#open()}. What became of a case that is still there, its
 * name among it, is told by an evolution of that case.
 *
 * @param <T> the sealed type as it is today
 */
public final class SealedEvolution<T> implements Evolution {

    private final Class<T> type;
    private final Vector<Change> changes;

    private SealedEvolution(Class<T> type, Vector<Change> changes) {
        this.type = type;
        this.changes = changes;
    }

    static <T> SealedEvolution<T> of(Class<T> type) {
        if (!Objects.requireNonNull(type, "type").isSealed() || type.isEnum()) {
            throw new IllegalArgumentException(type.getTypeName() + " is not a sealed interface or class");
        }
        return new SealedEvolution<>(type, Vector.empty());
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public Seq<Change> changes() {
        return changes;
    }

    /**
     * The sealed type itself had another name. May be said of several names.
     *
     * @param name the binary name of the class then
     * @return an evolution that says so too
     */
    public SealedEvolution<T> formerly(String name) {
        return and(new Formerly(name));
    }

    /**
     * Where this type is today, another type was, wherever that is in the state.
     *
     * @param source the type then: anything that could be in a state, as it is today
     * @param function makes today's value of the one then; not null
     * @param <A> the type then
     * @return an evolution that says so too
     */
    public <A> SealedEvolution<T> from(Class<A> source, Function<? super A, ? extends T> function) {
        return and(new ReplacedType(Objects.requireNonNull(source, "source"), function));
    }

    /**
     * A record that was a case is none any more, or stood where this type is today.
     *
     * @param name the binary name of its class; not the name of one of today's cases
     * @param function makes one of today's cases of the record as it was stored; not null
     * @return an evolution that says so too
     */
    public SealedEvolution<T> fromRecord(String name, Function<? super GenericRecord, ? extends T> function) {
        return and(new ReplacedRecord(name, function));
    }

    /**
     * An enum that was a case is none any more, or stood where this type is today.
     *
     * @param name the binary name of its class; not the name of one of today's cases
     * @param function makes one of today's cases of the name of the constant that was stored; not null
     * @return an evolution that says so too
     */
    public SealedEvolution<T> fromEnum(String name, Function<String, ? extends T> function) {
        return and(new ReplacedEnum(name, function));
    }

    private SealedEvolution<T> and(Change change) {
        return new SealedEvolution<>(type, changes.append(change));
    }

    @Override
    public String toString() {
        return "evolution of " + type.getName();
    }
}
