package io.varve.internal.engine;

import io.varve.internal.page.HeldPages;
import io.varve.internal.page.PageHolder;
import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.lang.ref.Reference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One state, on the heap or in the store or both. A head and the snapshot taken of it share one cell, so that what is
 * learnt about the state through one is known to the other. Thread-safe.
 */
final class StateCell<S> implements PageHolder {

    private static final long NOT_A_SNAPSHOT = -1;

    private volatile @Nullable S state;
    private volatile @Nullable PageLink root;
    private volatile StateWeight weight;
    private volatile long lastSnapshot = NOT_A_SNAPSHOT;
    private boolean letGo;

    private StateCell(@Nullable S state, @Nullable PageLink root, StateWeight weight) {
        this.state = state;
        this.root = root;
        this.weight = weight;
    }

    static <S> StateCell<S> ofState(S state) {
        return ofState(state, StateWeight.UNKNOWN);
    }

    static <S> StateCell<S> ofState(S state, StateWeight weight) {
        return new StateCell<>(state, null, weight);
    }

    static <S> StateCell<S> ofRoot(PageLink root, StateWeight weight, HeldPages held) {
        StateCell<S> cell = new StateCell<>(null, root, weight);
        held.add(cell);
        return cell;
    }

    /** The state, opened from its root page if it isn't on the heap, and kept there from then on. */
    S get(Function<PageLink, S> reader) {
        S kept = state;
        if (kept != null) {
            return kept;
        }
        PageLink stored = root;
        if (stored == null) {
            // Only a stored state is let go, and the root is set before that.
            throw new AssertionError("a state is on the heap or in the store");
        }
        try {
            S opened = reader.apply(stored);
            keep(opened);
            return opened;
        } finally {
            // Until what was opened has stubs of its own, this cell is what keeps its pages from being collected.
            Reference.reachabilityFence(this);
        }
    }

    /** The state if it is on the heap, else null. */
    @Nullable
    S peek() {
        return state;
    }

    /** The state of a cell that was not stored yet. */
    S state() {
        S kept = state;
        if (kept == null) {
            throw new AssertionError("a state that was not stored is on the heap");
        }
        return kept;
    }

    /** The root page, or null if the state was not stored yet. */
    @Nullable
    PageLink root() {
        return root;
    }

    /** What the state weighs, as far as that is known. */
    StateWeight weight() {
        return weight;
    }

    /** Says what the state weighs. */
    void weighs(StateWeight found) {
        weight = found;
    }

    /** The sequence number of the last snapshot that was taken of this state, or none. It may be gone again. */
    Option<Long> lastSnapshot() {
        long sequence = lastSnapshot;
        return Option.when(sequence != NOT_A_SNAPSHOT, sequence);
    }

    void takenAs(long sequence) {
        lastSnapshot = sequence;
    }

    /** The root page of a state that was stored. */
    @Override
    public PageLink link() {
        PageLink stored = root;
        if (stored == null) {
            throw new AssertionError("only a cell that was stored holds a page");
        }
        return stored;
    }

    void stored(PageLink link, HeldPages held) {
        stored(link);
        held.add(this);
    }

    private synchronized void stored(PageLink link) {
        root = link;
        if (letGo) {
            state = null;
        }
    }

    /** Lets go of the state as soon as it can be read from the store. */
    synchronized void release() {
        letGo = true;
        if (root != null) {
            state = null;
        }
    }

    /** Says what the state is, by whoever has it already, so that it need not be read. */
    void isKnownAs(S opened) {
        if (state == null) {
            keep(opened);
        }
    }

    private synchronized void keep(S opened) {
        letGo = false;
        state = opened;
    }
}
