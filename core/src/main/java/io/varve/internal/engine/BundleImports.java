package io.varve.internal.engine;

import io.varve.BundleRefusedException;
import io.varve.BundleRefusedException.Reason;
import io.varve.CorruptDataException;
import io.varve.TransitionContext;
import io.varve.UnreadableSchemaException;
import io.varve.bundle.BundleManifest;
import io.varve.bundle.ImportResult;
import io.varve.internal.bundle.BundleHeader;
import io.varve.internal.bundle.BundleReader;
import io.varve.internal.bundle.BundleRecord;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Imports bundles: reads one, verifies it on the way, and makes it visible in the end. Thread-safe. */
final class BundleImports<S> {

    private final Tenants<S> tenants;
    private final StateCodec<S> codec;

    /** The tenants of a manager. */
    interface Tenants<S> {

        /** Begins to import a tenant that does not exist. */
        StagedTenant stage(TenantId tenant);

        /** Opens a tenant that exists. */
        TenantEngine<S> require(TenantId tenant);

        /** Those that were begun and did not come to be. */
        Seq<TenantId> staged();
    }

    BundleImports(Tenants<S> tenants, StateCodec<S> codec) {
        this.tenants = tenants;
        this.codec = codec;
    }

    Seq<TenantId> unfinished() {
        return tenants.staged();
    }

    /**
     * Imports a bundle.
     *
     * @param isAll whether the stream has to end where the bundle does
     */
    ImportResult<S> run(ImportRequest<S> request, InputStream in, boolean isAll) throws IOException {
        RunningTransition.refuse("import a bundle");
        BundleReader reader = new BundleReader(in);
        BundleHeader header = reader.header();
        TenantId tenant = request.tenant().getOrElse(header.tenant());
        TransitionContext context = request.told(header.id(), header.tenant().value());
        for (BundleHeader.Base base : header.base()) {
            return onTop(
                    request, new Intended(reader, isAll), new TopOfTenant<>(tenants.require(tenant), base), context);
        }
        StagedTenant staged = tenants.stage(tenant);
        PageIntake pages = new PageIntake(reader, staged, request.progress(), new PageIdSet(), new PageIdSet());
        Intended bundle = new Intended(reader, isAll);
        BundledHistory history = bundle.read(pages, staged.pages());
        staged.publish(history, context);
        return result(
                tenants.require(tenant), bundle, pages, history.snapshots().size());
    }

    private ImportResult<S> onTop(
            ImportRequest<S> request, Intended bundle, TopOfTenant<S> top, TransitionContext context)
            throws IOException {
        PageWalk base = top.walkBase();
        PageIntake pages = new PageIntake(bundle.reader, top, request.progress(), base.found(), base.mentioning());
        BundledHistory history = bundle.read(pages, top.pages());
        int added = top.publish(history, request.isHeadReplaced(), context);
        return result(top.engine(), bundle, pages, added);
    }

    private ImportResult<S> result(TenantEngine<S> engine, Intended bundle, PageIntake pages, int added) {
        return new ImportResult<>(
                engine.handle(), bundle.manifest(), pages.written(), pages.present(), pages.writtenBytes(), added);
    }

    /** A bundle that is being read. */
    private final class Intended {

        private final BundleReader reader;
        private final boolean isAll;
        private BundleRecord.@Nullable End end;

        Intended(BundleReader reader, boolean isAll) {
            this.reader = reader;
            this.isAll = isAll;
        }

        BundleManifest manifest() {
            BundleRecord.End read = end;
            if (read == null) {
                throw new AssertionError("a bundle is read to its end");
            }
            return read.manifest();
        }

        /** Reads all of it. Once this returns, it is right, and its pages are stored. */
        BundledHistory read(PageIntake pages, PageSource stored) throws IOException {
            BundledHistory history = new BundledHistory(reader, pages);
            boolean isFirstSchema = true;
            boolean areAllPagesIn = false;
            while (end == null) {
                BundleRecord record = reader.next();
                if (!areAllPagesIn
                        && (record instanceof BundleRecord.Snapshot || record instanceof BundleRecord.Head)) {
                    pages.flush();
                    areAllPagesIn = true;
                }
                if (record instanceof BundleRecord.Schema schema) {
                    PageId id = PageFormat.idOf(schema.bytes());
                    if (isFirstSchema) {
                        requireReadable(id, schema.bytes());
                        isFirstSchema = false;
                    }
                    pages.schema(id, schema.bytes());
                } else if (record instanceof BundleRecord.Page page) {
                    pages.page(page.id(), page.bytes());
                } else if (record instanceof BundleRecord.Base base) {
                    pages.base(base.id(), base.bytes());
                } else if (record instanceof BundleRecord.Snapshot snapshot) {
                    history.snapshot(snapshot.descriptor());
                } else if (record instanceof BundleRecord.Head head) {
                    history.head(head.descriptor());
                } else if (record instanceof BundleRecord.End last) {
                    end = last;
                }
            }
            if (!history.head().root().id().toString().equals(manifest().fingerprint())) {
                throw reader.damaged("has another head than its manifest says", null);
            }
            if (isAll) {
                reader.requireEnd();
            }
            requireReadable(history, stored);
            return history;
        }

        /** Looks at the type before anything is written. */
        private void requireReadable(PageId id, byte[] schema) {
            if (!id.equals(reader.header().stateSchema())) {
                throw reader.damaged("has another schema first than its header says", null);
            }
            try {
                codec.requireReadable(id, schema);
            } catch (UnreadableSchemaException e) {
                throw wrongType(e);
            } catch (CorruptDataException e) {
                throw reader.damaged("has a schema that can't be read: " + e.getMessage(), e);
            }
        }

        private void requireReadable(BundledHistory history, PageSource stored) {
            for (PageLink root : history.roots()) {
                try {
                    var unused = codec.read(root.id(), stored);
                } catch (UnreadableSchemaException e) {
                    throw wrongType(e);
                } catch (CorruptDataException e) {
                    throw reader.damaged("has a state that can't be read: " + e.getMessage(), e);
                }
            }
        }

        private BundleRefusedException wrongType(UnreadableSchemaException e) {
            return new BundleRefusedException(
                    Reason.WRONG_TYPE,
                    "the bundle, exported from tenant '" + reader.header().tenant()
                            + "', has states that can't be read as this manager's: " + e.getMessage(),
                    e);
        }
    }
}
