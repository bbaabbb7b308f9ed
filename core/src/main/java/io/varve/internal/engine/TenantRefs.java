package io.varve.internal.engine;

import io.varve.VarveException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the committers of all timelines of an open tenant have in common: the refs that every commit checks or replaces.
 * Guarded by the {@linkplain TenantLocks lock} under which they commit, but for the reason why the tenant was lost.
 */
final class TenantRefs {

    private final Tenure tenure;
    private final String lastCommitRef;
    private final UUID incarnation;
    private TenantMark mark;
    private byte[] markBytes;
    private byte[] lastCommit;
    private @Nullable Committer doubtful;
    private volatile @Nullable Supplier<VarveException> lost;

    /**
     * Goes on from refs that were just read or written.
     *
     * @param tenure by what right this manager writes
     * @param lastCommitRef the name of this manager's commit id ref
     * @param lastCommit its value
     */
    TenantRefs(Tenure tenure, String lastCommitRef, byte[] lastCommit, byte[] markBytes) {
        this.tenure = tenure;
        this.lastCommitRef = lastCommitRef;
        this.lastCommit = lastCommit;
        this.mark = TenantMark.decode(markBytes);
        this.markBytes = markBytes;
        this.incarnation = mark.incarnation();
    }

    /** By what right this manager writes. */
    Tenure tenure() {
        return tenure;
    }

    UUID incarnation() {
        return incarnation;
    }

    TenantMark mark() {
        return mark;
    }

    byte[] markBytes() {
        return markBytes;
    }

    void marked(byte[] bytes) {
        mark = TenantMark.decode(bytes);
        markBytes = bytes;
    }

    String lastCommitRef() {
        return lastCommitRef;
    }

    byte[] lastCommit() {
        return lastCommit;
    }

    void committed(byte[] id) {
        lastCommit = id;
    }

    /** Says that it is not known what became of a commit, or, by null, that it is. */
    void doubt(@Nullable Committer whose) {
        doubtful = whose;
    }

    /** Finds out what became of the last commit if that was another timeline's, since the next one builds on it. */
    void requireCertain(Committer next) {
        Committer other = doubtful;
        if (other != null && other != next) {
            other.lookWhatCameOfIt();
        }
    }

    /** Whether the tenant is no longer this manager's. */
    boolean isLost() {
        return lost != null;
    }

    void lost(Supplier<VarveException> reason) {
        lost = reason;
    }

    /** Fails if a commit or a look at the store has shown that the tenant is no longer this manager's. */
    void requireNotLost() {
        Supplier<VarveException> reason = lost;
        if (reason != null) {
            throw reason.get();
        }
    }
}
