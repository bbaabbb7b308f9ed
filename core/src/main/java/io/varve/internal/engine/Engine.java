package io.varve.internal.engine;

import io.varve.ClosedException;
import io.varve.GarbageReport;
import io.varve.ReadabilityReport;
import io.varve.Sharing;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TenantExistsException;
import io.varve.TenantNotFoundException;
import io.varve.VarveException;
import io.varve.VerificationProgress;
import io.varve.VerificationReport;
import io.varve.bundle.BundleImport;
import io.varve.internal.codec.CodecSettings;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.codec.weight.StateWeigher;
import io.varve.internal.encryption.StoreAccess;
import io.varve.internal.encryption.TenantAccess;
import io.varve.internal.event.Deliveries;
import io.varve.internal.event.Delivery;
import io.varve.internal.metrics.Meters;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageFormat;
import io.varve.internal.store.GuardedStore;
import io.varve.metrics.ManagerMetrics;
import io.varve.metrics.TenantMetrics;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manager: the tenants that are open, and the store below them. */
public final class Engine<S> implements StateManager<S> {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int TENANTS_IN_MESSAGES = 10;

    private final SnapshotStore store;
    private final TenantAccess access;
    private final StateCodec<S> codec;
    private final long memoryBudget;
    private final TenantOpener<S> opener;
    private final Meters meters;
    private final BackgroundThread background;
    private final List<Keeper> keepers;
    private final Deliveries<S> deliveries;
    private final Seq<Delivery<S>> listeners;

    /** What the keepers may see; held here, and only weakly by them. */
    private final Keeper.Tenants keptTenants = this::openTenants;

    private final ConcurrentHashMap<TenantId, TenantEngine<S>> open = new ConcurrentHashMap<>();

    /** Held while a tenant is opened, created or removed, and while all are closed. */
    private final ReentrantLock lifecycle = new ReentrantLock();

    /** Changed under the lifecycle lock. */
    private final Visits<S> visits = new Visits<>();

    /** Held during a round of garbage collection; taken before the lifecycle lock. */
    private final ReentrantLock collecting = new ReentrantLock();

    private final BundleImports<S> imports;
    private final @Nullable Attendance attendance;
    private volatile boolean closed;

    private Engine(
            GuardedStore guarded,
            StoreAccess access,
            StateCodec<S> codec,
            long memoryBudget,
            TenantOpener<S> opener,
            Meters meters,
            BackgroundThread background,
            List<Keeper> keepers,
            Deliveries<S> deliveries,
            List<EngineSettings.Told<S>> listeners,
            String manager,
            Option<Sharing> sharing) {
        this.store = access.store();
        this.access = access.tenants();
        this.codec = codec;
        this.memoryBudget = memoryBudget;
        this.opener = opener;
        this.meters = meters;
        this.background = background;
        this.keepers = keepers;
        this.imports = new BundleImports<>(new ImportedTenants(), codec);
        this.deliveries = deliveries;
        this.listeners =
                Vector.ofAll(listeners).map(told -> deliveries.open(told.listener(), told.options(), closed -> {}));
        this.attendance = sharing.map(
                        settings -> new Attendance(guarded, settings, manager, this::attended, this::attend))
                .getOrNull();
    }

    /** Opens a manager; see {@link io.varve.StateManagerBuilder#open()}. */
    public static <S> Engine<S> open(EngineSettings<S> settings) {
        StateCodec<S> codec = StateCodec.of(new CodecSettings(
                settings.stateType(),
                settings.lookup(),
                settings.customTypes(),
                settings.evolutions(),
                PageFormat.DEFAULT_LEVEL));
        new Validation<>(settings.validators())
                .require(() -> "the initial state was refused", settings.initialState(), settings.initialState());
        StateLimit<S> limit = limitOf(settings, codec);
        NodeBudget budget = new NodeBudget(settings.memoryBudget());
        Meters meters = new Meters(budget, settings.metricsListener(), RunningTransition::listening);
        GuardedStore guarded = new GuardedStore(settings.store(), meters);
        StoreAccess access = StoreAccess.of(guarded, RefNames.ENCRYPTION, settings.encryption());
        String manager = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        BackgroundThread background = new BackgroundThread("varve-writer-" + manager);
        Deliveries<S> deliveries = new Deliveries<>(manager, (tenant, failure) -> {
            meters.listenerFailed(tenant);
            settings.listener().onFailure(tenant, failure);
        });
        Engine<S> engine = new Engine<>(
                guarded,
                access,
                codec,
                settings.memoryBudget(),
                new TenantOpener<>(
                        settings, access.store(), codec, budget, meters, limit, background, deliveries, manager),
                meters,
                background,
                List.of(
                        new Keeper(new GarbageChore(settings.garbage(), settings.clock()), settings.listener()),
                        new Keeper(new PruningChore(settings.pruning(), settings.clock()), settings.listener()),
                        new Keeper(
                                new SnapshotChore(settings.automaticSnapshots(), settings.clock()),
                                settings.listener())),
                deliveries,
                settings.listeners(),
                manager,
                settings.sharing());
        engine.keepers.forEach(keeper -> keeper.start(manager, engine.keptTenants));
        return engine;
    }

