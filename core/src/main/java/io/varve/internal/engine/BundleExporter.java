package io.varve.internal.engine;

import io.varve.InvalidStateException;
import io.varve.SnapshotFilter;
import io.varve.TransitionFailedException;
import io.varve.VarveException;
import io.varve.bundle.BundleManifest;
import io.varve.internal.bundle.BundleHeader;
import io.varve.internal.bundle.BundleWriter;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Writes one bundle. For one use. */
final class BundleExporter<S> {

    private final ExportRequest<S> request;
    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final TenantConnection<S> connection;

    BundleExporter(ExportRequest<S> request) {
        this.request = request;
        this.engine = request.engine();
        this.parts = engine.parts();
        this.connection = engine.connection();
    }

    /** What is exported; held until the end, so that none of its pages is collected. */
    private record Content<S>(Option<Entry<S>> base, Seq<Entry<S>> snapshots, Head<S> head, Seq<String> headParents) {}

    BundleManifest to(OutputStream out) throws IOException {
        RunningTransition.refuse("export a bundle of tenant '" + parts.label().tenant() + "'");
        engine.requireOpen();
        engine.takeOverNews();
        Content<S> content = content();
        try {
            return write(content, out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InvalidStateException e) {
            if (e.getCause() instanceof UncheckedIOException inCodec) {
                throw inCodec.getCause();
            }
            throw e;
        } finally {
            Reference.reachabilityFence(content);
        }
    }

    private Content<S> content() {
        // The history first, so that the head is not older than a snapshot.
        History<S> history = engine.betweenWrites(parts.snapshots()::history);
        Head<S> head = engine.makeDurable();
        Option<Entry<S>> base = request.base().map(ref -> history.require(ref, parts.label()));
        Seq<Entry<S>> snapshots =
                request.filter().map(filter -> selected(history, filter, base)).getOrElse(List::empty);
        return new Content<>(
                base, snapshots, head, Snapshots.parentsOf(head.version(), head.ancestry(), history, List.empty()));
    }

    private Seq<Entry<S>> selected(History<S> history, SnapshotFilter filter, Option<Entry<S>> base) {
        return history.entries()
                // What waits to be written was taken after the export began.
                .filter(entry -> entry.cell().root() != null)
                .filter(entry -> base.forAll(
                        from -> entry.info().sequence() > from.info().sequence()))
                .filter(entry -> filter.test(entry.info()));
    }

    private BundleManifest write(Content<S> content, OutputStream out) throws IOException {
        TenantPages pages = connection.pages();
        BundlePages written = new BundlePages(pages, engine::requireOpen, request.progress());
        Option<BundleHeader.Base> base = content.base().map(entry -> {
            PageLink root = request.transformation().isEmpty()
                    ? written.leaveOut(entry.cell().link())
                    : transformed(entry.cell(), entry.info().label(), written);
            return new BundleHeader.Base(entry.info().id(), entry.info().name(), root.id());
        });
        PageId schema = schemaOf(content.head());
        BundleWriter writer = new BundleWriter(
                out,
                new BundleHeader(
                        UUID.randomUUID(),
                        parts.label().tenant(),
                        parts.label().name(),
                        connection.clock().instant(),
                        request.transformation().isDefined(),
                        schema,
                        base));
        written.begin(writer, schema);
        java.util.List<SnapshotRecord> snapshots = new ArrayList<>();
        for (Entry<S> entry : content.snapshots()) {
            snapshots.add(new SnapshotRecord(
                    entry.info(),
                    copied(entry.cell(), "snapshot " + entry.info().label(), written),
                    StateWeight.UNKNOWN,
                    Ancestry.NONE));
        }
        PageLink head = copied(content.head().cell(), "the head", written);
        for (SnapshotRecord snapshot : snapshots) {
            writer.snapshot(snapshot.encode());
        }
        writer.head(recordOf(content, head).encode());
        BundleManifest manifest = writer.end(head.id());
        written.tellProgress();
        return manifest;
    }

    private HeadRecord recordOf(Content<S> content, PageLink root) {
        Head<S> head = content.head();
        Lineage lineage = new Lineage(head.version(), content.headParents());
        return new HeadRecord(
                head.version(),
                head.changedAt(),
                root,
                Option.none(),
                StateWeight.UNKNOWN,
                0,
                Ancestry.NONE.withLineage(lineage));
    }

    private PageLink copied(StateCell<S> cell, String what, BundlePages written) {
        return request.transformation().isEmpty() ? written.copy(cell.link()) : transformed(cell, what, written);
    }

    private PageLink transformed(StateCell<S> cell, String what, BundlePages written) {
        S before = engine.stateOf(cell);
        S after = transform(request.transformation().get(), before, what);
        return Faults.storing(
                parts.label().tenant(), () -> connection.persister().codec().write(after, written));
    }

    private S transform(UnaryOperator<S> transformation, S before, String what) {
        S after;
        try {
            after = transformation.apply(before);
        } catch (VarveException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TransitionFailedException("the transformation of " + what + " failed: " + e, e);
        }
        if (after == null) {
            NullPointerException found = new NullPointerException("the transformed state is null");
            throw new TransitionFailedException("the transformation of " + what + " returned null", found);
        }
        return after;
    }

    /** The schema that the head is written with: today's if it is transformed, else that of its root page. */
    private PageId schemaOf(Head<S> head) {
        return request.transformation().isEmpty()
                ? connection.pages().read(head.cell().link().id()).schemas().get(0)
                : connection.persister().codec().stateSchema();
    }
}
