package io.varve.internal.engine;

import io.varve.ConflictException;
import io.varve.CorruptDataException;
import io.varve.StateExpiredException;
import io.varve.StoreFailedException;
import io.varve.TenantNotFoundException;
import io.varve.TenantOwnedException;
import io.varve.TimelineNotFoundException;
import io.varve.VarveException;
import io.varve.internal.metrics.TenantMeter;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits on behalf of one manager that has the tenant open, to one of its timelines. It knows the timeline's own refs as they
 * are in the store, checks with every commit that the tenant is still alive and still this manager's, and finds out what
 * became of a commit whose outcome the store could not tell. Not thread-safe: the callers commit to one timeline of a tenant at
 * a time.
 *
 * <p>For the last, every commit writes a random id into this manager's own ref. Read back, it says whether the commit
 * was applied.
 */
final class Committer {

    private static final int COMMIT_ID_BYTES = 16;
    private static final int TRIES = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SnapshotStore store;
    private final TenantMeter meter;
    private final TenantId tenant;
    private final TimelineLabel label;
    private final TimelineRefs refs;
    private final TenantRefs common;
    private byte[] headBytes;
    private HistoryMark history;
    private byte[] historyBytes;
    private @Nullable Attempt unsettled;

    /** What became of the last commit, if somebody else had to find that out. */
    private @Nullable Boolean outcome;

    /** Why the timeline is gone, though the tenant may be there. */
    private volatile @Nullable Supplier<VarveException> lost;

    /** A commit whose outcome is not known, and what the refs are if it was applied. */
    private record Attempt(byte[] id, byte[] markBytes, byte[] headBytes, HistoryMark history, byte[] historyBytes) {}

    /**
     * Goes on from refs that were just read or written.
     *
     * @param label which timeline it is
     * @param common what all timelines of the tenant have in common
     */
    Committer(
            SnapshotStore store,
            TenantMeter meter,
            TenantId tenant,
            TimelineLabel label,
            TenantRefs common,
            byte[] headBytes,
            byte[] historyBytes) {
        this.store = store;
        this.meter = meter;
        this.tenant = tenant;
        this.label = label;
        this.refs = label.refs();
        this.common = common;
        this.headBytes = headBytes;
        this.history = HistoryMark.decode(historyBytes);
        this.historyBytes = historyBytes;
    }

    static byte[] newCommitId() {
        byte[] id = new byte[COMMIT_ID_BYTES];
        RANDOM.nextBytes(id);
        return id;
    }

    TenantMark mark() {
        return common.mark();
    }

    /** What all timelines of the tenant have in common. */
    TenantRefs common() {
        return common;
    }

    /** The head as it is stored. */
    HeadRecord head() {
        return HeadRecord.decode(new Ref(refs.head(), headBytes));
    }

    HistoryMark history() {
        return history;
    }

    /**
     * Makes pages durable without changing a ref. Pages that no ref leads to later are garbage, and harmless; but they must
     * not come to a tenant that was removed, or created again, which would have them for ever.
     */
    Set<PageId> putPages(List<Page> pages) {
        common.requireCertain(this);
        CommitResult result = Faults.translating(
                "write pages of tenant '" + tenant + "'",
                () -> store.commit(
                        tenant,
                        common.mark().epoch(),
                        pages,
                        List.of(RefUpdate.check(RefNames.MARK, common.markBytes()))));
        if (result instanceof CommitResult.Conflict) {
            requireOwned();
            if (tenure().isShared()) {
                throw new Outrun(false); // A garbage epoch has begun.
            }
            throw new ConflictException("pages of tenant '" + tenant + "' were refused although it is this manager's: "
                    + RefNames.MARK + " is not what it was");
        }
        return addedBy(result);
    }

    /** The pages that are known not to have been there before a commit. */
    private static Set<PageId> addedBy(CommitResult result) {
        return result instanceof CommitResult.Applied applied ? applied.added() : Set.of();
    }