    private java.util.Map<TenantId, TenantEngine<?>> openTenants() {
        return java.util.Map.copyOf(open);
    }

    private static <S> StateLimit<S> limitOf(EngineSettings<S> settings, StateCodec<S> codec) {
        if (settings.stateLimit().isEmpty()) {
            return StateLimit.none();
        }
        long bytes = settings.stateLimit().getAsLong();
        StateWeigher<S> weigher = codec.weigher();
        long initial = weigher.weigh(settings.initialState());
        if (initial > bytes) {
            throw new IllegalArgumentException(
                    "the initial state weighs " + initial + " bytes, more than the state limit of " + bytes);
        }
        return StateLimit.of(bytes, weigher);
    }

    @Override
    public Tenant<S> createTenant(String id) {
        TenantId tenant = new TenantId(id);
        return inLifecycle(() -> {
            seeTo("create tenant '" + tenant + "'", () -> access.beforeCreating(tenant));
            opener.create(tenant);
            return openNow(tenant).getOrElseThrow(() -> notFound(tenant)).handle();
        });
    }

    @Override
    public Option<Tenant<S>> findTenant(String id) {
        TenantId tenant = new TenantId(id);
        requireOpen();
        TenantEngine<S> already = open.get(tenant);
        if (already != null && !already.isLost()) {
            return Option.some(already.handle());
        }
        return inLifecycle(() -> openNow(tenant)).map(TenantEngine::handle);
    }

    @Override
    public Tenant<S> tenant(String id) {
        return findTenant(id).getOrElseThrow(() -> notFound(new TenantId(id)));
    }

    @Override
    public Tenant<S> tenantOrCreate(String id) {
        TenantId tenant = new TenantId(id);
        Option<Tenant<S>> found = findTenant(id);
        if (found.isDefined()) {
            return found.get();
        }
        try {
            return createTenant(id);
        } catch (TenantExistsException e) {
            LOG.debug("somebody else has just created tenant '{}'", tenant, e);
            return findTenant(id).getOrElseThrow(() -> e);
        }
    }

    @Override
    public Seq<String> tenants() {
        requireOpen();
        return StoredTenant.ids(store).filter(opener::exists).map(TenantId::value);
    }

    @Override
    public void removeTenant(String id) {
        TenantId tenant = new TenantId(id);
        inLifecycle(() -> {
            Ref mark = opener.fence(tenant).getOrElseThrow(() -> notFound(tenant));
            adoptVisited(tenant);
            TenantEngine<S> engine = open.remove(tenant);
            if (engine != null) {
                engine.close(() -> new TenantNotFoundException("tenant '" + tenant + "' was removed"), false);
            }
            forget(tenant);
            opener.erase(tenant, mark);
            return tenant;
        });
    }

    @Override
    public ManagerMetrics metrics() {
        requireOpen();
        Map<String, TenantMetrics> tenants = LinkedHashMap.empty();
        for (TenantId tenant : Vector.ofAll(open.keySet()).sortBy(TenantId::value)) {
            TenantEngine<S> engine = open.get(tenant);
            if (engine != null) {
                tenants = tenants.put(tenant.value(), engine.measured());
            }
        }
        return meters.metrics(tenants);
    }

