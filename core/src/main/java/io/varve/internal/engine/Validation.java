package io.varve.internal.engine;

import io.varve.StateValidator;
import io.varve.ValidationFailedException;
import io.varve.VarveException;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.Objects;
import java.util.function.Supplier;

/** The validators of a manager, asked one after the other. */
final class Validation<S> {

    private static final int MOST_IN_MESSAGE = 20;

    private final List<StateValidator<? super S>> validators;

    Validation(Iterable<StateValidator<? super S>> validators) {
        this.validators = List.ofAll(validators);
    }

    /**
     * Lets all validators look at a state.
     *
     * @param what says what is refused, asked if one of them finds something
     * @throws ValidationFailedException if one of them found something, or threw an exception itself
     */
    void require(Supplier<String> what, S before, S after) {
        Seq<String> violations = List.empty();
        int number = 0;
        for (StateValidator<? super S> validator : validators) {
            number++;
            try {
                violations = violations.appendAll(
                        validator.validate(before, after).map(text -> Objects.requireNonNull(text, "a violation")));
            } catch (VarveException e) {
                throw e; // Such as a part of the state that can't be read.
            } catch (RuntimeException e) {
                String failure = "validator " + number + " of " + validators.size() + " failed itself: " + e;
                throw new ValidationFailedException(
                        message(what.get(), violations.append(failure)), violations.append(failure), e);
            }
        }
        if (violations.nonEmpty()) {
            throw new ValidationFailedException(message(what.get(), violations), violations, null);
        }
    }

    static String message(String what, Seq<String> violations) {
        String more = violations.size() > MOST_IN_MESSAGE
                ? "; and " + (violations.size() - MOST_IN_MESSAGE) + " more, see violations()"
                : "";
        return what + ": " + violations.take(MOST_IN_MESSAGE).mkString("; ") + more;
    }
}
