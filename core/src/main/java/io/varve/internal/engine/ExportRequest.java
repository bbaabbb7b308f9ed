package io.varve.internal.engine;

import io.varve.SnapshotFilter;
import io.varve.SnapshotRef;
import io.varve.bundle.BundleExport;
import io.varve.bundle.BundleManifest;
import io.varve.bundle.BundleProgress;
import io.varve.internal.bundle.BundleFile;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is to be exported of a timeline.
 *
 * @param engine the timeline
 * @param filter selects the snapshots, or none
 * @param base the snapshot to go on from
 * @param transformation what is made of each state
 * @param progress is told how far it is
 */
record ExportRequest<S>(
        TenantEngine<S> engine,
        Option<SnapshotFilter> filter,
        Option<SnapshotRef> base,
        Option<UnaryOperator<S>> transformation,
        Consumer<? super BundleProgress> progress)
        implements BundleExport<S> {

    /** The head and all snapshots. */
    static <S> ExportRequest<S> of(TenantEngine<S> engine) {
        return new ExportRequest<>(
                engine, Option.some(SnapshotFilter.all()), Option.none(), Option.none(), nothing -> {});
    }

    @Override
    public BundleExport<S> snapshots(SnapshotFilter wanted) {
        Objects.requireNonNull(wanted, "filter");
        return new ExportRequest<>(engine, Option.some(wanted), base, transformation, progress);
    }

    @Override
    public BundleExport<S> withoutSnapshots() {
        return new ExportRequest<>(engine, Option.none(), base, transformation, progress);
    }

    @Override
    public BundleExport<S> since(SnapshotRef from) {
        Objects.requireNonNull(from, "base");
        return new ExportRequest<>(engine, filter, Option.some(from), transformation, progress);
    }

    @Override
    public BundleExport<S> transforming(UnaryOperator<S> next) {
        Objects.requireNonNull(next, "transformation");
        UnaryOperator<S> all = transformation
                .<UnaryOperator<S>>map(first -> state -> next.apply(first.apply(state)))
                .getOrElse(next);
        return new ExportRequest<>(engine, filter, base, Option.some(all), progress);
    }

    @Override
    public BundleExport<S> watchedBy(Consumer<? super BundleProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return new ExportRequest<>(engine, filter, base, transformation, listener);
    }

    @Override
    public BundleManifest to(OutputStream out) throws IOException {
        return new BundleExporter<>(this).to(Objects.requireNonNull(out, "out"));
    }

    @Override
    public BundleManifest to(Path file) throws IOException {
        return BundleFile.write(Objects.requireNonNull(file, "file"), this::to);
    }
}