    @Override
    public ReadabilityReport verifyReadable() {
        requireOpen();
        ReadabilityCheck check = new ReadabilityCheck(store, codec, memoryBudget / 4);
        StoredTenant.ids(store).forEach(tenant -> check(tenant, check));
        return check.report();
    }

    @Override
    public ReadabilityReport verifyReadable(String id) {
        TenantId tenant = new TenantId(id);
        requireOpen();
        ReadabilityCheck check = new ReadabilityCheck(store, codec, memoryBudget / 4);
        if (!check(tenant, check)) {
            throw notFound(tenant);
        }
        return check.report();
    }

    private boolean check(TenantId tenant, ReadabilityCheck check) {
        try {
            return check.check(tenant);
        } finally {
            if (!open.containsKey(tenant)) {
                access.forget(tenant);
            }
        }
    }

    @Override
    public VerificationReport verify() {
        return verify(progress -> {});
    }

    @Override
    public VerificationReport verify(Consumer<? super VerificationProgress> progress) {
        Objects.requireNonNull(progress, "progress");
        requireOpen();
        return new Verification(store, progress::accept, this::requireOpen).over(StoredTenant.ids(store));
    }

    @Override
    public VerificationReport verify(String id) {
        return verify(id, progress -> {});
    }

    @Override
    public VerificationReport verify(String id, Consumer<? super VerificationProgress> progress) {
        TenantId tenant = new TenantId(id);
        Objects.requireNonNull(progress, "progress");
        requireOpen();
        VerificationReport report =
                new Verification(store, progress::accept, this::requireOpen).over(Vector.of(tenant));
        if (report.tenants().isEmpty()) {
            throw notFound(tenant);
        }
        return report;
    }

    @Override
    public GarbageReport collectGarbage() {
        RunningTransition.refuse("collect garbage");
        requireOpen();
        collecting.lock();
        try {
            return new GarbageRound(
                            tenant -> visit(tenant, engine -> engine.collectGarbage(pages -> {})),
                            tenant ->
                                    inLifecycle(() -> opener.leftover(tenant).peek(mark -> opener.erase(tenant, mark))))
                    .over(StoredTenant.ids(store));
        } finally {
            collecting.unlock();
        }
    }

    @Override
    public BundleImport<S> importBundle() {
        requireOpen();
        return ImportRequest.of(imports);
    }

    /** The tenants as an import needs them. */
    private final class ImportedTenants implements BundleImports.Tenants<S> {

        @Override
        public StagedTenant stage(TenantId tenant) {
            return inLifecycle(() -> {
                seeTo("import tenant '" + tenant + "'", () -> access.beforeCreating(tenant));
                return opener.stage(tenant);
            });
        }

        @Override
        public TenantEngine<S> require(TenantId tenant) {
            return inLifecycle(() -> openNow(tenant)).getOrElseThrow(() -> notFound(tenant));
        }

        @Override
        public Seq<TenantId> staged() {
            requireOpen();
            return StoredTenant.ids(store).filter(opener::isStaged);
        }
    }

    /** Does something with a tenant; one that isn't open is open for that time only. */
    private <R> Option<R> visit(TenantId tenant, Function<TenantEngine<S>, R> action) {
        Option<TenantEngine<S>> found = inLifecycle(() -> {
            if (open.containsKey(tenant)) {
                return openNow(tenant);
            }
            Option<TenantEngine<S>> opened = openStored(tenant, opener::visit);
            opened.forEach(engine -> visits.begin(tenant, engine));
            return opened;
        });
        try {
            return found.map(action);
        } finally {
            endVisit(tenant);
        }
    }

    private void endVisit(TenantId tenant) {
        lifecycle.lock();
        try {
            TenantEngine<S> engine = visits.end(tenant);
            if (engine != null) {
                close(tenant, engine, () -> new ClosedException("the visit of tenant '" + tenant + "' is over"), false);
                forget(tenant);
            }
        } finally {
            lifecycle.unlock();
        }
    }

    private Set<TenantId> attended() {
        Set<TenantId> all = new HashSet<>(open.keySet());
        all.addAll(visits.tenants());
        return all;
    }

    private void attend(TenantId tenant) {
        TenantEngine<S> engine = open.getOrDefault(tenant, visits.find(tenant));
        if (engine != null) {
            engine.attend();
        }
    }

