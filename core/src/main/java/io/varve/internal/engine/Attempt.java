package io.varve.internal.engine;

import io.varve.VarveException;
import io.varve.metrics.TransitionOutcome;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A step whose failure does not stop the change that it is part of: what became of it is looked at afterwards. */
final class Attempt<S> {

    private final UnaryOperator<S> step;
    private @Nullable S given;
    private @Nullable Either<VarveException, S> outcome;
    private @Nullable Error error;

    Attempt(UnaryOperator<S> step) {
        this.step = step;
    }

    /** Runs the step in a plan. */
    void run(S state) {
        given = state;
        outcome = null;
        error = null;
        try {
            outcome = Either.right(step.apply(state));
        } catch (VarveException e) {
            outcome = Either.left(e);
        } catch (Error e) {
            error = e;
        }
    }

    /** The state that the step computed, if it is another than the one that it was given. */
    @SuppressWarnings("ReferenceEquality") // returning the very argument means that nothing changes
    Option<S> changed(S before) {
        return outcome == null ? Option.none() : outcome.toOption().filter(next -> next != before);
    }

    /**
     * Makes something of the state that the step computed, if it is another. If that can't be made, the step has failed.
     */
    <T> Option<T> changed(S before, Function<S, T> maker) {
        for (S next : changed(before)) {
            try {
                return Option.some(maker.apply(next));
            } catch (VarveException e) {
                outcome = Either.left(e);
            }
        }
        return Option.none();
    }

    /** Whether the step has computed another state. */
    boolean hasChanged() {
        return result() == TransitionOutcome.APPLIED;
    }

    /** Says that what the step computed can't be the next state after all. */
    void refuse(VarveException why) {
        outcome = Either.left(why);
    }

    /** What became of the step, in a word. */
    @SuppressWarnings("ReferenceEquality") // as above
    TransitionOutcome result() {
        if (outcome == null || outcome.isLeft()) {
            return TransitionOutcome.FAILED;
        }
        return outcome.get() == given ? TransitionOutcome.UNCHANGED : TransitionOutcome.APPLIED;
    }

    /** What became of the step; an error that it threw is thrown here. */
    Either<VarveException, S> outcome() {
        if (error != null) {
            throw error;
        }
        if (outcome == null) {
            throw new AssertionError("the step is run before its outcome is asked for");
        }
        return outcome;
    }
}
