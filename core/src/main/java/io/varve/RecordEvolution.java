package io.varve;

import io.varve.generic.GenericRecord;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record; made by {@link Evolution#ofRecord}. Immutable: each method returns a new evolution. What does
 * not fit the record (a component that it does not have, the same thing said twice) is refused by {@link
 * StateManagerBuilder#open()}.
 *
 * @param <R> the record as it is today
 */
public final class RecordEvolution<R extends Record> implements Evolution {

    private final Class<R> type;
    private final Vector<Change> changes;

    private RecordEvolution(Class<R> type, Vector<Change> changes) {
        this.type = type;
        this.changes = changes;
    }

    static <R extends Record> RecordEvolution<R> of(Class<R> type) {
        if (!Objects.requireNonNull(type, "type").isRecord()) {
            throw new IllegalArgumentException(type.getTypeName() + " is no record");
        }
        return new RecordEvolution<>(type, Vector.empty());
    }

    @Override
    public Class<R> type() {
        return type;
    }

    @Override
    public Seq<Change> changes() {
        return changes;
    }

    /**
     * The class had another name. May be said of several names.
     *
     * @param name the binary name of the class then, such as {@code com.acme.Shop$Order}
     * @return an evolution that says so too
     */
    public RecordEvolution<R> formerly(String name) {
        return and(new Formerly(name));
    }

    /**
     * A component had another name. It goes for stored records that have the one name and not the other. May be said of
     * several names of one component.
     *
     * @param stored its name then
     * @param today its name today
     * @return an evolution that says so too
     */
    public RecordEvolution<R> renamed(String stored, String today) {
        return and(new Renamed(stored, today));
    }

    /**
     * A component was of another type. It goes for stored records whose component has that type, or can be read as it
     * without a conversion; a conversion from the very type that was stored comes before others, those before what could
     * be read without one. So {@code convert("price", Integer.class, cents -> BigDecimal.valueOf(cents, 2))} wins over
     * widening an int to a {@code BigDecimal}. A stored null is not converted: it stays null.
     *
     * @param component its name today
     * @param source the type then: anything that could be in a state, as it is today
     * @param function makes today's value of the one then; null only if the component is marked {@code @Nullable}
     * @param <A> the type then
     * @return an evolution that says so too
     */
    public <A> RecordEvolution<R> convert(
            String component, Class<A> source, Function<? super A, ? extends @Nullable Object> function) {
        return and(new ConvertedComponent(component, Objects.requireNonNull(source, "source"), function));
    }

    /**
     * As {@link #convert(String, Class, Function)}, from a type with type arguments. A persistent collection that is
     * converted as a whole is on the heap as a whole; where its elements changed, {@link #from(Class, Function)} of the
     * type of the elements converts each when it is read.
     *
     * @param component its name today
     * @param source the type then
     * @param function makes today's value of the one then; null only if the component is marked {@code @Nullable}
     * @param <A> the type then
     * @return an evolution that says so too
     */
    public <A> RecordEvolution<R> convert(
            String component, TypeRef<A> source, Function<? super A, ? extends @Nullable Object> function) {
        return and(new ConvertedComponent(
                component, Objects.requireNonNull(source, "source").type(), function));
    }

    /**
     * A component is new, and its value follows from what was stored. It goes for stored records that don't have the
     * component, under no name. The stored record is given with all that it had, also what is no component any more.
     *
     * @param component its name
     * @param function makes its value of the record as it was stored; null only if the component is marked {@code
     *     @Nullable}
     * @return an evolution that says so too
     */
    public RecordEvolution<R> computed(
            String component, Function<? super GenericRecord, ? extends @Nullable Object> function) {
        return and(new ComputedComponent(component, function));
    }

    /**
     * Where this record is today, another type was, wherever that is in the state: as a component, as an element of a
     * collection, as a value of a map.
     *
     * @param source the type then: anything that could be in a state, as it is today
     * @param function makes the record of the value then; not null
     * @param <A> the type then
     * @return an evolution that says so too
     */
    public <A> RecordEvolution<R> from(Class<A> source, Function<? super A, ? extends R> function) {
        return and(new ReplacedType(Objects.requireNonNull(source, "source"), function));
    }

    /**
     * As {@link #from(Class, Function)}, from a record whose class need not be there any more.
     *
     * @param name the binary name of the class then; not a name of this record
     * @param function makes the record of the one that was stored; not null
     * @return an evolution that says so too
     */
    public RecordEvolution<R> fromRecord(String name, Function<? super GenericRecord, ? extends R> function) {
        return and(new ReplacedRecord(name, function));
    }

    /**
     * Where this record is today, an enum was whose class need not be there any more.
     *
     * @param name the binary name of the class then
     * @param function makes the record of the name of the constant that was stored; not null
     * @return an evolution that says so too
     */
    public RecordEvolution<R> fromEnum(String name, Function<String, ? extends R> function) {
        return and(new ReplacedEnum(name, function));
    }

    private RecordEvolution<R> and(Change change) {
        return new RecordEvolution<>(type, changes.append(change));
    }

    @Override
    public String toString() {
        return "evolution of " + type.getName();
    }
}
