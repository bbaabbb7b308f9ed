package io.varve;

import io.varve.bundle.BundleImport;
import io.varve.metrics.ManagerMetrics;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Keeps one immutable state of type {@code S} for each tenant, with its history. Tenants never see each other.
 *
 * <p>Thread-safe. There should be one manager for a store; see {@link StateManagerBuilder} for how it is opened. Every
 * method but {@link #close()} throws {@link ClosedException} once the manager was closed, and every method but {@link
 * #metrics()} may throw {@link StoreFailedException}. What creates, opens or removes a tenant throws {@link
 * NestedTransitionException} if it is called from within a transition, and {@link CorruptDataException} or {@link
 * UnsupportedFormatException} if the tenant's refs can't be read.
 *
 * @param <S> the type of the states
 */
public interface StateManager<S> extends AutoCloseable {

    /**
     * Begins to describe a manager.
     *
     * @param stateType the type of the states
     * @param <S> the type of the states
     * @return a builder
     */
    static <S> StateManagerBuilder<S> builder(Class<S> stateType) {
        return new StateManagerBuilder<>(Objects.requireNonNull(stateType, "stateType"));
    }

    /**
     * Begins to describe a manager of states with a generic type.
     *
     * @param stateType the type of the states
     * @param <S> the type of the states
     * @return a builder
     */
    static <S> StateManagerBuilder<S> builder(TypeRef<S> stateType) {
        return new StateManagerBuilder<>(stateType.type());
    }

    /**
     * Creates a tenant, with the initial state as its head and no snapshots. When this returns, the tenant is as durable
     * as the store.
     *
     * @param id 1 to 128 ASCII letters, digits and {@code . _ - : @ + = ~}, the first a letter or digit, without two
     *     dots in a row
     * @return the tenant
     * @throws IllegalArgumentException if the id is not of that form
     * @throws TenantExistsException if there is a tenant of that id
     */
    Tenant<S> createTenant(String id);

    /**
     * Looks a tenant up.
     *
     * @param id the id
     * @return the tenant, or none if there is no tenant of that id
     * @throws IllegalArgumentException if the id could not be one
     * @throws TenantOwnedException if another manager has it open for writing
     */
    Option<Tenant<S>> findTenant(String id);

    /**
     * Looks a tenant up that must be there.
     *
     * @param id the id
     * @return the tenant
     * @throws TenantNotFoundException if there is no tenant of that id
     * @throws IllegalArgumentException if the id could not be one
     * @throws TenantOwnedException if another manager has it open for writing
     */
    Tenant<S> tenant(String id);

    /**
     * Looks a tenant up, and creates it if it isn't there.
     *
     * @param id the id, as for {@link #createTenant}
     * @return the tenant
     * @throws IllegalArgumentException if the id is not of that form
     * @throws TenantOwnedException if another manager has it open for writing
     */
    Tenant<S> tenantOrCreate(String id);

    /**
     * Lists the ids of all tenants, in ascending order. Cost: one small read for each.
     *
     * @return the ids
     */
    Seq<String> tenants();

    /**
     * Removes a tenant with its state, its snapshots and all its data. Handles of the tenant stop working. If this is cut
     * off, the tenant counts as removed, and what is left of it goes when it is removed or created again. Also clears away
     * what an {@linkplain BundleImport#unfinished() unfinished} import has left; one that is under way ends.
     *
     * @param id the id
     * @throws TenantNotFoundException if there is no tenant of that id
     * @throws IllegalArgumentException if the id could not be one
     * @throws TenantOwnedException if another manager has it open for writing
     */
    void removeTenant(String id);

    /**
     * What was done by this manager, and by each tenant that is open. Cost: O(open tenants); no lock is taken.
     *
     * @return the numbers now
     * @throws ClosedException if the manager was closed
     */
    ManagerMetrics metrics();

    /**
     * Reads every head and every retained snapshot of every tenant completely: every page, every value, through the
     * {@linkplain Evolution evolutions} that were registered. So a test can prove that no target of a rollback was broken
     * by a change of the types.
     *
     * <p>Only reads: no tenant is opened or taken over, and others may go on using them. What is looked at is what is
     * stored; a change that was not written yet is not. What is removed meanwhile is not reported. Cost: reads and
     * decodes all pages, those that several snapshots of a tenant share as a rule once. Holds a few pages at a time, but
     * all of a map whose keys have changed, as reading it would.
     *
     * @return what was found: damage, missing or unreadable schemas and failing functions are results, not exceptions
     * @throws StoreFailedException if the store fails
     * @throws ClosedException if the manager was closed
     */
    ReadabilityReport verifyReadable();

