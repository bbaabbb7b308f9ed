package io.varve;

import io.varve.generic.GenericRecord;
import io.vavr.collection.Seq;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of one type of the state since older snapshots were stored: what it was called, which parts were renamed,
 * and how values that were kept in another way are converted. Given to {@link StateManagerBuilder#evolution}; applied
 * whenever stored data is read whose schema is not today's. Data that was stored with today's schema is never converted.
 *
 * <pre>{@code
 * Evolution.ofRecord(Order.class)
 *         .formerly("com.acme.PurchaseOrder")
 *         .renamed("total", "amount")
 *         .convert("amount", String.class, BigDecimal::new)
 *         .computed("currency", old -> "EUR")
 * }</pre>
 *
 * <p>Reading always goes from the stored schema to today's types in one step, so an evolution tells of all former
 * versions at once, and is kept for as long as there are snapshots that need it ({@link StateManager#verifyReadable}).
 *
 * <p>Immutable. The functions are called whenever a page is read, by any thread and any number of times: they have to be
 * pure and thread-safe. One that throws, or returns null where null is not allowed, makes the read fail with an {@link
 * EvolutionFailedException}; nothing is changed by that.
 */
public sealed interface Evolution permits RecordEvolution, EnumEvolution, SealedEvolution {

    /**
     * Begins to tell what became of a record.
     *
     * @param type the record as it is today
     * @param <R> the record
     * @return an evolution without changes
     * @throws IllegalArgumentException if it is no record
     */
    static <R extends Record> RecordEvolution<R> ofRecord(Class<R> type) {
        return RecordEvolution.of(type);
    }

    /**
     * Begins to tell what became of an enum.
     *
     * @param type the enum as it is today
     * @param <E> the enum
     * @return an evolution without changes
     * @throws IllegalArgumentException if it is no enum
     */
    static <E extends Enum<E>> EnumEvolution<E> ofEnum(Class<E> type) {
        return EnumEvolution.of(type);
    }

    /**
     * Begins to tell what became of a sealed type.
     *
     * @param type the sealed interface or class as it is today
     * @param <T> the sealed type
     * @return an evolution without changes
     * @throws IllegalArgumentException if it is not sealed
     */
    static <T> SealedEvolution<T> ofSealed(Class<T> type) {
        return SealedEvolution.of(type);
    }

    /**
     * The type as it is today.
     *
     * @return the class
     */
    Class<?> type();

    /**
     * What became of it, in the order in which it was told.
     *
     * @return the changes
     */
    Seq<Change> changes();

    /** One thing that became of a type. */
    sealed interface Change {}

    /**
     * The type had another name.
     *
     * @param name the binary name of its class then
     */
    record Formerly(String name) implements Change {
        /** Checks that nothing is null. */
        public Formerly {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * A component had another name.
     *
     * @param stored its name then
     * @param today its name today
     */
    record Renamed(String stored, String today) implements Change {
        /** Checks that nothing is null. */
        public Renamed {
            Objects.requireNonNull(stored, "stored");
            Objects.requireNonNull(today, "today");
        }
    }

    /**
     * There was a constant that is read as one of today's.
     *
     * @param stored its name then
     * @param today the constant
     */
    record RenamedConstant(String stored, Enum<?> today) implements Change {
        /** Checks that nothing is null. */
        public RenamedConstant {
            Objects.requireNonNull(stored, "stored");
            Objects.requireNonNull(today, "today");
        }
    }

    /**
     * A component was of another type.
     *
     * @param component its name today
     * @param source the type then
     * @param function makes today's value of the one then
     */
    record ConvertedComponent(String component, Type source, Function<?, ? extends @Nullable Object> function)
            implements Change {
        /** Checks that nothing is null. */
        public ConvertedComponent {
            Objects.requireNonNull(component, "component");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * A component is new, and its value follows from what was stored.
     *
     * @param component its name
     * @param function makes its value of the record as it was stored
     */
    record ComputedComponent(String component, Function<? super GenericRecord, ? extends @Nullable Object> function)
            implements Change {
        /** Checks that nothing is null. */
        public ComputedComponent {
            Objects.requireNonNull(component, "component");
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * Where this type is today, another type was.
     *
     * @param source the type then
     * @param function makes today's value of the one then
     */
    record ReplacedType(Type source, Function<?, ?> function) implements Change {
        /** Checks that nothing is null. */
        public ReplacedType {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * Where this type is today, a record was whose class need not be there any more.
     *
     * @param name the binary name of its class
     * @param function makes today's value of the record as it was stored
     */
    record ReplacedRecord(String name, Function<? super GenericRecord, ?> function) implements Change {
        /** Checks that nothing is null. */
        public ReplacedRecord {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * Where this type is today, an enum was whose class need not be there any more.
     *
     * @param name the binary name of its class
     * @param function makes today's value of the name of the constant
     */
    record ReplacedEnum(String name, Function<String, ?> function) implements Change {
        /** Checks that nothing is null. */
        public ReplacedEnum {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "function");
        }
    }
}
