package io.varve.generic;

import io.varve.KeyProvider;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.internal.engine.GenericStates;
import io.varve.spi.SnapshotStore;
import io.vavr.collection.Seq;
import java.util.Objects;

/**
 * Reads a store without the application's classes, by the schemas that are stored with the data. It never writes: it owns
 * no tenant, takes none over, and does not notice or disturb whoever has one open. Each call reads what is stored at that
 * time, of the tenants' main timelines.
 *
 * <p>Values are:
 *
 * <table>
 *   <caption>What stored types are read as</caption>
 *   <tr><th>stored as</th><th>read as</th></tr>
 *   <tr><td>{@code String}, a primitive or its box, {@code BigInteger}, {@code BigDecimal}, {@code UUID}, {@code URI},
 *       {@code java.time}</td><td>itself, primitives as their boxes</td></tr>
 *   <tr><td>a record; a case of a sealed type</td><td>{@link GenericRecord}</td></tr>
 *   <tr><td>a constant of an enum</td><td>{@link GenericEnum}</td></tr>
 *   <tr><td>a type with a registered serializer</td><td>{@link GenericOpaque}</td></tr>
 *   <tr><td>any ordinary list, set, map</td><td>Vavr's {@code Vector}, {@code LinkedHashSet}, {@code
 *       LinkedHashMap}</td></tr>
 *   <tr><td>{@code Optional}, {@code Option}; {@code Either}; a tuple</td><td>{@code Option}; {@code Either}; that
 *       tuple</td></tr>
 *   <tr><td>{@code PersistentMap}, {@code PersistentVector}</td><td>{@link GenericMap}, {@link GenericVector}, which read
 *       their pages while they are iterated</td></tr>
 * </table>
 *
 * <p>{@link GenericText} shows them. What was read needs this reader to be open, and the snapshot to be there, as long as
 * it is iterated. Thread-safe.
 */
public final class GenericReader implements AutoCloseable {

    private final GenericStates states;

    private GenericReader(GenericStates states) {
        this.states = states;
    }

    /**
     * Reads a store.
     *
     * @param store an open store, which is closed with the reader
     * @return the reader, which the caller closes
     */
    public static GenericReader open(SnapshotStore store) {
        return new GenericReader(new GenericStates(Objects.requireNonNull(store, "store"), null));
    }

    /**
     * Reads a store whose tenants are encrypted.
     *
     * @param store an open store, which is closed with the reader
     * @param encryption gives the keys, as to {@link io.varve.StateManagerBuilder#encryption}; what was derived from them is
     *     kept until the reader is closed
     * @return the reader, which the caller closes
     */
    public static GenericReader open(SnapshotStore store, KeyProvider encryption) {
        return new GenericReader(new GenericStates(
                Objects.requireNonNull(store, "store"), Objects.requireNonNull(encryption, "encryption")));
    }

    /**
     * Lists the ids of all tenants, in ascending order.
     *
     * @return the ids
     * @throws io.varve.CorruptDataException if a tenant's mark is damaged
     * @throws io.varve.StoreFailedException if the store fails
     * @throws io.varve.ClosedException if the reader was closed
     */
    public Seq<String> tenants() {
        return states.tenants();
    }

    /**
     * Lists the snapshots of a tenant, from the oldest on.
     *
     * @param tenant its id
     * @return what is known of each
     * @throws io.varve.TenantNotFoundException if there is no tenant of that id
     * @throws io.varve.VarveException as {@link #tenants()}
     */
    public Seq<SnapshotInfo> snapshots(String tenant) {
        return states.snapshots(Objects.requireNonNull(tenant, "tenant"));
    }

    /**
     * Reads the head of a tenant. Cost: a few small reads and one page.
     *
     * @param tenant its id
     * @return the state, as a rule a {@link GenericRecord}
     * @throws io.varve.TenantNotFoundException if there is no tenant of that id
     * @throws io.varve.CorruptDataException if the page or its schema is missing or damaged
     * @throws io.varve.UnsupportedFormatException if it was written by a newer Varve
     * @throws io.varve.VarveException as {@link #tenants()}
     */
    public Object head(String tenant) {
        return states.head(Objects.requireNonNull(tenant, "tenant"));
    }

    /**
     * Reads the state of a snapshot. Cost: reads all descriptors of the tenant, and one page.
     *
     * @param tenant the id of its tenant
     * @param ref selects the snapshot
     * @return the state, as a rule a {@link GenericRecord}
     * @throws io.varve.SnapshotNotFoundException if there is no such snapshot; the message lists what there is
     * @throws io.varve.VarveException as {@link #head}
     */
    public Object state(String tenant, SnapshotRef ref) {
        return states.state(Objects.requireNonNull(tenant, "tenant"), Objects.requireNonNull(ref, "ref"));
    }

    /** Closes the store. Closing again does nothing. */
    @Override
    public void close() {
        states.close();
    }
}
