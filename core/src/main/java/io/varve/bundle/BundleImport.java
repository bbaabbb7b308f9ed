package io.varve.bundle;

import io.varve.TransitionContext;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a bundle into a store. Begun by {@link io.varve.StateManager#importBundle()}:
 *
 * <pre>{@code
 * Tenant<Shop> copy = staging.importBundle().as("acme-copy").from(Path.of("acme-monday.varve")).tenant();
 * staging.importBundle().as("acme-copy").from(Path.of("acme-tuesday.varve")); // what is new since
 * }</pre>
 *
 * <p><strong>A full bundle makes a new tenant</strong>, which nobody sees before all of it was read, verified and written. What was cut
 * off can be done again with the same bundle or another, and does not write again what is there. Until then the id is taken: {@link
 * #unfinished()} lists such tenants, {@link io.varve.StateManager#removeTenant} clears one away.
 *
 * <p><strong>An incremental bundle goes on top of a tenant</strong> that has the snapshot it was exported {@linkplain
 * BundleExport#since since}, with the same fingerprint. Its snapshots are added, and its head becomes the head. Up to 16 new snapshots come
 * with the head by one commit; of more, the older ones come before it, 16 at a time. What is there already is left as it is, so a
 * bundle can be imported twice, and one that was cut off is imported again. A name that another snapshot has goes over to the
 * one of the bundle. Snapshots that were removed where the bundle comes from stay.
 *
 * <p>The audit trail gets an entry of the kind {@code IMPORT} that says which bundle it was. Validators and the limit of the
 * state are not asked, as with a rollback. Nothing in a bundle is trusted: lengths are limited, every page is verified by its id and
 * mentions only pages that came before it, and the states have to be readable as this manager's type. That a bundle was
 * not changed on purpose can't be told from it; compare its {@link BundleManifest#sha256()} with one that came another way.
 *
 * <p>Takes 22 to 86 bytes of heap for each page, the descriptors of the snapshots, and a few megabytes. Immutable and thread-safe,
 * as {@link BundleExport}.
 *
 * @param <S> the type of the state
 */
public interface BundleImport<S> {

    /**
     * Imports under another id than the one that the bundle was exported from.
     *
     * @param tenant the id
     * @return a new import
     * @throws IllegalArgumentException if it could not be one
     */
    BundleImport<S> as(String tenant);

    /**
     * Lets an incremental bundle replace a head that was changed since the last import, and that no snapshot keeps. Without this such
     * a bundle is refused.
     *
     * @return a new import
     */
    BundleImport<S> replacingHead();

    /**
     * Says who imports, and why, for the audit trail.
     *
     * @param context who and why; the bundle's id and where it comes from are added to its metadata
     * @return a new import
     * @throws IllegalArgumentException if there is no room for that in the metadata
     */
    BundleImport<S> by(TransitionContext context);

    /**
     * Tells how far it is.
     *
     * @param listener called now and then by the thread that imports; what it throws ends the import
     * @return a new import
     */
    BundleImport<S> watchedBy(Consumer<? super BundleProgress> listener);

    /**
     * Reads a bundle from a stream, up to its end and no further.
     *
     * @param in gives the bytes; not closed
     * @return what was done, with the tenant
     * @throws IOException if the stream throws it
     * @throws io.varve.BundleRefusedException if it is no whole bundle, does not fit the manager's type, or does not fit the
     *     tenant it is to go on top of; neither head nor history was changed
     * @throws io.varve.UnsupportedFormatException if a newer Varve wrote it
     * @throws io.varve.TenantExistsException if it makes a new tenant, and there is one of that id
     * @throws io.varve.TenantNotFoundException if it is to go on top of a tenant that is not there
     * @throws io.varve.TenantOwnedException if another manager has that tenant open for writing
     * @throws io.varve.ConflictException if another import into the same new tenant was begun meanwhile
     * @throws io.varve.StoreFailedException if the store fails; import again to go on
     * @throws io.varve.NestedTransitionException if this is called from within a transition
     */
    ImportResult<S> from(InputStream in) throws IOException;

    /**
     * Reads a bundle from a file.
     *
     * @param file the file, which has to end where the bundle does
     * @return what was done, with the tenant
     * @throws IOException if the file can't be read
     * @throws io.varve.BundleRefusedException as {@link #from(InputStream)}
     * @throws io.varve.UnsupportedFormatException as {@link #from(InputStream)}
     * @throws io.varve.TenantExistsException as {@link #from(InputStream)}
     * @throws io.varve.TenantNotFoundException as {@link #from(InputStream)}
     * @throws io.varve.TenantOwnedException as {@link #from(InputStream)}
     * @throws io.varve.ConflictException as {@link #from(InputStream)}
     * @throws io.varve.StoreFailedException as {@link #from(InputStream)}
     * @throws io.varve.NestedTransitionException as {@link #from(InputStream)}
     */
    ImportResult<S> from(Path file) throws IOException;

    /**
     * Lists the ids of tenants that are being imported, or were until something cut that off, in ascending order. Cost: one small
     * read for each tenant of the store.
     *
     * @return the ids
     */
    Seq<String> unfinished();
}
