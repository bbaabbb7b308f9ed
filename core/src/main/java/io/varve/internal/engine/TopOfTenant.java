package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.AuditKind;
import io.varve.BundleRefusedException;
import io.varve.BundleRefusedException.Reason;
import io.varve.SnapshotInfo;
import io.varve.TransitionContext;
import io.varve.internal.bundle.BundleHeader;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.PageHolder;
import io.varve.internal.page.PageLink;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A tenant on top of which an incremental bundle goes. Its pages are put between other writes, and each is held from then on,
 * itself or by what mentions it, until a snapshot or the head does; so a collection of garbage beside it, by this process or
 * another, leaves them. Not thread-safe.
 */
final class TopOfTenant<S> implements ImportSink {

    /** How many snapshots fit into one commit, even if each takes its name from another: three refs, of 64. */
    private static final int SNAPSHOTS_AT_ONCE = 16;

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final TenantConnection<S> connection;
    private final BundleHeader.Base wanted;
    private final Entry<S> base;
    private final Option<Long> importedVersion;

    /** What holds the pages that none of those put mentions yet. */
    private final Map<PageId, Held> tops = new HashMap<>();

    /** What holds those that only others, which are deltas of them, need. */
    private final java.util.List<Held> bases = new ArrayList<>();

    /** How many snapshots a change adds, and whether the head comes with them. */
    private record Step(int added, boolean isLast) {}

    private record Held(PageLink link) implements PageHolder {}

    /**
     * Finds what the bundle goes on from.
     *
     * @throws BundleRefusedException if it is not there
     */
    TopOfTenant(TenantEngine<S> engine, BundleHeader.Base wanted) {
        this.engine = engine;
        this.parts = engine.parts();
        this.connection = engine.connection();
        this.wanted = wanted;
        engine.requireOpen();
        engine.takeOverNews();
        Head<S> head = engine.makeDurable();
        this.base = requireBase(engine.betweenWrites(parts.snapshots()::history));
        this.importedVersion = engine.auditTrail()
                .filter(entry -> entry.kind() == AuditKind.IMPORT)
                .map(AuditEntry::versionAfter)
                .filter(version -> version <= head.version())
                .lastOption();
    }

    /** All pages of the state that the bundle goes on from. */
    PageWalk walkBase() {
        PageWalk walk = new PageWalk(connection.pages()::links, engine::requireOpen);
        walk.from(List.of(base.cell().link()));
        return walk;
    }

    TenantEngine<S> engine() {
        return engine;
    }

    TenantPages pages() {
        return connection.pages();
    }

    @Override
    public boolean needsAll() {
        return true; // What is there may be garbage, and about to go.
    }

    @Override
    public Map<PageId, byte[]> stored(Collection<PageId> ids) {
        return Faults.translating(
                "read pages of tenant '" + parts.label().tenant() + "'",
                () -> connection.store().getPages(parts.label().tenant(), ids));
    }

    @Override
    public void put(java.util.List<Verified> pages) {
        java.util.List<Page> bytes = pages.stream().map(Verified::page).toList();
        engine.betweenWrites(() -> {
            engine.requireOpen();
            connection.committer().putPages(bytes);
            // Before a collection can begin.
            pages.forEach(this::hold);
            return bytes;
        });
    }

    private void hold(Verified verified) {
        Held held = new Held(new PageLink(
                verified.page().id(), !verified.isBase() && !verified.links().isEmpty()));
        connection.pages().held().add(held);
        if (verified.isBase()) {
            bases.add(held);
        } else {
            tops.put(held.link().id(), held);
            verified.links().forEach(link -> tops.remove(link.id()));
        }
    }

    @Override
    public void putSchema(PageId id, byte[] schema) {
        String name = RefNames.schema(id);
        engine.betweenWrites(() -> {
            engine.requireOpen();
            // A conflict means that it is there, or that the next page is refused.
            return Faults.translating(
                    "write a schema of tenant '" + parts.label().tenant() + "'",
                    () -> connection
                            .store()
                            .commit(
                                    parts.label().tenant(),
                                    0,
                                    java.util.List.of(),
                                    java.util.List.of(
                                            RefUpdate.check(
                                                    RefNames.MARK,
                                                    connection
                                                            .committer()
                                                            .common()
                                                            .markBytes()),
                                            RefUpdate.create(name, schema))));
        });
    }

