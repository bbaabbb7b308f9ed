package io.varve.internal.engine;

import io.varve.ConflictException;
import io.varve.StoreFailedException;
import io.varve.TenantNotFoundException;
import io.varve.TenantOwnedException;
import io.varve.VarveException;
import io.varve.internal.metrics.TenantMeter;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Commits on behalf of one manager that has the tenant open. It knows the tenant's own refs as they are in the store,
 * checks with every commit that the tenant is still alive and still this manager's, and finds out what became of a
 * commit whose outcome the store could not tell. Not thread-safe: the caller commits one at a time.
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
    private final byte[] owner;
    private final String lastCommitRef;

    private final UUID incarnation;
    private TenantMark mark;
    private byte[] markBytes;
    private byte[] headBytes;
    private HistoryMark history;
    private byte[] historyBytes;
    private byte[] lastCommit;
    private @Nullable Attempt unsettled;
    private volatile boolean lost;

    /** A commit whose outcome is not known, and what the refs are if it was applied. */
    private record Attempt(
            byte[] id, TenantMark mark, byte[] markBytes, byte[] headBytes, HistoryMark history, byte[] historyBytes) {}

    /**
     * Goes on from refs that were just read or written.
     *
     * @param owner the value of the owner ref, which is this manager's
     * @param lastCommitRef the name of this manager's commit id ref
     * @param lastCommit its value
     */
    Committer(
            SnapshotStore store,
            TenantMeter meter,
            TenantId tenant,
            byte[] owner,
            String lastCommitRef,
            byte[] lastCommit,
            byte[] markBytes,
            byte[] headBytes,
            byte[] historyBytes) {
        this.store = store;
        this.meter = meter;
        this.tenant = tenant;
        this.owner = owner;
        this.lastCommitRef = lastCommitRef;
        this.lastCommit = lastCommit;
        this.mark = TenantMark.decode(markBytes);
        this.incarnation = mark.incarnation();
        this.markBytes = markBytes;
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
        return mark;
    }

    HistoryMark history() {
        return history;
    }

    /** Makes pages durable without changing a ref. Pages that no ref leads to later are garbage, and harmless. */
    void putPages(List<Page> pages) {
        Faults.translating(
                "write pages of tenant '" + tenant + "'", () -> store.commit(tenant, mark.epoch(), pages, List.of()));
    }

    /**
     * Writes pages and refs, all or nothing.
     *
     * @param pages the pages not put yet
     * @param more updates beside those of the tenant's own refs
     * @param nextMark the new mark, or the same
     * @param nextHistory the new mark of the history, or the same
     * @param nextHead the new head, or null to leave it
     * @throws TenantOwnedException if another manager took the tenant over
     * @throws TenantNotFoundException if it is being removed, or was
     * @throws StoreFailedException if the store failed; of the kind {@code OUTCOME_UNKNOWN} if even afterwards it could
     *     not be found out whether the commit was applied, so that {@link #settle} has to be called before the next
     */
    void commit(
            List<Page> pages,
            List<RefUpdate> more,
            TenantMark nextMark,
            HistoryMark nextHistory,
            @Nullable HeadRecord nextHead) {
        byte[] nextMarkBytes = nextMark.equals(mark) ? markBytes : nextMark.encode();
        byte[] nextHeadBytes = nextHead == null ? headBytes : nextHead.encode();
        byte[] nextHistoryBytes = nextHistory.equals(history) ? historyBytes : nextHistory.encode();
        Attempt attempt =
                new Attempt(newCommitId(), nextMark, nextMarkBytes, nextHeadBytes, nextHistory, nextHistoryBytes);
        List<RefUpdate> updates = new ArrayList<>(more);
        updates.add(new RefUpdate(RefNames.MARK, markBytes, nextMarkBytes));
        updates.add(new RefUpdate(RefNames.HEAD, headBytes, nextHeadBytes));
        updates.add(new RefUpdate(RefNames.HISTORY, historyBytes, nextHistoryBytes));
        updates.add(RefUpdate.check(RefNames.OWNER, owner));
        updates.add(RefUpdate.replace(lastCommitRef, lastCommit, attempt.id));
        for (int tried = 1; ; tried++) {
            try {
                CommitResult result = store.commit(tenant, mark.epoch(), pages, updates);
                if (result instanceof CommitResult.Conflict conflict && !isMine(attempt, conflict)) {
                    throw refusal(conflict);
                }
                adopt(attempt);
                return;
            } catch (Error e) {
                // Such as the lack of memory: it may have come after the commit.
                unsettled = attempt;
                throw e;
            } catch (StoreException e) {
                if (e.kind() != Kind.OUTCOME_UNKNOWN) {
                    throw Faults.translate("write to tenant '" + tenant + "'", e);
                }
                meter.outcomeUnknown();
                unsettled = attempt;
                if (settle()) {
                    return;
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

    boolean isUnsettled() {
        return unsettled != null;
    }

    /**
     * Finds out what became of the last commit.
     *
     * @return whether it was applied
     * @throws StoreFailedException if that can't be found out yet
     */
    boolean settle() {
        Attempt attempt = unsettled;
        if (attempt == null) {
            return false;
        }
        Optional<byte[]> found;
        try {
            found = store.readRef(tenant, lastCommitRef);
        } catch (StoreException e) {
            throw new StoreFailedException(
                    "could not find out whether the last write to tenant '" + tenant + "' was applied",
                    new StoreException(
                            e.kind() == Kind.CLOSED ? Kind.CLOSED : Kind.OUTCOME_UNKNOWN,
                            String.valueOf(e.getMessage()),
                            e));
        }
        boolean applied = found.isPresent() && Arrays.equals(found.get(), attempt.id);
        unsettled = null;
        if (applied) {
            adopt(attempt);
        }
        return applied;
    }

    private void adopt(Attempt attempt) {
        unsettled = null;
        mark = attempt.mark;
        markBytes = attempt.markBytes;
        headBytes = attempt.headBytes;
        history = attempt.history;
        historyBytes = attempt.historyBytes;
        lastCommit = attempt.id;
    }

    /** Whether the conflict comes from this very commit, applied by an earlier try. */
    private boolean isMine(Attempt attempt, CommitResult.Conflict conflict) {
        return actual(conflict, lastCommitRef)
                .filter(id -> Arrays.equals(id, attempt.id))
                .isPresent();
    }

    /** Whether a commit was refused because the tenant is no longer this manager's, so that it has to be opened again. */
    boolean isLost() {
        return lost;
    }

    private VarveException refusal(CommitResult.Conflict conflict) {
        VarveException refusal = explain(conflict);
        lost = !(refusal instanceof ConflictException);
        return refusal;
    }

    /**
     * Looks into the store whether the tenant is still this manager's. Other than all else here, to be called by any
     * thread at any time.
     *
     * @throws TenantOwnedException if another manager took the tenant over
     * @throws TenantNotFoundException if it is being removed, or was
     */
    void requireOwned() {
        Faults.translating("find out who owns tenant '" + tenant + "'", () -> {
                    Optional<byte[]> actualMark = store.readRef(tenant, RefNames.MARK);
                    return whyLost(actualMark, store.readRef(tenant, RefNames.OWNER));
                })
                .ifPresent(why -> {
                    throw why;
                });
    }

    private Optional<VarveException> whyLost(Optional<byte[]> actualMark, Optional<byte[]> actualOwner) {
        Optional<TenantMark> found = actualMark.map(TenantMark::decode);
        if (found.isEmpty()
                || found.get().erasing()
                || !found.get().incarnation().equals(incarnation)) {
            return Optional.of(new TenantNotFoundException("tenant '" + tenant + "' was removed"));
        }
        if (actualOwner.isEmpty() || !Arrays.equals(actualOwner.get(), owner)) {
            return Optional.of(new TenantOwnedException("tenant '" + tenant + "' was taken over by "
                    + actualOwner
                            .map(bytes -> OwnerRecord.decode(bytes).toString())
                            .orElse("a manager that has closed it since")
                    + "; nothing was written here. Look it up again to go on"));
        }
        return Optional.empty();
    }

    private VarveException explain(CommitResult.Conflict conflict) {
        Optional<VarveException> lostBecause =
                whyLost(actual(conflict, RefNames.MARK), actual(conflict, RefNames.OWNER));
        if (lostBecause.isPresent()) {
            return lostBecause.get();
        }
        String unexpected =
                conflict.actual().keySet().stream().sorted().toList().toString();
        return new ConflictException("a write to tenant '" + tenant
                + "' was refused although it is this manager's: one of " + unexpected + " is not what it was");
    }

    private static Optional<byte[]> actual(CommitResult.Conflict conflict, String ref) {
        return conflict.actual().getOrDefault(ref, Optional.empty());
    }
}
