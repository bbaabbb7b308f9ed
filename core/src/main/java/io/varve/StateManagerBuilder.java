package io.varve;

import com.esotericsoftware.kryo.kryo5.Serializer;
import io.varve.internal.codec.CustomType;
import io.varve.internal.engine.Engine;
import io.varve.internal.engine.EngineSettings;
import io.varve.spi.SnapshotStore;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link StateManager} and opens it. {@link #store} and {@link #initialState} are required. A builder is
 * mutable, not thread-safe, and opens one manager.
 *
 * @param <S> the type of the states
 */
public final class StateManagerBuilder<S> {

    /** The largest number of entries that {@link #auditLimit} takes. */
    public static final int MAX_AUDIT_LIMIT = 5_000;

    private static final int DEFAULT_AUDIT_LIMIT = 1_000;

    private final Type stateType;
    private @Nullable SnapshotStore store;
    private @Nullable S initialState;
    private RetentionPolicy retention = RetentionPolicy.keepAll();
    private @Nullable Durability durability;
    private Clock clock = Clock.systemUTC();
    private MethodHandles.@Nullable Lookup lookup;
    private final List<CustomType<?>> customTypes = new ArrayList<>();
    private long memoryBudget = Runtime.getRuntime().maxMemory() / 4;
    private BackgroundFailureListener listener = BackgroundFailureListener.logging();
    private final List<StateValidator<? super S>> validators = new ArrayList<>();
    private int auditLimit = DEFAULT_AUDIT_LIMIT;
    private boolean takeOver;

    StateManagerBuilder(Type stateType) {
        this.stateType = stateType;
    }

    /**
     * Where the states are kept. The manager closes the store when it is closed, and also if it can't be opened.
     *
     * @param snapshotStore an open store, used by nobody else
     * @return this
     */
    public StateManagerBuilder<S> store(SnapshotStore snapshotStore) {
        store = Objects.requireNonNull(snapshotStore, "store");
        return this;
    }

    /**
     * The state of a tenant that has just been created.
     *
     * @param state the state
     * @return this
     */
    public StateManagerBuilder<S> initialState(S state) {
        initialState = Objects.requireNonNull(state, "initialState");
        return this;
    }

    /**
     * Which snapshots are kept; all of them unless this says otherwise. Applied whenever a snapshot is taken.
     *
     * @param policy the policy
     * @return this
     */
    public StateManagerBuilder<S> retention(RetentionPolicy policy) {
        retention = Objects.requireNonNull(policy, "retention");
        return this;
    }

    /**
     * When what was done is safe. If this is not said, {@link Durability#ON_SNAPSHOT} for a durable store and {@link
     * Durability#ASYNC} for another.
     *
     * @param mode the mode
     * @return this
     */
    public StateManagerBuilder<S> durability(Durability mode) {
        durability = Objects.requireNonNull(mode, "durability");
        return this;
    }

    /**
     * The clock that dates snapshots; the system's in UTC unless this says otherwise.
     *
     * @param newClock the clock
     * @return this
     */
    public StateManagerBuilder<S> clock(Clock newClock) {
        clock = Objects.requireNonNull(newClock, "clock");
        return this;
    }

    /**
     * Gives access to state types that are not public: {@code MethodHandles.lookup()}, called in a class that can see
     * them. It is not needed for a package that its module opens to {@code io.varve.core}.
     *
     * @param access the look-up
     * @return this
     */
    public StateManagerBuilder<S> lookup(MethodHandles.Lookup access) {
        lookup = Objects.requireNonNull(access, "lookup");
        return this;
    }

    /**
     * Lets the state contain an immutable class of the application's that is neither a record nor an enum.
     *
     * @param name the name under which values are stored; it must never change, whatever becomes of the class
     * @param type the class
     * @param serializer writes and reads it: equal values as equal bytes, and without trusting the bytes it reads; used by
     *     several threads
     * @param <T> the class
     * @return this
     * @throws IllegalArgumentException if the name or the class was given before
     */
    public <T> StateManagerBuilder<S> serializer(String name, Class<T> type, Serializer<T> serializer) {
        if (customTypes.stream().anyMatch(given -> given.name().equals(name) || given.type() == type)) {
            throw new IllegalArgumentException(
                    "a serializer named '" + name + "' or for " + type.getName() + " was given before");
        }
        customTypes.add(new CustomType<>(name, 1, type, serializer));
        return this;
    }

    /**
     * How much of the heap may be taken by parts of states that could be read from the store again; a quarter of the
     * maximum heap unless this says otherwise. Changes that were not written yet take more.
     *
     * @param bytes the budget in bytes, as estimated from what is stored; not negative
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public StateManagerBuilder<S> memoryBudget(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the memory budget is not negative; found " + bytes);
        }
        memoryBudget = bytes;
        return this;
    }

    /**
     * Who is told when a write in the background fails; a warning in the log unless this says otherwise.
     *
     * @param newListener called by the writing thread
     * @return this
     */
    public StateManagerBuilder<S> onBackgroundFailure(BackgroundFailureListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Has every new state looked at before it becomes a head: the result of {@link Tenant#apply} and {@link
     * Tenant#applyAll}, and, by {@link #open}, the initial state. What was kept before is not looked at, nor is what a
     * rollback goes back to. May be called several times; all validators are asked, in this order.
     *
     * @param validator says what is wrong with a state
     * @return this
     */
    public StateManagerBuilder<S> validator(StateValidator<? super S> validator) {
        validators.add(Objects.requireNonNull(validator, "validator"));
        return this;
    }

    /**
     * How many entries the audit trail of each tenant keeps, {@link Tenant#audit()}; 1,000 unless this says otherwise.
     *
     * @param entries the number of the newest entries that are kept, 0 to {@value #MAX_AUDIT_LIMIT}; with 0, none are
     *     made, and those of earlier managers go little by little with later writes
     * @return this
     * @throws IllegalArgumentException if the number is out of bounds
     */
    public StateManagerBuilder<S> auditLimit(int entries) {
        if (entries < 0 || entries > MAX_AUDIT_LIMIT) {
            throw new IllegalArgumentException(
                    "an audit trail keeps 0 to " + MAX_AUDIT_LIMIT + " entries; found " + entries);
        }
        auditLimit = entries;
        return this;
    }

    /**
     * Takes tenants over from whoever has them open for writing. That one's next write fails with {@link
     * TenantOwnedException}. Only needed with stores that several processes can open: where only one process can, the
     * previous owner is known to be gone.
     *
     * @return this
     */
    public StateManagerBuilder<S> takeOver() {
        takeOver = true;
        return this;
    }

    /**
     * Opens the manager.
     *
     * @return the manager, which the caller closes
     * @throws UnsupportedTypeException if the type of the state has a part that can't be kept; the message gives the path
     * @throws ValidationFailedException if a validator refused the initial state
     * @throws IllegalStateException if the store or the initial state was not given
     */
    public StateManager<S> open() {
        SnapshotStore given = store;
        if (given == null) {
            throw new IllegalStateException("no store was given: call store(SnapshotStores.open(…)) before open()");
        }
        try {
            if (initialState == null) {
                throw new IllegalStateException("no initial state was given: call initialState(…) before open()");
            }
            Durability mode = durability != null
                    ? durability
                    : given.capabilities().durable() ? Durability.ON_SNAPSHOT : Durability.ASYNC;
            return Engine.open(new EngineSettings<>(
                    stateType,
                    given,
                    initialState,
                    retention,
                    mode,
                    clock,
                    lookup,
                    List.copyOf(customTypes),
                    memoryBudget,
                    listener,
                    List.copyOf(validators),
                    auditLimit,
                    takeOver));
        } catch (Throwable failure) {
            try {
                given.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }
}
