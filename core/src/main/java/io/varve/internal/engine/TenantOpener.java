package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.StoreFailedException;
import io.varve.TenantExistsException;
import io.varve.TenantOwnedException;
import io.varve.VarveException;
import io.varve.internal.codec.CustomType;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.diff.StateComparison;
import io.varve.internal.event.Deliveries;
import io.varve.internal.metrics.Meters;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.NodeBudget;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, opens and removes tenants in the store. An open tenant is owned: its owner ref names this manager, and every
 * commit checks that. The caller opens, creates or removes one tenant at a time.
 */
final class TenantOpener<S> {

    private static final Logger LOG = LoggerFactory.getLogger(TenantOpener.class);
    private static final int SCAN = 1_000;
    private static final int ERASE = 10_000;
    private static final int OPEN_TRIES = 5;

    private final EngineSettings<S> settings;
    private final SnapshotStore store;
    private final StateCodec<S> codec;
    private final NodeBudget budget;
    private final Meters meters;
    private final StateLimit<S> limit;
    private final Executor background;
    private final Deliveries<S> deliveries;
    private final Claims claims;
    private final StateComparison comparison;

    TenantOpener(
            EngineSettings<S> settings,
            SnapshotStore store,
            StateCodec<S> codec,
            NodeBudget budget,
            Meters meters,
            StateLimit<S> limit,
            Executor background,
            Deliveries<S> deliveries,
            String manager) {
        this.settings = settings;
        this.store = store;
        this.codec = codec;
        this.budget = budget;
        this.meters = meters;
        this.limit = limit;
        this.background = background;
        this.deliveries = deliveries;
        this.claims = new Claims(store, manager, settings.sharing(), settings.clock());
        this.comparison = new StateComparison(
                settings.lookup(),
                settings.customTypes().stream().<Class<?>>map(CustomType::type).toList());
    }

    /** Whether the tenant exists, and is not being removed. */
    boolean exists(TenantId tenant) {
        return readMark(tenant).filter(TenantMark::isLive).isPresent();
    }

    /** Writes a new tenant. */
    void create(TenantId tenant) {
        Optional<TenantMark> found = readMark(tenant);
        requireAbsent(tenant, found);
        found.ifPresent(mark -> erase(tenant, new Ref(RefNames.MARK, mark.encode())));
        writeSchemas(tenant);
        TenantMark mark = TenantMark.fresh();
        // The initial state is every tenant's: its nodes must not come to stand for one tenant's pages.
        try (StateWriter writer = StateWriter.copying(
                new TenantPages(store, tenant, budget),
                pages -> inStore(tenant, () -> store.commit(tenant, mark.epoch(), pages, List.of())))) {
            create(tenant, mark, writer);
        }
    }

    private void create(TenantId tenant, TenantMark mark, StateWriter writer) {
        S initial = settings.initialState();
        HeadRecord head = new HeadRecord(
                0,
                settings.clock().instant(),
                Faults.storing(tenant, () -> codec.write(initial, writer)),
                Option.none(),
                limit.weigh(tenant, initial),
                0,
                Ancestry.NONE);
        List<RefUpdate> updates = List.of(
                RefUpdate.create(RefNames.MARK, mark.encode()),
                RefUpdate.create(RefNames.HEAD, head.encode()),
                RefUpdate.create(RefNames.HISTORY, HistoryMark.EMPTY.encode()));
        if (!createdBy(tenant, mark, writer, updates)) {
            throw new TenantExistsException("tenant '" + tenant + "' was created by somebody else just now");
        }
    }

    private static void requireAbsent(TenantId tenant, Optional<TenantMark> found) {
        if (found.filter(TenantMark::isLive).isPresent()) {
            throw new TenantExistsException("tenant '" + tenant + "' exists already");
        }
        if (found.filter(TenantMark::isImporting).isPresent()) {
            throw new TenantExistsException("tenant '" + tenant + "' is being imported, or was until something cut that"
                    + " off: import the bundle again to finish, or remove the tenant first");
        }
    }

