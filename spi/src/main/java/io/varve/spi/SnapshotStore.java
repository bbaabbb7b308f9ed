package io.varve.spi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the histories of tenants are kept: immutable {@linkplain Page pages} by id, and small mutable {@linkplain Ref
 * refs} by name, per tenant. This is the whole contract of a backend; {@code varve-tck} tests every sentence of it.
 *
 * <h2>Tenants</h2>
 *
 * A tenant needs no creation: it exists while it has a page or a ref. No call ever returns or changes anything of
 * another tenant, whatever the ids are ({@code a} and {@code a:b} are as separate as any two).
 *
 * <h2>Atomicity and durability</h2>
 *
 * <ul>
 *   <li>The ref updates of one {@link #commit} become visible all at once or not at all.
 *   <li>A page of a commit is readable, and durable, no later than the refs of that commit.
 *   <li>Commits and reads of refs of one tenant are linearizable: once a commit has returned, every later call sees it,
 *       from every thread and, where {@link Capabilities#multiProcess()} says so, from every process. The same holds for
 *       pages that {@link #deletePages} has removed, and for what {@link #eraseTenant} has.
 *   <li>After a write whose outcome is unknown, a store that can't find out while it is open answers reads of that
 *       tenant's refs with {@link StoreException.Kind#UNAVAILABLE} until it is opened again, rather than guess.
 *   <li>If {@link Capabilities#durable()}, a commit that has returned survives the end of the process and a loss of
 *       power. One that was cut off is there whole or not at all; stray pages of it are harmless.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * A store is thread-safe, and its calls may block. {@link #close()} may be called at any time, also while other calls
 * are under way: they finish or throw {@link StoreException.Kind#CLOSED}, and never crash the process. A call made by an
 * interrupted thread either does its work or throws {@link StoreException.Kind#UNAVAILABLE} (or, in a call that writes,
 * {@link StoreException.Kind#OUTCOME_UNKNOWN}); it leaves the interrupt status set and the store usable.
 *
 * <h2>Arguments and errors</h2>
 *
 * Nothing is null unless it is marked so. A store may trust what the types promise ({@link TenantId}, {@link Ref}) and
 * that the caller gives no null, no limit below 1 and no ref name twice in one commit: core checks these before any
 * store sees them, as it checks page hashes, retries {@link StoreException.Kind#UNAVAILABLE} and measures. Every fault
 * is a {@link StoreException}. Arrays that are given or returned are never modified afterwards by either side.
 *
 * <h2>Scans</h2>
 *
 * Scans return what comes after a key, in ascending order of unsigned bytes, at most {@code limit} items. They hold
 * nothing open between calls. What is there during the whole of a scan over several calls is found by it; what comes or
 * goes meanwhile may or may not be. A result with fewer than {@code limit} items is the end.
 */
public interface SnapshotStore extends AutoCloseable {

    /** The largest number of ref updates in one commit. */
    int MAX_REF_UPDATES = 64;

    /**
     * Puts pages and then, if every ref is as expected, applies all ref updates.
     *
     * <p>Putting a page that is there already keeps it, with the bytes that it has, and sets its stamp to the larger of both:
     * one content may be stored in several ways, and other pages rely on the way in which this one is. Pages may be put even
     * if the updates conflict. With no updates the pages are put and the result is applied. With neither, nothing happens.
     *
     * <p>Cost: one synchronous write, whatever the number of pages and refs, where the engine can do that.
     *
     * @param tenant the tenant whose pages and refs these are
     * @param stamp a number that all pages of this commit get, compared by {@link #deletePages}; not negative
     * @param pages the pages, each at most {@link Capabilities#maxPageBytes()} long; an id may occur more than once
     * @param updates at most {@value #MAX_REF_UPDATES} updates of different refs, each value at most {@link
     *     Capabilities#maxRefBytes()} long
     * @return applied, with the pages that are known to have been absent; or a conflict with the actual values of all refs that
     *     the updates name
     * @throws StoreException {@code TOO_LARGE} for a page or value over the limits, {@code UNAVAILABLE} if no ref was
     *     changed, {@code OUTCOME_UNKNOWN} if that can't be told, {@code CORRUPT}, {@code CLOSED}
     */
    CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates);

    /**
     * Reads pages.
     *
     * @param tenant the tenant
     * @param ids the ids; one that occurs twice is answered once
     * @return the bytes of those that are there; what is missing from the map is missing from the store
     * @throws StoreException {@code UNAVAILABLE}, {@code CORRUPT}, {@code CLOSED}
     */
    Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids);

    /**
     * Lists pages in ascending order of their ids.
     *
     * @param tenant the tenant
     * @param after the id after which to begin, or null to begin with the first
     * @param limit the largest number of results, at least 1
     * @return the pages found
     * @throws StoreException {@code UNAVAILABLE}, {@code CORRUPT}, {@code CLOSED}
     */
    List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit);

    /**
     * Removes those of the pages whose stamp is below a bound, if a ref is as expected. Comparing and removing a page is
     * one atomic step towards commits that put it again: either the page was removed before and is there again, or its
     * new stamp protects it. Comparing the ref and removing the pages is one atomic step too, so that a collector which
     * fell asleep can't hurt a tenant that was removed and created again since.
     *
     * @param tenant the tenant
     * @param guard a {@linkplain RefUpdate#check check}: unless that ref has that value, nothing is removed
     * @param ids the pages; those that are not there are ignored, one that occurs twice counts once
     * @param stampBelow only pages with a smaller stamp are removed
     * @return how many were removed; 0 if the ref is not as expected
     * @throws StoreException {@code UNAVAILABLE} if none was removed, {@code OUTCOME_UNKNOWN}, {@code CORRUPT}, {@code CLOSED}
     */
    int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow);

    /**
     * Reads a ref.
     *
     * @param tenant the tenant
     * @param name its name
     * @return its value, or empty if it is absent
     * @throws StoreException {@code UNAVAILABLE}, {@code CORRUPT}, {@code CLOSED}
     */
    Optional<byte[]> readRef(TenantId tenant, String name);

    /**
     * Lists refs in ascending order of their names. The refs returned by one call are one consistent cut: their values
     * at one instant, at which no commit was half visible.
     *
     * @param tenant the tenant
     * @param prefix what the names begin with; empty for all
     * @param after the name after which to begin, or null to begin with the first; it need not exist, nor begin with the
     *     prefix
     * @param limit the largest number of results, at least 1
     * @return the refs found
     * @throws StoreException {@code UNAVAILABLE}, {@code CORRUPT}, {@code CLOSED}
     */
    List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit);

    /**
     * Lists the tenants that have a page or a ref, in ascending order.
     *
     * @param after the tenant after which to begin, or null to begin with the first
     * @param limit the largest number of results, at least 1
     * @return the tenants found
     * @throws StoreException {@code UNAVAILABLE}, {@code CORRUPT}, {@code CLOSED}
     */
    List<TenantId> scanTenants(@Nullable TenantId after, int limit);

    /**
     * Removes a part of a tenant: first its refs but for one, then its pages, at last that one ref. The caller repeats
     * the call until it answers true. One that was cut off can be resumed at any time, by any process.
     *
     * <p>The last ref is the mark by which everybody sees that the tenant is being erased; the caller has set it before.
     * If it does not have the value given, nothing is removed and the answer is true: that tenant is gone already, and
     * what is there under its id now is another. Comparing and removing are one atomic step.
     *
     * @param tenant the tenant
     * @param lastRef the ref that goes last, with its value
     * @param limit about how many pages and refs to remove in this call, at least 1; a store that can remove all at once
     *     for the price of one may do so
     * @return true if nothing is left of the tenant that had that ref
     * @throws StoreException {@code UNAVAILABLE}, {@code OUTCOME_UNKNOWN}, {@code CORRUPT}, {@code CLOSED}
     */
    boolean eraseTenant(TenantId tenant, Ref lastRef, int limit);

    /**
     * What this store can do. Also answered after {@link #close()}.
     *
     * @return the capabilities, always the same
     */
    Capabilities capabilities();

    /**
     * Releases everything that the store holds. Later calls of the other methods throw {@link
     * StoreException.Kind#CLOSED}; closing again does nothing.
     *
     * @throws StoreException if something could not be released; the store is closed all the same
     */
    @Override
    void close();
}