    /**
     * Writes pages and refs, all or nothing.
     *
     * @param pages the pages not put yet
     * @param more updates beside those of the tenant's own refs
     * @param nextMark the new mark, or the same
     * @param nextHistory the new mark of the history, or the same
     * @param nextHead the new head, or null to leave it
     * @return the pages that are known not to have been there before
     * @throws TenantOwnedException if another manager took the tenant over
     * @throws StateExpiredException if this manager's lease on a shared tenant ran out
     * @throws TenantNotFoundException if it is being removed, or was
     * @throws Outrun if another process that shares the tenant has changed it: {@link #catchUp} has to be called before the
     *     next
     * @throws StoreFailedException if the store failed; of the kind {@code OUTCOME_UNKNOWN} if even afterwards it could
     *     not be found out whether the commit was applied, so that {@link #settle} has to be called before the next
     */
    Set<PageId> commit(
            List<Page> pages,
            List<RefUpdate> more,
            TenantMark nextMark,
            HistoryMark nextHistory,
            @Nullable HeadRecord nextHead) {
        common.requireCertain(this);
        TenantMark mark = common.mark();
        byte[] markBytes = common.markBytes();
        if (tenure().isShared() && tenure().lease().epoch() < mark.epoch()) {
            // What this process holds from before has to be known to the collector before anything is built on it.
            throw new Outrun(false);
        }
        byte[] nextMarkBytes = nextMark.equals(mark) ? markBytes : nextMark.encode();
        byte[] nextHeadBytes = nextHead == null ? headBytes : nextHead.encode();
        byte[] nextHistoryBytes = nextHistory.equals(history) ? historyBytes : nextHistory.encode();
        Attempt attempt = new Attempt(newCommitId(), nextMarkBytes, nextHeadBytes, nextHistory, nextHistoryBytes);
        List<RefUpdate> updates = new ArrayList<>(more);
        updates.add(new RefUpdate(RefNames.MARK, markBytes, nextMarkBytes));
        updates.add(new RefUpdate(refs.head(), headBytes, nextHeadBytes));
        updates.add(new RefUpdate(refs.history(), historyBytes, nextHistoryBytes));
        updates.addAll(tenure().checks());
        updates.add(RefUpdate.replace(common.lastCommitRef(), common.lastCommit(), attempt.id));
        for (int tried = 1; ; tried++) {
            try {
                CommitResult result = store.commit(tenant, mark.epoch(), pages, updates);
                if (result instanceof CommitResult.Conflict conflict && !isMine(attempt, conflict)) {
                    throw refusal(conflict, more);
                }
                adopt(attempt);
                return addedBy(result);
            } catch (Error e) {
                // Such as the lack of memory: it may have come after the commit.
                doubt(attempt);
                throw e;
            } catch (StoreException e) {
                if (e.kind() != Kind.OUTCOME_UNKNOWN) {
                    throw Faults.translate("write to tenant '" + tenant + "'", e);
                }
                meter.outcomeUnknown();
                doubt(attempt);
                if (settle()) {
                    return Set.of();
                }
                if (tried == TRIES) {
                    throw Faults.translate("write to tenant '" + tenant + "'", e);
                }
                // Not applied so far. Trying the same commit again is safe even if it comes through late after all:
                // then
                // the second is refused, and finds the id of the first.
                meter.commitRepeated();
            }
        }
    }

    private void doubt(@Nullable Attempt attempt) {
        unsettled = attempt;
        common.doubt(attempt == null ? null : this);
    }

    boolean isUnsettled() {
        return unsettled != null || outcome != null;
    }

    /** As {@link #settle}, on behalf of another timeline of the tenant: whoever settles this one is told then. */
    void lookWhatCameOfIt() {
        outcome = settle();
    }

    /**
     * Finds out what became of the last commit.
     *
     * @return whether it was applied
     * @throws StoreFailedException if that can't be found out yet
     */
    boolean settle() {
        Boolean known = outcome;
        outcome = null;
        if (known != null) {
            return known;
        }
        Attempt attempt = unsettled;
        if (attempt == null) {
            return false;
        }
        Optional<byte[]> found;
        try {
            found = store.readRef(tenant, common.lastCommitRef());
        } catch (StoreException e) {
            throw new StoreFailedException(
                    "could not find out whether the last write to tenant '" + tenant + "' was applied",
                    new StoreException(
                            e.kind() == Kind.CLOSED ? Kind.CLOSED : Kind.OUTCOME_UNKNOWN,
                            String.valueOf(e.getMessage()),
                            e));
        }
        boolean applied = found.isPresent() && Arrays.equals(found.get(), attempt.id);
        doubt(null);
        if (applied) {
            adopt(attempt);
        }
        return applied;
    }

    private void adopt(Attempt attempt) {
        doubt(null);
        common.marked(attempt.markBytes);
        headBytes = attempt.headBytes;
        history = attempt.history;
        historyBytes = attempt.historyBytes;
        common.committed(attempt.id);
    }

    /** Whether the conflict comes from this very commit, applied by an earlier try. */
    private boolean isMine(Attempt attempt, CommitResult.Conflict conflict) {
        return actual(conflict, common.lastCommitRef())
                .filter(id -> Arrays.equals(id, attempt.id))
                .isPresent();
    }

    /** Whether a commit was refused because the tenant is no longer this manager's, so that it has to be opened again. */
    boolean isLost() {
        return common.isLost();
    }