    private boolean createdBy(TenantId tenant, TenantMark mark, StateWriter writer, List<RefUpdate> updates) {
        try {
            return store.commit(tenant, mark.epoch(), writer.pending(), updates).isApplied();
        } catch (StoreException e) {
            // The incarnation is random, so a mark that equals this one was written by this very commit.
            if (e.kind() == StoreException.Kind.OUTCOME_UNKNOWN
                    && readMark(tenant).filter(mark::equals).isPresent()) {
                return true;
            }
            throw Faults.translate("create tenant '" + tenant + "'", e);
        }
    }

    /**
     * Begins to import a tenant, which nobody sees until that is done. Nothing is written yet.
     *
     * @throws TenantExistsException if there is a tenant of that id
     */
    StagedTenant stage(TenantId tenant) {
        Optional<TenantMark> found = readMark(tenant);
        if (found.filter(TenantMark::isLive).isPresent()) {
            throw new TenantExistsException("tenant '" + tenant + "' exists already, and a full bundle makes a new one:"
                    + " import it under another id with as(…), or remove the tenant first");
        }
        found.filter(TenantMark::isErasing).ifPresent(mark -> erase(tenant, new Ref(RefNames.MARK, mark.encode())));
        return new StagedTenant(store, tenant, settings.clock(), settings.auditLimit(), () -> writeSchemas(tenant));
    }

    /** Whether a tenant is being imported, or was until something cut that off. */
    boolean isStaged(TenantId tenant) {
        return readMark(tenant).filter(TenantMark::isImporting).isPresent();
    }

    /** Opens a tenant, or finds that there is none. */
    Option<TenantEngine<S>> open(TenantId tenant) {
        return open(tenant, settings.takeOver());
    }

    /** Opens a tenant for a while, whose owner, if there is another, is left alone whatever the settings say. */
    Option<TenantEngine<S>> visit(TenantId tenant) {
        return open(tenant, false);
    }

    private Option<TenantEngine<S>> open(TenantId tenant, boolean takesOver) {
        for (int tried = 1; tried <= OPEN_TRIES; tried++) {
            Optional<byte[]> mark = readRef(tenant, RefNames.MARK);
            if (mark.isEmpty() || !TenantMark.decode(mark.get()).isLive()) {
                return Option.none();
            }
            Claims.Claim claim = claims.claim(tenant, mark.get(), takesOver);
            if (inStore(tenant, () -> store.commit(tenant, 0, List.of(), claim.updates()))
                    .isApplied()) {
                return Option.some(readOrRelease(tenant, mark.get(), claim));
            }
        }
        throw new TenantOwnedException("tenant '" + tenant + "' could not be opened: other managers opened it "
                + OPEN_TRIES + " times meanwhile");
    }

    /** Gives the tenant up, so that others can open it without taking it over. */
    void release(TenantId tenant) {
        claims.release(tenant);
    }

    /**
     * Marks a tenant as being removed, which makes every write to it fail from now on.
     *
     * @return the mark, or none if there is no tenant; the tenant may have been marked before
     */
    Option<Ref> fence(TenantId tenant) {
        for (int tried = 1; tried <= OPEN_TRIES; tried++) {
            Optional<byte[]> found = readRef(tenant, RefNames.MARK);
            if (found.isEmpty()) {
                return Option.none();
            }
            TenantMark mark = TenantMark.decode(found.get());
            if (mark.isErasing()) {
                return Option.some(new Ref(RefNames.MARK, found.get()));
            }
            Optional<byte[]> owner = readRef(tenant, RefNames.OWNER);
            claims.requireFree(tenant, owner, settings.takeOver());
            byte[] erasing = mark.toErase().encode();
            List<RefUpdate> updates = List.of(
                    RefUpdate.replace(RefNames.MARK, found.get(), erasing),
                    RefUpdate.check(RefNames.OWNER, owner.orElse(null)));
            if (isCertainlyApplied(tenant, updates)) {
                return Option.some(new Ref(RefNames.MARK, erasing));
            }
        }
        throw new StoreFailedException(
                "could not remove tenant '" + tenant + "'",
                new StoreException(
                        StoreException.Kind.OUTCOME_UNKNOWN,
                        "in " + OPEN_TRIES
                                + " tries it was changed by others, or the store could not tell the outcome"));
    }