    /**
     * Adds the snapshots that are not there yet, and replaces the head.
     *
     * @param isHeadReplaced whether a head may go that nothing keeps
     * @param context what the audit trail says of it
     * @return how many snapshots were added
     */
    int publish(BundledHistory bundled, boolean isHeadReplaced, TransitionContext context) {
        HeldPages held = connection.pages().held();
        // Each has a cell of its own until it is in the history, so that its pages are held.
        Map<PageId, StateCell<S>> cells = new HashMap<>();
        for (PageLink root : bundled.roots()) {
            cells.put(root.id(), StateCell.ofRoot(root, StateWeight.UNKNOWN, held));
        }
        try {
            int added = 0;
            Step step;
            do {
                step = engine.change(tip -> add(tip, bundled, cells, isHeadReplaced, context));
                added += step.added();
            } while (!step.isLast());
            return engine.betweenWrites(Option.some(added)::get); // Durable, whatever the mode.
        } finally {
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(cells);
        }
    }

    /** Adds some snapshots; if these are the last, with the head. */
    private Plan<S, Step> add(
            Head<S> tip,
            BundledHistory bundled,
            Map<PageId, StateCell<S>> cells,
            boolean isHeadReplaced,
            TransitionContext context) {
        History<S> history = parts.snapshots().history();
        Entry<S> source = requireBase(history);
        history.entries().forEach(entry -> {
            PageLink root = entry.cell().root();
            if (root != null) {
                cells.replace(root.id(), entry.cell());
            }
        });
        Vector<SnapshotRecord> missing = bundled.snapshots().reject(record -> isThere(history, record));
        Vector<SnapshotRecord> next = missing.take(SNAPSHOTS_AT_ONCE);
        requireInOrder(history, next);
        if (!isHeadReplaced) {
            requireHeadKept(tip, history, bundled);
        }
        Seq<Entry<S>> added = entries(next, cells);
        Seq<Edited<S>> edited = next.flatMap(record -> record.info().name())
                .flatMap(history.byName()::get)
                .map(Edited::losingItsName);
        if (missing.size() > next.size()) {
            return Plan.of(changed(tip, added, source, edited, false), new Step(added.size(), false));
        }
        PageLink root = bundled.head().root();
        if (added.isEmpty() && root.equals(tip.cell().root())) {
            return Plan.nothing(new Step(0, true));
        }
        return Plan.of(
                changed(headOf(tip, bundled, source, cells, context), added, source, edited, true),
                new Step(added.size(), true));
    }

    @SuppressWarnings("ReferenceEquality") // both are of the history as it is now
    private Change<S> changed(
            Head<S> head, Seq<Entry<S>> added, Entry<S> source, Seq<Edited<S>> edited, boolean movesHead) {
        // What is edited is checked by that, and can't be checked once more.
        boolean isEdited = edited.exists(one -> one.before() == source);
        return new Change<>(Option.some(head), added, List.empty(), Option.when(!isEdited, source), edited, movesHead);
    }

    private Head<S> headOf(
            Head<S> tip,
            BundledHistory bundled,
            Entry<S> source,
            Map<PageId, StateCell<S>> cells,
            TransitionContext context) {
        HeadRecord head = bundled.head();
        long version = Math.max(tip.version() + 1, head.version());
        Instant changedAt = head.changedAt().isBefore(tip.changedAt()) ? tip.changedAt() : head.changedAt();
        StateCell<S> cell = cellOf(head.root(), cells);
        Head<S> next = new Head<>(
                cell,
                version,
                changedAt,
                Option.none(),
                tip.tail(),
                tip.ancestry().backTo(source.ancestry(), new Lineage(version, bundled.headParents())),
                tip.undo());
        return parts.audit().entered(tip, next, AuditKind.IMPORT, context);
    }

    private Seq<Entry<S>> entries(Vector<SnapshotRecord> records, Map<PageId, StateCell<S>> cells) {
        Vector<Entry<S>> entries = Vector.empty();
        long next = parts.snapshots().nextSequence();
        for (SnapshotRecord record : records) {
            long sequence = Math.max(next, record.info().sequence());
            next = sequence + 1;
            entries = entries.append(
                    new Entry<>(numbered(record.info(), sequence), cellOf(record.root(), cells), Ancestry.NONE));
        }
        return entries;
    }

