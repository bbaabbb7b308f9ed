package io.varve.internal.engine;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Reads what other processes have made of a tenant that is shared with them: what is new, if that can be told from the
 * tenant's own refs, else all. States stay on the heap as long as they are what they were. Used under the commit lock.
 */
final class RemoteChanges<S> implements News<S> {

    private final SnapshotStore store;
    private final Committer committer;
    private final AuditLog audit;
    private final UndoLog undo;
    private final SnapshotEntries entries;
    private final Supplier<History<S>> history;
    private final TenantPages pages;
    private final StateLimit<S> limit;

    /** Reads changes of a tenant since it was opened. */
    RemoteChanges(OpenTenant<S> opened, Supplier<History<S>> history) {
        this.pages = opened.pages();
        this.limit = opened.limit();
        this.store = opened.store();
        this.committer = opened.committer();
        this.audit = opened.audit();
        this.undo = opened.undo();
        this.history = history;
        this.entries =
                new SnapshotEntries(store, opened.tenant(), opened.label().refs(), pages.held());
    }

    @Override
    public Option<Arrival<S>> since(Head<S> known, boolean all) {
        Option<Committer.News> news = committer.catchUp();
        if (news.isEmpty() && !all) {
            return Option.none();
        }
        History<S> now = all
                        || news.exists(found ->
                                found.before().edits() != found.history().edits())
                ? reread(history.get())
                : news.map(found -> extended(history.get(), found)).getOrElse(history);
        if (all || news.exists(found -> found.head().auditEnd() != audit.end())) {
            audit.read(store, all);
        }
        UndoMark mark =
                news.map(Committer.News::head).getOrElse(committer::head).undo();
        undo.read(store, mark, all);
        Head<S> head = news.filter(found -> found.head().version() != known.version())
                .map(found -> headOf(found.head(), now))
                .getOrElse(() -> news.map(found -> known.notedAt(found.head().changedAt()))
                        .getOrElse(known)
                        .withTail(audit.tail())
                        .withUndo(UndoTail.of(mark)));
        return Option.some(new Arrival<>(head, now, committer.history().nextSequence()));
    }

    @Override
    public void acknowledge() {
        Lease lease = committer.tenure().lease();
        long epoch = committer.mark().epoch();
        if (lease.epoch() < epoch) {
            List<RefUpdate> checks = List.of(
                    RefUpdate.check(RefNames.MARK, committer.mark().encode()),
                    RefUpdate.check(RefNames.OWNER, OwnerRecord.SHARED.encode()));
            lease.acknowledge(epoch, pages.held().links(), pages, checks);
        }
    }

    private Head<S> headOf(HeadRecord record, History<S> now) {
        StateCell<S> cell = OpenTenant.cellOf(record, now.entries(), pages, limit);
        return new Head<>(
                cell,
                record.version(),
                record.changedAt(),
                record.lastRollback(),
                audit.tail(),
                record.ancestry().heldBy(pages.held()),
                UndoTail.of(record.undo()));
    }

    private History<S> extended(History<S> known, Committer.News news) {
        if (news.before().nextSequence() == news.history().nextSequence()) {
            return known;
        }
        long last = known.entries()
                .lastOption()
                .map(entry -> entry.info().sequence())
                .getOrElse(-1L);
        return known.add(entries.after(Math.max(last, news.before().nextSequence() - 1)));
    }

    private History<S> reread(History<S> known) {
        Vector<Entry<S>> found = entries.all();
        return History.of(found.map(entry -> known.bySequence(entry.info().sequence())
                .filter(before ->
                        Objects.equals(before.cell().root(), entry.cell().root()))
                .map(before -> before.info().equals(entry.info())
                        ? before
                        : new Entry<>(entry.info(), before.cell(), entry.weight(), entry.ancestry()))
                .getOrElse(entry)));
    }
}
