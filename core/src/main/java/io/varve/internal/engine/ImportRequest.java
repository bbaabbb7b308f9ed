package io.varve.internal.engine;

import io.varve.TransitionContext;
import io.varve.bundle.BundleImport;
import io.varve.bundle.BundleProgress;
import io.varve.bundle.ImportResult;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * How a bundle is to be imported.
 *
 * @param imports does it
 * @param tenant under which id, if not that of the bundle
 * @param isHeadReplaced whether a head may go that nothing else keeps
 * @param context who and why
 * @param progress is told how far it is
 */
record ImportRequest<S>(
        BundleImports<S> imports,
        Option<TenantId> tenant,
        boolean isHeadReplaced,
        TransitionContext context,
        Consumer<? super BundleProgress> progress)
        implements BundleImport<S> {

    private static final String BUNDLE_KEY = "bundle";
    private static final String TENANT_KEY = "tenant";

    static <S> ImportRequest<S> of(BundleImports<S> imports) {
        return new ImportRequest<>(imports, Option.none(), false, TransitionContext.anonymous(), nothing -> {});
    }

    @Override
    public BundleImport<S> as(String id) {
        TenantId wanted = new TenantId(Objects.requireNonNull(id, "tenant"));
        return new ImportRequest<>(imports, Option.some(wanted), isHeadReplaced, context, progress);
    }

    @Override
    public BundleImport<S> replacingHead() {
        return new ImportRequest<>(imports, tenant, true, context, progress);
    }

    @Override
    public BundleImport<S> by(TransitionContext who) {
        Objects.requireNonNull(who, "context");
        var unused = told(who, new UUID(0, 0), BUNDLE_KEY);
        return new ImportRequest<>(imports, tenant, isHeadReplaced, who, progress);
    }

    @Override
    public BundleImport<S> watchedBy(Consumer<? super BundleProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return new ImportRequest<>(imports, tenant, isHeadReplaced, context, listener);
    }

    @Override
    public ImportResult<S> from(InputStream in) throws IOException {
        return imports.run(this, Objects.requireNonNull(in, "in"), false);
    }

    @Override
    public ImportResult<S> from(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Objects.requireNonNull(file, "file")))) {
            return imports.run(this, in, true);
        }
    }

    @Override
    public Seq<String> unfinished() {
        return imports.unfinished().map(TenantId::value);
    }

    /** What the audit trail keeps of the import of a bundle. */
    TransitionContext told(UUID bundle, String from) {
        return told(context, bundle, from);
    }

    private static TransitionContext told(TransitionContext who, UUID bundle, String from) {
        return who.with(BUNDLE_KEY, bundle.toString()).with(TENANT_KEY, from);
    }
}