    private static SnapshotInfo numbered(SnapshotInfo info, long sequence) {
        return new SnapshotInfo(
                info.id(),
                sequence,
                info.name(),
                info.kind(),
                info.createdAt(),
                info.createdBy(),
                info.description(),
                info.tags(),
                info.metadata(),
                info.stateVersion(),
                info.parents(),
                info.holds());
    }

    private static <S> StateCell<S> cellOf(PageLink root, Map<PageId, StateCell<S>> cells) {
        StateCell<S> cell = cells.get(root.id());
        if (cell == null) {
            throw new AssertionError("each root has a cell");
        }
        return cell;
    }

    private boolean isThere(History<S> history, SnapshotRecord record) {
        Option<Entry<S>> same = history.byId().get(record.info().id());
        if (same.exists(entry -> !record.root().equals(entry.cell().root()))) {
            throw refused(
                    Reason.HISTORY_CHANGED,
                    "it has the snapshot " + record.info().label() + " ("
                            + record.info().id()
                            + ") with the fingerprint " + record.root().id() + ", and the tenant has it with another."
                            + " Was one of the bundles transformed in another way?");
        }
        return same.isDefined();
    }

    private Entry<S> requireBase(History<S> history) {
        Entry<S> found = history.byId()
                .get(wanted.snapshotId())
                .getOrElseThrow(() -> refused(
                        Reason.BASE_MISSING,
                        "it goes on from the snapshot " + wanted.told() + ", which is not there; " + history.describe()
                                + ". Import the earlier bundles first, or one that goes on from a snapshot that is"
                                + " there"));
        PageLink root = found.cell().root();
        if (root == null || !root.id().equals(wanted.root())) {
            throw refused(
                    Reason.BASE_MISSING,
                    "it goes on from the snapshot " + wanted.told() + " with the fingerprint " + wanted.root()
                            + ", and there that has " + (root == null ? "none yet" : root.id())
                            + ". Was one of the bundles transformed in another way?");
        }
        return found;
    }

    private void requireInOrder(History<S> history, Vector<SnapshotRecord> added) {
        for (SnapshotRecord first : added.headOption()) {
            for (Entry<S> last : history.entries().lastOption()) {
                if (first.info().createdAt().isBefore(last.info().createdAt())) {
                    throw refused(
                            Reason.HISTORY_CHANGED,
                            "its snapshot " + first.info().label() + ", taken at "
                                    + first.info().createdAt() + ", is older than the tenant's "
                                    + last.info().label() + ", taken at "
                                    + last.info().createdAt()
                                    + ". Import bundles in their order; a snapshot that was taken"
                                    + " here can be kept as a timeline, by branch(…), and deleted");
                }
            }
        }
    }

    private void requireHeadKept(Head<S> tip, History<S> history, BundledHistory bundled) {
        PageLink root = tip.cell().root();
        boolean isKept = importedVersion.contains(tip.version())
                || root != null
                        && (root.equals(bundled.head().root())
                                || history.entries()
                                        .exists(entry ->
                                                root.equals(entry.cell().root())));
        if (!isKept) {
            throw refused(
                    Reason.HEAD_CHANGED,
                    "the head, version " + tip.version() + " of " + tip.changedAt()
                            + ", was changed here, and no snapshot keeps it. Keep it as a timeline by branch(…), if it is"
                            + " of use, and import with replacingHead()");
        }
        if (bundled.head().changedAt().isBefore(tip.changedAt())
                && !bundled.head().root().equals(root)
                && importedVersion.contains(tip.version())) {
            throw refused(
                    Reason.HISTORY_CHANGED,
                    "its head, of " + bundled.head().changedAt()
                            + ", is older than the one that was imported before, of " + tip.changedAt()
                            + ". To go back to it all the same, import with replacingHead()");
        }
    }

    private BundleRefusedException refused(Reason reason, String why) {
        return new BundleRefusedException(
                reason,
                "the bundle does not fit on top of tenant '" + parts.label().tenant() + "': " + why,
                null);
    }
}
