package io.varve.internal.engine;

import io.varve.InvalidStateException;
import io.varve.StateTooLargeException;
import io.varve.VarveException;
import io.varve.internal.codec.weight.StateWeigher;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cells of states that transitions compute, and refuses states that are too large. Without a limit nothing is
 * weighed. Thread-safe.
 */
final class StateLimit<S> {

    private final long limit;
    private final @Nullable StateWeigher<S> weigher;

    private StateLimit(long limit, @Nullable StateWeigher<S> weigher) {
        this.limit = limit;
        this.weigher = weigher;
    }

    /** No limit. */
    static <S> StateLimit<S> none() {
        return new StateLimit<>(Long.MAX_VALUE, null);
    }

    /**
     * A limit.
     *
     * @param bytes the most that a state may weigh, unless it weighs no more than the one before
     */
    static <S> StateLimit<S> of(long bytes, StateWeigher<S> weigher) {
        return new StateLimit<>(bytes, weigher);
    }

    /**
     * Makes the cell of the state that follows another. Cost: what differs between both; all of the current one if its
     * weight is not known yet.
     *
     * @param before the cell of the current state
     * @param current the current state
     * @param next the state that was computed
     * @throws StateTooLargeException if it is over the limit, and larger than the current one
     */
    StateCell<S> next(TenantId tenant, StateCell<S> before, S current, S next) {
        StateWeigher<S> scales = weigher;
        if (scales == null) {
            return StateCell.ofState(next);
        }
        long was = weightOf(tenant, before, current);
        long is = was + weighing(tenant, () -> scales.change(current, next));
        if (is > limit && is > was) {
            throw new StateTooLargeException(tenant.value(), limit, was, is);
        }
        return StateCell.ofState(next, new StateWeight(is, scales.rule()));
    }

    /** The weight of a first state. */
    StateWeight weigh(TenantId tenant, S state) {
        StateWeigher<S> scales = weigher;
        return scales == null
                ? StateWeight.UNKNOWN
                : new StateWeight(weighing(tenant, () -> scales.weigh(state)), scales.rule());
    }

    /** What a state weighs, as far as that is known. Cost: O(1). */
    Option<Long> known(StateCell<S> cell) {
        return weigher == null ? Option.none() : cell.weight().by(weigher.rule());
    }

    private long weightOf(TenantId tenant, StateCell<S> cell, S state) {
        for (long known : known(cell)) {
            return known;
        }
        StateWeight found = weigh(tenant, state);
        cell.weighs(found);
        return found.bytes();
    }

    private static long weighing(TenantId tenant, Supplier<Long> weighing) {
        try {
            return weighing.get();
        } catch (VarveException e) {
            throw e;
        } catch (RuntimeException e) {
            // What the application's accessors and serializers throw.
            throw new InvalidStateException(
                    "the state of tenant '" + tenant + "' can't be weighed: " + e.getMessage(), e);
        }
    }
}