    /**
     * Fails if a commit or a look at the store has shown that the tenant is no longer this manager's, or the timeline no longer
     * there.
     */
    void requireNotLost() {
        common.requireNotLost();
        Supplier<VarveException> reason = lost;
        if (reason != null) {
            throw reason.get();
        }
    }

    /** By what right this manager writes. */
    Tenure tenure() {
        return common.tenure();
    }

    /** What holds as long as nobody has changed the tenant since it was looked at. */
    List<RefUpdate> checks() {
        List<RefUpdate> checks = new ArrayList<>();
        checks.add(RefUpdate.check(RefNames.MARK, common.markBytes()));
        checks.add(RefUpdate.check(refs.head(), headBytes));
        checks.add(RefUpdate.check(refs.history(), historyBytes));
        checks.addAll(tenure().checks());
        return checks;
    }

    /**
     * What others have made of the tenant's own refs.
     *
     * @param head the head
     * @param history the mark of the history, and the one before
     */
    record News(HeadRecord head, HistoryMark before, HistoryMark history) {}

    /**
     * Looks, at one instant, whether others have changed the tenant's own refs, and goes on from what they are.
     *
     * @return what they are, if they are not what they were
     * @throws VarveException if this manager may write no longer
     */
    Option<News> catchUp() {
        common.requireCertain(this);
        List<RefUpdate> checks = checks();
        CommitResult result =
                Faults.translating("look at tenant '" + tenant + "'", () -> store.commit(tenant, 0, List.of(), checks));
        if (!(result instanceof CommitResult.Conflict conflict)) {
            return Option.none();
        }
        requireStillMine(conflict);
        HistoryMark before = history;
        common.marked(required(conflict, RefNames.MARK));
        headBytes = required(conflict, refs.head());
        historyBytes = required(conflict, refs.history());
        history = HistoryMark.decode(historyBytes);
        return Option.some(new News(head(), before, history));
    }

    private byte[] required(CommitResult.Conflict conflict, String name) {
        return actual(conflict, name)
                .orElseThrow(() -> new CorruptDataException("tenant '" + tenant + "' has lost its ref " + name));
    }

    private void requireStillMine(CommitResult.Conflict conflict) {
        Optional<VarveException> why = whyLost(name -> actual(conflict, name));
        if (why.isPresent()) {
            VarveException reason = why.get();
            common.lost(() -> again(reason));
            throw reason;
        }
        if (!refs.isMain() && actual(conflict, refs.head()).isEmpty()) {
            lost = this::deleted;
            throw deleted();
        }
    }

    private TimelineNotFoundException deleted() {
        return new TimelineNotFoundException(
                label + " was deleted, perhaps by another process; nothing was written to it."
                        + " See timelines() for those that there are");
    }

    /** The same once more, with the stack of whoever is told of it now. */
    private static VarveException again(VarveException reason) {
        String message = String.valueOf(reason.getMessage());
        if (reason instanceof TenantNotFoundException) {
            return new TenantNotFoundException(message);
        }
        return reason instanceof StateExpiredException
                ? new StateExpiredException(message)
                : new TenantOwnedException(message);
    }

    private RuntimeException refusal(CommitResult.Conflict conflict, List<RefUpdate> more) {
        requireStillMine(conflict);
        if (tenure().isShared()) {
            return new Outrun(more.stream()
                    .anyMatch(update -> !Arrays.equals(
                            update.expected(), actual(conflict, update.name()).orElse(null))));
        }
        String unexpected =
                conflict.actual().keySet().stream().sorted().toList().toString();
        return new ConflictException("a write to tenant '" + tenant
                + "' was refused although it is this manager's: one of " + unexpected + " is not what it was");
    }

    /**
     * Looks into the store whether the tenant is still this manager's. Other than all else here, to be called by any
     * thread at any time.
     *
     * @throws TenantOwnedException if another manager took the tenant over
     * @throws TenantNotFoundException if it is being removed, or was
     */
    void requireOwned() {
        Faults.translating(
                        "find out who owns tenant '" + tenant + "'", () -> whyLost(name -> store.readRef(tenant, name)))
                .ifPresent(why -> {
                    throw why;
                });
    }

    private Optional<VarveException> whyLost(Function<String, Optional<byte[]>> actual) {
        Optional<TenantMark> found = actual.apply(RefNames.MARK).map(TenantMark::decode);
        if (found.isEmpty()
                || !found.get().isLive()
                || !found.get().incarnation().equals(common.incarnation())) {
            return Optional.of(new TenantNotFoundException("tenant '" + tenant + "' was removed"));
        }
        return tenure().whyLost(actual);
    }

    private static Optional<byte[]> actual(CommitResult.Conflict conflict, String ref) {
        return conflict.actual().getOrDefault(ref, Optional.empty());
    }
}
