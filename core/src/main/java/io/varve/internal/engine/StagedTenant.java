package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.AuditKind;
import io.varve.ConflictException;
import io.varve.TransitionContext;
import io.varve.internal.page.NodeBudget;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tenant that is being imported. Its mark says so, hence nobody opens it, and nobody collects its pages. Every commit checks that
 * mark, which is each import's own, so that an import ends when another is begun, or the tenant is removed. Not thread-safe.
 */
final class StagedTenant implements ImportSink {

    /** How many snapshots, of two refs each, go into one commit beside the mark. */
    private static final int SNAPSHOTS_AT_ONCE = 28;

    private static final int CLEARED_AT_ONCE = SnapshotStore.MAX_REF_UPDATES - 2;

    private final SnapshotStore store;
    private final TenantId tenant;
    private final InstantSource clock;
    private final int auditLimit;
    private final Runnable writeSchemas;
    private final TenantMark mark = TenantMark.ofImport();
    private boolean isBegun;

    /**
     * Of a tenant that does not exist.
     *
     * @param writeSchemas writes the schemas of today's types
     */
    StagedTenant(SnapshotStore store, TenantId tenant, InstantSource clock, int auditLimit, Runnable writeSchemas) {
        this.store = store;
        this.tenant = tenant;
        this.clock = clock;
        this.auditLimit = auditLimit;
        this.writeSchemas = writeSchemas;
    }

    /** Where the pages that were put are read. */
    PageSource pages() {
        TenantPages pages = new TenantPages(store, tenant, new NodeBudget(0));
        pages.checkOwnershipWith(this::requireMine);
        return pages;
    }

    @Override
    public boolean needsAll() {
        return false; // What nobody sees, nobody collects.
    }

    @Override
    public Map<PageId, byte[]> stored(Collection<PageId> ids) {
        begin();
        return inStore(() -> store.getPages(tenant, ids));
    }

    @Override
    public void put(List<Verified> pages) {
        begin();
        commit(pages.stream().map(Verified::page).toList(), List.of(RefUpdate.check(RefNames.MARK, mark.encode())));
    }

    @Override
    public void putSchema(PageId id, byte[] schema) {
        begin();
        String name = RefNames.schema(id);
        if (inStore(() -> store.readRef(tenant, name)).isEmpty()) {
            commit(List.of(), List.of(RefUpdate.check(RefNames.MARK, mark.encode()), RefUpdate.create(name, schema)));
        }
    }

    /** Marks the tenant, so that it is this import's. What an earlier one has put stays, and need not be put again. */
    private void begin() {
        if (isBegun) {
            return;
        }
        writeSchemas.run(); // Before the mark, so that a tenant that is encrypted gets its key.
        Optional<byte[]> found = inStore(() -> store.readRef(tenant, RefNames.MARK));
        List<RefUpdate> updates = found.map(
                        earlier -> List.of(RefUpdate.replace(RefNames.MARK, earlier, mark.encode())))
                .orElseGet(() -> List.of(
                        RefUpdate.create(RefNames.MARK, mark.encode()),
                        RefUpdate.create(RefNames.HISTORY, HistoryMark.EMPTY.encode())));
        if (found.isPresent() && !TenantMark.decode(found.get()).isImporting()) {
            throw outdone();
        }
        commit(List.of(), updates);
        isBegun = true;
        clear(RefNames.SNAPSHOTS);
        clear(RefNames.NAMES);
    }

    /** Removes refs that an earlier import had begun to write. */
    private void clear(String prefix) {
        while (true) {
            List<Ref> found = inStore(() -> store.scanRefs(tenant, prefix, null, CLEARED_AT_ONCE));
            if (found.isEmpty()) {
                return;
            }
            List<RefUpdate> updates = new ArrayList<>();
            updates.add(RefUpdate.check(RefNames.MARK, mark.encode()));
            found.forEach(ref -> updates.add(RefUpdate.delete(ref.name(), ref.value())));
            commit(List.of(), updates);
        }
    }

