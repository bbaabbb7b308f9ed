package io.varve.bundle;

import io.varve.SnapshotFilter;
import io.varve.SnapshotRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Writes what a tenant has into a bundle: the head and snapshots of one timeline, with all that is known of these, and every page
 * and schema that they need, once. Begun by {@link io.varve.Tenant#exportBundle()}:
 *
 * <pre>{@code
 * BundleManifest monday = acme.exportBundle().to(Path.of("acme-monday.varve"));
 * acme.exportBundle().since(SnapshotRef.named("monday")).to(Path.of("acme-tuesday.varve"));
 * }</pre>
 *
 * <p>Snapshots keep their ids, names, kinds, tags, texts, times, holds and parents. Not in a bundle are the audit trail, which tells
 * what was done in this store; other timelines, which are exported by their own handles; and metrics. <strong>A bundle is
 * not encrypted</strong>, whatever the store is: encrypt the stream where that matters.
 *
 * <p>What is exported is what there is when it begins; changes, prunings and collections of garbage go on beside it. Cost: reads every page
 * once. Takes 22 to 43 bytes of heap for each page, and a few pages for each level of the states, however large they are.
 *
 * <p>Immutable: each method that says more returns a new export, and one may be run more than once. Thread-safe.
 *
 * @param <S> the type of the state
 */
public interface BundleExport<S> {

    /**
     * Takes only some of the snapshots along, instead of all. The head comes along in any case.
     *
     * @param filter selects them
     * @return a new export
     */
    BundleExport<S> snapshots(SnapshotFilter filter);

    /**
     * Leaves all snapshots out: the bundle has the head alone.
     *
     * @return a new export
     */
    BundleExport<S> withoutSnapshots();

    /**
     * Writes only what is new since a snapshot: the snapshots after it, and the pages that its state does not have. Such a bundle can
     * be imported only where that snapshot is, from an earlier bundle. Cost: reads, in addition, the pages of the snapshot's state
     * that mention others.
     *
     * @param base the snapshot, which has to be there when the export runs
     * @return a new export
     */
    BundleExport<S> since(SnapshotRef base);

    /**
     * Writes other states instead: what a function makes of each, for example without what may not leave this environment.
     * The bundle says that it has been transformed, and its fingerprints are those of what it holds. What the function leaves as it
     * is, collection by collection and node by node, is copied without being decoded; so the cost is what it changes, in each state
     * anew. It sees states only: names, texts and tags of snapshots are left as they are.
     *
     * <p>With {@link #since}, the function is applied to that snapshot too, and must make the same of it as it did for the earlier
     * bundle.
     *
     * @param transformation gives the state to be written; must be pure. What it throws ends the export as a {@link
     *     io.varve.TransitionFailedException}, a {@link io.varve.VarveException} or an {@link Error} as it is
     * @return a new export, which does this after what it did before
     */
    BundleExport<S> transforming(UnaryOperator<S> transformation);

    /**
     * Tells how far it is.
     *
     * @param listener called now and then by the thread that exports; what it throws ends the export
     * @return a new export
     */
    BundleExport<S> watchedBy(Consumer<? super BundleProgress> listener);

    /**
     * Writes the bundle to a stream, which is flushed and not closed. If this throws, what was written is a part of a bundle, and
     * is refused by whoever reads it.
     *
     * @param out takes the bytes, in pieces of some kilobytes
     * @return what was written
     * @throws IOException if the stream throws it
     * @throws io.varve.SnapshotNotFoundException if the snapshot to go on from is not there; nothing was written
     * @throws io.varve.CorruptDataException if a page that is needed is missing or damaged
     * @throws io.varve.NestedTransitionException if this is called from within a transition
     * @throws io.varve.VarveException as any method of the tenant
     */
    BundleManifest to(OutputStream out) throws IOException;

    /**
     * Writes the bundle to a file. It comes under its name once it is complete and on the disk; until then it has another name beside
     * it, and if this throws there is no file.
     *
     * @param file the file; one that is there is replaced
     * @return what was written
     * @throws IOException if the file can't be written
     * @throws io.varve.SnapshotNotFoundException as {@link #to(OutputStream)}
     * @throws io.varve.CorruptDataException as {@link #to(OutputStream)}
     * @throws io.varve.NestedTransitionException as {@link #to(OutputStream)}
     * @throws io.varve.VarveException as any method of the tenant
     */
    BundleManifest to(Path file) throws IOException;
}