    /**
     * {@link #verifyReadable()} of one tenant.
     *
     * @param id the id
     * @return what was found
     * @throws TenantNotFoundException if there is no tenant of that id
     * @throws IllegalArgumentException if the id could not be one
     * @throws StoreFailedException if the store fails
     * @throws ClosedException if the manager was closed
     */
    ReadabilityReport verifyReadable(String id);

    /**
     * Reads all that the refs of every tenant lead to: every page of every head, snapshot and part of the audit trail. Each
     * page's content has to have the page's id, each ref has to be readable and to agree with the others. Then all pages are
     * listed, to count those that nothing needs. What the values mean is not looked at, which {@link #verifyReadable()} does.
     *
     * <p>Only reads: no tenant is opened or taken over, and others may go on using them. What is looked at is what is
     * stored. What others remove meanwhile is no problem, and what they write is no garbage, but for pages whose
     * commit was still to come, or came when the pages were being listed. Cost: reads all pages, those that several snapshots
     * share once, and lists all; takes 22 to 43 bytes of heap for each page of a tenant that is in use, of one tenant at a
     * time.
     *
     * @return what was found: damage is a result, not an exception
     * @throws StoreFailedException if the store fails
     * @throws ClosedException if the manager was closed, perhaps meanwhile
     */
    VerificationReport verify();

    /**
     * {@link #verify()} that tells how far it is.
     *
     * @param progress called by this thread after each call of the store; what it throws ends the verification
     * @return what was found
     * @throws StoreFailedException if the store fails
     * @throws ClosedException if the manager was closed, perhaps meanwhile
     */
    VerificationReport verify(Consumer<? super VerificationProgress> progress);

    /**
     * {@link #verify()} of one tenant.
     *
     * @param id the id
     * @return what was found
     * @throws TenantNotFoundException if there is no tenant of that id
     * @throws IllegalArgumentException if the id could not be one
     * @throws StoreFailedException if the store fails
     * @throws ClosedException if the manager was closed, perhaps meanwhile
     */
    VerificationReport verify(String id);

    /**
     * {@link #verify(String)} that tells how far it is.
     *
     * @param id the id
     * @param progress called by this thread after each call of the store; what it throws ends the verification
     * @return what was found
     * @throws TenantNotFoundException if there is no tenant of that id
     * @throws IllegalArgumentException if the id could not be one
     * @throws StoreFailedException if the store fails
     * @throws ClosedException if the manager was closed, perhaps meanwhile
     */
    VerificationReport verify(String id, Consumer<? super VerificationProgress> progress);

    /**
     * Collects the garbage of all tenants, as {@link Tenant#collectGarbage()} does of one, and finishes removals of tenants
     * that were cut off. A tenant that is not open is opened for that time. A tenant that another manager has open, or
     * that is damaged, is skipped, and the report says so.
     *
     * @return what was done
     * @throws StoreFailedException if the store fails; calling this again goes on where it ended
     * @throws InvalidStateException in {@link Durability#ASYNC}, if a tenant has a state that can't be stored; its snapshot
     *     is taken back
     * @throws ClosedException if the manager was closed, perhaps meanwhile
     * @throws NestedTransitionException if it is called from within a transition
     */
    GarbageReport collectGarbage();

    /**
     * Begins to describe the import of a bundle that {@link Tenant#exportBundle()} has written, be it from another kind of store.
     *
     * @return an import under the id that the bundle was exported from
     */
    BundleImport<S> importBundle();

    /**
     * Writes what was not written yet (in any mode of {@link Durability}, the heads), and closes the store. Closing again
     * does nothing.
     *
     * @throws StoreFailedException if something could not be written; everything is closed all the same
     * @throws ClosedException if the store was closed before, so that nothing could be written
     * @throws NestedTransitionException if it is called from within a transition; nothing is closed then
     */
    @Override
    void close();
}
