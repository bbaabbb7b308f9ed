package io.varve;

import com.esotericsoftware.kryo.kryo5.Serializer;
import io.varve.event.ListenerOptions;
import io.varve.event.TenantListener;
import io.varve.internal.codec.CustomType;
import io.varve.internal.engine.Engine;
import io.varve.internal.engine.EngineSettings;
import io.varve.metrics.MetricsListener;
import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
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

    /** The largest number of operations that {@link #undoLimit} takes. */
    public static final int MAX_UNDO_LIMIT = 1_000;

    private static final int DEFAULT_AUDIT_LIMIT = 1_000;

    private final Type stateType;
    private @Nullable SnapshotStore store;
    private @Nullable S initialState;
    private RetentionPolicy retention = RetentionPolicy.keepAll();
    private @Nullable Durability durability;
    private Clock clock = Clock.systemUTC();
    private MethodHandles.@Nullable Lookup lookup;
    private final List<CustomType<?>> customTypes = new ArrayList<>();
    private final List<Evolution> evolutions = new ArrayList<>();
    private long memoryBudget = Runtime.getRuntime().maxMemory() / 4;
    private BackgroundFailureListener listener = BackgroundFailureListener.logging();
    private final List<StateValidator<? super S>> validators = new ArrayList<>();
    private int auditLimit = DEFAULT_AUDIT_LIMIT;
    private int undoLimit;
    private boolean takeOver;
    private OptionalLong stateLimit = OptionalLong.empty();
    private @Nullable MetricsListener metricsListener;
    private Option<Sharing> sharing = Option.none();
    private @Nullable KeyProvider encryption;
    private GarbagePolicy garbage = GarbagePolicy.onDemand();
    private SnapshotPolicy automaticSnapshots = SnapshotPolicy.never();
    private PruningPolicy pruning = PruningPolicy.onDemand();
    private final List<EngineSettings.Told<S>> tenantListeners = new ArrayList<>();

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
     * Which snapshots are kept; all of them unless this says otherwise. Applied whenever a snapshot is taken, and after
     * rollbacks and transactions.
     *
     * @param policy the policy
     * @return this
     * @throws IllegalArgumentException if the policy {@linkplain RetentionPolicy#keepsNothing() keeps nothing}
     */
    public StateManagerBuilder<S> retention(RetentionPolicy policy) {
        Objects.requireNonNull(policy, "retention").requireToKeepSomething();
        retention = policy;
        return this;
    }

    /**
     * When what the retention policy no longer keeps is removed without anything else being done; never unless this says
     * otherwise.
     *
     * @param policy the policy
     * @return this
     */
    public StateManagerBuilder<S> pruning(PruningPolicy policy) {
        pruning = Objects.requireNonNull(policy, "pruning");
        return this;
    }

    /**
     * When snapshots are taken without being asked for; never unless this says otherwise. The retention policy concerns them as
     * it does others.
     *
     * @param policy the policy
     * @return this
     */
    public StateManagerBuilder<S> automaticSnapshots(SnapshotPolicy policy) {
        automaticSnapshots = Objects.requireNonNull(policy, "automaticSnapshots");
        return this;
    }

    /**
     * When garbage is collected without being asked for; never unless this says otherwise. {@link
     * StateManager#collectGarbage()} works in any case.
     *
     * @param policy the policy
     * @return this
     */
    public StateManagerBuilder<S> garbage(GarbagePolicy policy) {
        garbage = Objects.requireNonNull(policy, "garbage");
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
     * The clock that dates snapshots and entries of the audit trail, and by which retention takes ages and garbage
     * is due; the system's in UTC unless this says otherwise.
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
     * Tells what became of a type, so that what was stored before can be read: renames, conversions, values for new
     * components, types in the place of others. What does not fit the types is refused by {@link #open}.
     *
     * @param evolution of a record, an enum or a sealed type that is in the state; one for each type
     * @return this
     */
    public StateManagerBuilder<S> evolution(Evolution evolution) {
        evolutions.add(Objects.requireNonNull(evolution, "evolution"));
        return this;
    }

    /**
     * How much of the heap may be taken by parts of states that could be read from the store again, of all tenants together;
     * a quarter of the maximum heap unless this says otherwise. What is too much is put out by the call that loaded it,
     * before it returns, so that threads that load at the same moment may be over the budget by a page each. With 0 nothing
     * is kept, and everything is read again whenever it is touched.
     *
     * <p>Beside the budget stand changes that were not written yet, the roots of the 16 states of a tenant that were used
     * last, what the application itself holds on to, and some 256 KiB of what is read ahead for each level of a map that is
     * being iterated or compared (a 64th of the budget at most).
     *
     * @param bytes the budget in bytes, as estimated from the encoded size of what is stored: what is really taken was
     *     measured to be a quarter to one and a half of that; not negative
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
     * The most that the state of a tenant may weigh. A transition whose result weighs more, and more than the state before,
     * is refused with {@link StateTooLargeException}, the state unchanged; one that makes a state smaller that is too large
     * is not. A rollback is never refused: going back must work, above all when something is wrong. Without this there is
     * no limit, and nothing is weighed.
     *
     * <p>The weight is about what the whole state would take on the heap if all of it were loaded, whether it is or not and
     * whatever it shares with other states; equal states weigh the same. It is stored with each head and snapshot. What a
     * transition costs to weigh follows what it changed, but ordinary collections that it changed are weighed as a
     * whole, and what it removed or replaced is read. A state that was stored without a limit, or with another type of the
     * state, is weighed once as a whole, before its next transition.
     *
     * @param bytes the limit in bytes; not negative, and not less than the initial state weighs
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    public StateManagerBuilder<S> stateLimit(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the state limit is not negative; found " + bytes);
        }
        stateLimit = OptionalLong.of(bytes);
        return this;
    }

    /**
     * Who is told what happens, for the application's own timers and counters; nobody unless this says otherwise. {@link
     * StateManager#metrics()} works without.
     *
     * @param newListener the listener
     * @return this
     */
    public StateManagerBuilder<S> metricsListener(MetricsListener newListener) {
        metricsListener = Objects.requireNonNull(newListener, "metricsListener");
        return this;
    }

    /**
     * Has a listener told what becomes of all tenants that are open, with up to 1,024 events waiting for it; see {@link
     * #listener(TenantListener, ListenerOptions)}.
     *
     * @param tenantListener the listener
     * @return this
     */
    public StateManagerBuilder<S> listener(TenantListener<S> tenantListener) {
        return listener(tenantListener, ListenerOptions.DEFAULT);
    }

    /**
     * Has a listener told what becomes of all tenants that are open, and of all their timelines that are: each change once it is done and
     * visible, in order for each timeline, by a thread of the listener's own. May be called several times; the listeners don't wait for each
     * other. What it is told of a timeline begins when that is opened.
     *
     * @param tenantListener the listener
     * @param options how many events may wait, and what happens to more
     * @return this
     */
    public StateManagerBuilder<S> listener(TenantListener<S> tenantListener, ListenerOptions options) {
        tenantListeners.add(new EngineSettings.Told<>(
                Objects.requireNonNull(tenantListener, "listener"), Objects.requireNonNull(options, "options")));
        return this;
    }

    /**
     * Who is told when something in the background fails; a warning in the log unless this says otherwise.
     *
     * @param newListener called by the thread that failed
     * @return this
     */
    public StateManagerBuilder<S> onBackgroundFailure(BackgroundFailureListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Has every new state looked at before it becomes a head: the result of {@link Tenant#apply}, {@link
     * Tenant#applyAll} and {@link Tenant#applyWithSnapshot}, of each step of a {@link Transaction}, and, by {@link
     * #open}, the initial state. What was kept before is not looked at, nor is what a rollback goes back to. May be
     * called several times; all validators are asked, in this order.
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
     * How many operations of each timeline can be undone, {@link Tenant#undo()}; none unless this says otherwise, and then nothing of
     * this costs anything. What is deleted keeps its pages for as long as it is among them.
     *
     * @param operations the number of the newest operations that are kept with the states before and after them, 0 to {@value
     *     #MAX_UNDO_LIMIT}; with 0, those of earlier managers go little by little with later writes
     * @return this
     * @throws IllegalArgumentException if the number is out of bounds
     */
    public StateManagerBuilder<S> undoLimit(int operations) {
        if (operations < 0 || operations > MAX_UNDO_LIMIT) {
            throw new IllegalArgumentException(
                    "0 to " + MAX_UNDO_LIMIT + " operations can be kept to be undone; found " + operations);
        }
        undoLimit = operations;
        return this;
    }

    /**
     * Encrypts what is stored, by AES-256-GCM under a key of its own for each tenant. Nothing is encrypted unless this says so.
     * A tenant is encrypted from its creation on or never: one that was created without can't be opened with this, nor the other
     * way round; that is an {@link EncryptionException}. What is on the heap is not encrypted.
     *
     * @param provider gives the keys; without its key, a tenant can be removed and nothing else
     * @return this
     */
    public StateManagerBuilder<S> encryption(KeyProvider provider) {
        encryption = Objects.requireNonNull(provider, "encryption");
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
     * Shares the tenants with the managers of other processes, with the {@linkplain Sharing#DEFAULT usual} settings.
     *
     * @return this
     */
    public StateManagerBuilder<S> shared() {
        return shared(Sharing.DEFAULT);
    }

    /**
     * Shares the tenants with the managers of other processes, which are opened in the same way: each of them may change any
     * tenant at any time. Without this, a tenant belongs to one manager at a time.
     *
     * <p>It needs a store that {@linkplain io.varve.spi.Capabilities#multiProcess() several processes} may open, and {@link
     * Durability#EVERY_TRANSITION}, which it makes the default. What a tenant's handle promises then:
     *
     * <ul>
     *   <li>{@link Tenant#apply} and whatever else changes a tenant works on what there is at that moment, whoever made it.
     *       If another process is faster, the transition is run again on what that one has made; no update is lost.
     *   <li>{@link Tenant#state} and the history show what this manager has changed at once, what others have changed
     *       as a rule within a second ({@link Sharing#polling}), and never an older state after a newer one. To see all that
     *       was changed before a certain moment, call {@link Tenant#refresh}.
     *   <li>What is removed elsewhere can be read here for as long as it is held here and the {@linkplain Sharing#lease
     *       lease} of this manager is renewed; after that, {@link StateExpiredException}.
     * </ul>
     *
     * @param settings how
     * @return this
     */
    public StateManagerBuilder<S> shared(Sharing settings) {
        sharing = Option.some(Objects.requireNonNull(settings, "settings"));
        return this;
    }

    /**
     * Opens the manager.
     *
     * @return the manager, which the caller closes
     * @throws UnsupportedTypeException if the type of the state has a part that can't be kept; the message gives the path
     * @throws IllegalArgumentException if an evolution does not fit the types, or the initial state weighs more than
     *     the state limit; the message says which and why
     * @throws ValidationFailedException if a validator refused the initial state
     * @throws IllegalStateException if the store or the initial state was not given; or if tenants are to be shared, and the
     *     store is not for several processes or the durability not {@link Durability#EVERY_TRANSITION}
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
            Durability mode = durability != null ? durability : defaultDurability(given.capabilities());
            requireSharable(given.capabilities(), mode);
            return Engine.open(new EngineSettings<>(
                    stateType,
                    given,
                    initialState,
                    retention,
                    mode,
                    clock,
                    lookup,
                    List.copyOf(customTypes),
                    List.copyOf(evolutions),
                    memoryBudget,
                    listener,
                    List.copyOf(validators),
                    auditLimit,
                    undoLimit,
                    takeOver,
                    stateLimit,
                    metricsListener,
                    sharing,
                    encryption,
                    garbage,
                    pruning,
                    automaticSnapshots,
                    List.copyOf(tenantListeners)));
        } catch (Throwable failure) {
            try {
                given.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    private Durability defaultDurability(Capabilities capabilities) {
        if (sharing.isDefined()) {
            return Durability.EVERY_TRANSITION;
        }
        return capabilities.durable() ? Durability.ON_SNAPSHOT : Durability.ASYNC;
    }

    private void requireSharable(Capabilities capabilities, Durability mode) {
        if (sharing.isEmpty()) {
            return;
        }
        if (!capabilities.multiProcess()) {
            throw new IllegalStateException(
                    "tenants can be shared only on a store that several processes can open, such"
                            + " as PostgreSQL; this one belongs to one process: leave shared() out, or use another store");
        }
        if (mode != Durability.EVERY_TRANSITION) {
            throw new IllegalStateException(
                    "tenants can be shared only with the durability EVERY_TRANSITION, since what"
                            + " others see is what is in the store; found " + mode);
        }
    }
}
