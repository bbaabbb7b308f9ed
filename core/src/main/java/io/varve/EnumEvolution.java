package io.varve;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.function.Function;

/**
 * What became of an enum; made by {@link Evolution#ofEnum}. Immutable: each method returns a new evolution. What does not
 * fit the enum is refused by {@link StateManagerBuilder#open()}.
 *
 * @param <E> the enum as it is today
 */
public final class EnumEvolution<E extends Enum<E>> implements Evolution {

    private final Class<E> type;
    private final Vector<Change> changes;

    private EnumEvolution(Class<E> type, Vector<Change> changes) {
        this.type = type;
        this.changes = changes;
    }

    static <E extends Enum<E>> EnumEvolution<E> of(Class<E> type) {
        if (!Objects.requireNonNull(type, "type").isEnum()) {
            throw new IllegalArgumentException(type.getTypeName() + " is no enum");
        }
        return new EnumEvolution<>(type, Vector.empty());
    }

    @Override
    public Class<E> type() {
        return type;
    }

    @Override
    public Seq<Change> changes() {
        return changes;
    }

    /**
     * The class had another name. May be said of several names.
     *
     * @param name the binary name of the class then
     * @return an evolution that says so too
     */
    public EnumEvolution<E> formerly(String name) {
        return and(new Formerly(name));
    }

    /**
     * A constant was renamed or retired: where it was stored, one of today's is read.
     *
     * @param stored its name then; not the name of one of today's
     * @param today the constant that is read
     * @return an evolution that says so too
     */
    public EnumEvolution<E> renamed(String stored, E today) {
        return and(new RenamedConstant(stored, today));
    }

    /**
     * Where this enum is today, another type was, wherever that is in the state: {@code from(String.class,
     * Status::valueOf)}.
     *
     * @param source the type then: anything that could be in a state, as it is today
     * @param function makes the constant of the value then; not null
     * @param <A> the type then
     * @return an evolution that says so too
     */
    public <A> EnumEvolution<E> from(Class<A> source, Function<? super A, ? extends E> function) {
        return and(new ReplacedType(Objects.requireNonNull(source, "source"), function));
    }

    private EnumEvolution<E> and(Change change) {
        return new EnumEvolution<>(type, changes.append(change));
    }

    @Override
    public String toString() {
        return "evolution of " + type.getName();
    }
}