    /**
     * Makes the tenant exist, with all that was put.
     *
     * @param context what the audit trail says of it
     */
    void publish(BundledHistory history, TransitionContext context) {
        for (Vector<SnapshotRecord> some :
                history.snapshots().grouped(SNAPSHOTS_AT_ONCE).toVector()) {
            List<RefUpdate> updates = new ArrayList<>();
            updates.add(RefUpdate.check(RefNames.MARK, mark.encode()));
            for (SnapshotRecord snapshot : some) {
                long sequence = snapshot.info().sequence();
                updates.add(RefUpdate.create(RefNames.snapshot(sequence), snapshot.encode()));
                for (String name : snapshot.info().name()) {
                    updates.add(RefUpdate.create(RefNames.snapshotName(name), NameRecord.encode(sequence)));
                }
            }
            commit(List.of(), updates);
        }
        HeadRecord head = history.head();
        long next = history.snapshots()
                .lastOption()
                .map(last -> last.info().sequence() + 1)
                .getOrElse(0L);
        Option<Page> entry = Option.when(auditLimit > 0, () -> auditPage(head, context));
        List<RefUpdate> updates = new ArrayList<>();
        updates.add(
                RefUpdate.replace(RefNames.MARK, mark.encode(), mark.imported().encode()));
        updates.add(RefUpdate.replace(RefNames.HISTORY, HistoryMark.EMPTY.encode(), new HistoryMark(next, 0).encode()));
        updates.add(RefUpdate.create(
                RefNames.HEAD,
                recordOf(head, history, entry.isDefined() ? 1 : 0).encode()));
        for (Page page : entry) {
            AuditBatch batch = new AuditBatch(0, 1, new PageLink(page.id(), false));
            updates.add(RefUpdate.create(batch.refName(), batch.encode()));
        }
        commit(entry.toJavaList(), updates);
    }

    private static HeadRecord recordOf(HeadRecord head, BundledHistory history, int auditEnd) {
        return new HeadRecord(
                head.version(),
                head.changedAt(),
                head.root(),
                Option.none(),
                StateWeight.UNKNOWN,
                auditEnd,
                Ancestry.NONE.withLineage(new Lineage(head.version(), history.headParents())));
    }

    private Page auditPage(HeadRecord head, TransitionContext context) {
        PageContent content = AuditPage.encode(Vector.of(new AuditEntry(
                0,
                AuditKind.IMPORT,
                head.version(),
                head.version(),
                clock.instant(),
                context,
                Option.none(),
                Option.none())));
        return PageFormat.encode(content);
    }

    /** Commits, or fails. A commit that sets the mark is known by it even if the store can't tell whether it was applied. */
    private void commit(List<Page> pages, List<RefUpdate> updates) {
        try {
            if (store.commit(tenant, mark.epoch(), pages, updates) instanceof CommitResult.Conflict) {
                throw outdone();
            }
        } catch (StoreException e) {
            byte @Nullable [] next = updates.get(0).next();
            boolean changesMark = updates.get(0).name().equals(RefNames.MARK)
                    && !Arrays.equals(updates.get(0).expected(), next);
            if (e.kind() != StoreException.Kind.OUTCOME_UNKNOWN
                    || !changesMark
                    || next == null
                    || !inStore(() -> store.readRef(tenant, RefNames.MARK))
                            .filter(now -> Arrays.equals(now, next))
                            .isPresent()) {
                throw Faults.translate("import tenant '" + tenant + "'; import the bundle again to go on", e);
            }
        }
    }

    private void requireMine() {
        if (inStore(() -> store.readRef(tenant, RefNames.MARK))
                .filter(now -> Arrays.equals(now, mark.encode()))
                .isEmpty()) {
            throw outdone();
        }
    }

    private ConflictException outdone() {
        return new ConflictException("the import of tenant '" + tenant
                + "' was ended: meanwhile the tenant was removed or created, or another import into it was begun");
    }

    private <T> T inStore(Supplier<T> call) {
        return Faults.translating("import tenant '" + tenant + "'; import the bundle again to go on", call);
    }
}