    /** The mark of a tenant that is being removed, or was until something cut that off. */
    Option<Ref> leftover(TenantId tenant) {
        return Option.ofOptional(readRef(tenant, RefNames.MARK)
                .filter(bytes -> TenantMark.decode(bytes).isErasing())
                .map(bytes -> new Ref(RefNames.MARK, bytes)));
    }

    /** Whether a commit was applied; if that is unknown, whoever asks looks at what there is, and tries again. */
    private boolean isCertainlyApplied(TenantId tenant, List<RefUpdate> updates) {
        try {
            return store.commit(tenant, 0, List.of(), updates).isApplied();
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.OUTCOME_UNKNOWN) {
                LOG.debug("looking whether tenant '{}' was marked as being removed", tenant, e);
                return false;
            }
            throw Faults.translate("remove tenant '" + tenant + "'", e);
        }
    }

    /** Removes all that belongs to a tenant that was {@linkplain #fence fenced}. */
    void erase(TenantId tenant, Ref mark) {
        boolean done;
        do {
            done = inStore(tenant, () -> store.eraseTenant(tenant, mark, ERASE));
        } while (!done);
    }

    private TenantEngine<S> readOrRelease(TenantId tenant, byte[] mark, Claims.Claim claim) {
        try {
            TenantEngine<S> engine = read(tenant, mark, claim);
            engine.attend();
            return engine;
        } catch (VarveException e) {
            meters.close(tenant);
            try {
                release(tenant);
            } catch (VarveException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private TenantEngine<S> read(TenantId tenant, byte[] mark, Claims.Claim claim) {
        writeSchemas(tenant);
        TenantMeter meter = meters.open(tenant);
        TenantPages pages = new TenantPages(store, tenant, meter.memory());
        TenantRefs common = new TenantRefs(claim.tenure(), claim.lastCommit(), claim.commitId(), mark);
        TenantEngine<S> engine =
                new TenantEngine<>(read(TimelineLabel.main(tenant), common, pages, meter), environment(), null, this);
        pages.describeDamageWith(engine::describeDamage);
        pages.checkOwnershipWith(() -> engine.committer().requireOwned());
        engine.allTimelines().clearRemains();
        return engine;
    }

    /** Opens another timeline of a tenant that is open. */
    TenantEngine<S> openTimeline(TenantEngine<S> main, TimelineLabel label) {
        TenantConnection<S> connection = main.connection();
        return new TenantEngine<>(
                read(label, connection.committer().common(), connection.pages(), connection.meter()),
                environment(),
                main,
                this);
    }

    /** Opens a timeline that has just been made, without asking the store. */
    TenantEngine<S> openNewTimeline(
            TenantEngine<S> main, TimelineLabel label, HeadRecord head, HistoryMark history, SnapshotRecord first) {
        TenantConnection<S> connection = main.connection();
        TenantPages pages = connection.pages();
        Committer committer = new Committer(
                store,
                connection.meter(),
                label.tenant(),
                label,
                connection.committer().common(),
                head.encode(),
                history.encode());
        Entry<S> entry = new Entry<>(
                first.info(),
                StateCell.ofRoot(first.root(), first.weight(), pages.held()),
                first.ancestry().heldBy(pages.held()));
        AuditLog audit = AuditLog.empty(label.tenant(), label.refs(), settings.auditLimit());
        UndoLog undo = new UndoLog(label.tenant(), label.refs(), settings.undoLimit());
        return new TenantEngine<>(
                assemble(committer, label, Vector.of(entry), audit, undo, pages, connection.meter()),
                environment(),
                main,
                this);
    }

    private TenantEngine.Environment<S> environment() {
        return new TenantEngine.Environment<>(
                settings.retention(),
                settings.automaticSnapshots(),
                settings.durability(),
                background,
                settings.listener(),
                settings.sharing(),
                deliveries);
    }

    private OpenTenant<S> read(TimelineLabel label, TenantRefs common, TenantPages pages, TenantMeter meter) {
        TimelineRefs refs = label.refs();
        TenantId tenant = label.tenant();
        byte[] headBytes = requireRef(tenant, refs.head(), "head");
        byte[] historyBytes = requireRef(tenant, refs.history(), "history");
        Vector<Entry<S>> entries = new SnapshotEntries(store, tenant, refs, pages.held()).all();
        AuditLog audit = AuditLog.open(store, tenant, refs, settings.auditLimit());
        Committer committer = new Committer(store, meter, tenant, label, common, headBytes, historyBytes);
        UndoLog undo = UndoLog.open(
                store, tenant, refs, settings.undoLimit(), committer.head().undo());
        return assemble(committer, label, entries, audit, undo, pages, meter);
    }

    private OpenTenant<S> assemble(
            Committer committer,
            TimelineLabel label,
            Vector<Entry<S>> entries,
            AuditLog audit,
            UndoLog undo,
            TenantPages pages,
            TenantMeter meter) {
        TenantId tenant = label.tenant();
        HeadRecord head = committer.head();
        Ancestry ancestry = head.ancestry().heldBy(pages.held());
        StateCell<S> headCell = OpenTenant.cellOf(head, entries, pages, limit);
        return new OpenTenant<>(
                tenant,
                label,
                new Head<>(
                        headCell,
                        head.version(),
                        head.changedAt(),
                        head.lastRollback(),
                        audit.tail(),
                        ancestry,
                        UndoTail.of(head.undo())),
                History.of(entries),
                committer.history().nextSequence(),
                store,
                pages,
                root -> codec.read(root.id(), pages),
                committer,
                new Persister<>(tenant, label.refs(), codec, pages, committer, audit, undo, settings.clock(), meter),
                settings.clock(),
                new Validation<>(settings.validators()),
                audit,
                undo,
                comparison,
                limit,
                meter);
    }

    /** Stores the schemas of the codec that are not there yet, under their content ids. */
    private void writeSchemas(TenantId tenant) {
        Set<String> present = new HashSet<>();
        for (Ref ref : inStore(tenant, () -> store.scanRefs(tenant, RefNames.SCHEMAS, null, SCAN))) {
            present.add(ref.name());
        }
        codec.schemas().forEach((id, schema) -> {
            if (!present.contains(RefNames.schema(id))) {
                // A conflict means that somebody else has just written the very same.
                inStore(
                        tenant,
                        () -> store.commit(
                                tenant, 0, List.of(), List.of(RefUpdate.create(RefNames.schema(id), schema))));
            }
        });
    }

    private Optional<TenantMark> readMark(TenantId tenant) {
        return readRef(tenant, RefNames.MARK).map(TenantMark::decode);
    }

    private byte[] requireRef(TenantId tenant, String name, String what) {
        return readRef(tenant, name)
                .orElseThrow(() -> new CorruptDataException(
                        "tenant '" + tenant + "' has no " + what + ": ref " + name + " is missing"));
    }

    private Optional<byte[]> readRef(TenantId tenant, String name) {
        return inStore(tenant, () -> store.readRef(tenant, name));
    }

    private static <T> T inStore(TenantId tenant, Supplier<T> call) {
        return Faults.translating("open, create or remove tenant '" + tenant + "'", call);
    }
}