    @Override
    public void close() {
        RunningTransition.refuse("close the manager");
        if (attendance != null) {
            attendance.close(); // Before the lock, which it may wait for.
        }
        deliveries.awaitForClosing(); // As long as listeners can do what they like.
        lifecycle.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            keepers.forEach(Keeper::close);
            background.close();
            visits.tenants().forEach(this::adoptVisited);
            Throwable failure = null;
            for (var entry : open.entrySet()) {
                failure = tryTo(() -> close(entry.getKey(), entry.getValue(), this::closedManager, true), failure);
            }
            open.clear();
            deliveries.close();
            failure = tryTo(
                    () -> Faults.translating("close the store", () -> {
                        store.close();
                        return store;
                    }),
                    failure);
            if (failure instanceof RuntimeException exception) {
                throw exception;
            } else if (failure instanceof Error error) {
                throw error;
            }
        } finally {
            lifecycle.unlock();
        }
    }

    private void close(TenantId tenant, TenantEngine<S> engine, Supplier<VarveException> reason, boolean write) {
        try {
            engine.close(reason, write);
        } finally {
            opener.release(tenant);
        }
    }

    private Option<TenantEngine<S>> openNow(TenantId tenant) {
        adoptVisited(tenant);
        TenantEngine<S> already = open.get(tenant);
        if (already != null && !already.isLost()) {
            return Option.some(already);
        }
        if (already != null) {
            open.remove(tenant);
            already.close(
                    () -> new TenantNotFoundException("tenant '" + tenant + "' was lost to another manager, or removed"
                            + " there; look it up again to get another handle"),
                    false);
            forget(tenant);
        }
        Option<TenantEngine<S>> opened = openStored(tenant, opener::open);
        opened.forEach(engine -> keepOpen(tenant, engine));
        return opened;
    }

    private Option<TenantEngine<S>> openStored(TenantId tenant, Function<TenantId, Option<TenantEngine<S>>> opening) {
        seeTo("open tenant '" + tenant + "'", () -> access.beforeOpening(tenant));
        Option<TenantEngine<S>> opened = Option.none();
        try {
            opened = opening.apply(tenant);
            return opened;
        } finally {
            if (opened.isEmpty()) {
                access.forget(tenant);
            }
        }
    }

    /** Lets go of what is known of a tenant beside its engine. */
    private void forget(TenantId tenant) {
        meters.close(tenant);
        access.forget(tenant);
    }

    private static void seeTo(String what, Runnable step) {
        Faults.translating(what, () -> {
            step.run();
            return what;
        });
    }

    /** Keeps a tenant open that was opened for a visit. */
    private void adoptVisited(TenantId tenant) {
        TenantEngine<S> visited = visits.end(tenant);
        if (visited != null) {
            keepOpen(tenant, visited);
        }
    }

    private void keepOpen(TenantId tenant, TenantEngine<S> engine) {
        open.put(tenant, engine);
        engine.tellAll(listeners);
    }

    private TenantNotFoundException notFound(TenantId tenant) {
        return new TenantNotFoundException("no tenant '" + tenant + "'; " + describeTenants());
    }

    /** Some of the tenants, for a message; it must not cost what a list of all would. */
    private String describeTenants() {
        try {
            List<TenantId> found = store.scanTenants(null, TENANTS_IN_MESSAGES + 1);
            return found.isEmpty()
                    ? "there are no tenants"
                    : "there are: "
                            + Vector.ofAll(found).take(TENANTS_IN_MESSAGES).mkString(", ")
                            + (found.size() > TENANTS_IN_MESSAGES ? " and others" : "");
        } catch (StoreException e) {
            return "which there are can't be told: " + e.getMessage();
        }
    }

    private <T> T inLifecycle(Supplier<T> action) {
        RunningTransition.refuse("open, create or remove a tenant");
        lifecycle.lock();
        try {
            requireOpen();
            return action.get();
        } finally {
            lifecycle.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw closedManager();
        }
    }

    private ClosedException closedManager() {
        return new ClosedException("the state manager was closed");
    }

    private static @Nullable Throwable tryTo(Runnable action, @Nullable Throwable earlier) {
        try {
            action.run();
            return earlier;
        } catch (RuntimeException | Error e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
            return earlier;
        }
    }
}
