package io.varve.internal.engine;

import io.varve.Transition;
import io.varve.TransitionFailedException;
import io.varve.ValidationFailedException;
import io.varve.VarveException;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;

/**
 * Runs the application's code that computes a tenant's next state: refuses changes of tenants from within it, tells what
 * it throws in the terms of the public API, and validates what it returns. The only place where that is done.
 */
final class Steps<S> {

    private final TenantId tenant;
    private final Validation<S> validation;
    private final Runnable requireOpen;

    /**
     * Makes the runner of a tenant's steps.
     *
     * @param requireOpen throws if the tenant was closed or removed
     */
    Steps(TenantId tenant, Validation<S> validation, Runnable requireOpen) {
        this.tenant = tenant;
        this.validation = validation;
        this.requireOpen = requireOpen;
    }

    /**
     * Computes the next state, and validates it if it is another.
     *
     * @param what which step this is, for messages: "a transition", "step 'bill'"
     * @return the next state, or the very one given if nothing changes
     * @throws VarveException if it can't be the next state, whatever the reason
     */
    S run(String what, Transition<S> step, S state) {
        return RunningTransition.of(tenant, before -> valid(what, before, compute(what, step, before)), state);
    }

    /** Computes the state after several steps, and validates that one. */
    S runAll(Seq<Transition<S>> steps, S state) {
        return RunningTransition.of(
                tenant,
                before -> {
                    S current = before;
                    int number = 0;
                    for (Transition<S> step : steps) {
                        number++;
                        current = compute("transition " + number + " of " + steps.size(), step, current);
                    }
                    return valid("the result of " + steps.size() + " transitions", before, current);
                },
                state);
    }

    @SuppressWarnings("ReferenceEquality") // returning the very argument means that nothing changes
    private S valid(String what, S before, S after) {
        if (after != before) {
            validation.require(() -> refused(what), before, after);
        }
        return after;
    }

    private S compute(String what, Transition<S> step, S state) {
        S next;
        try {
            requireOpen.run();
            next = step.apply(state);
        } catch (ValidationFailedException e) {
            throw new ValidationFailedException(Validation.message(refused(what), e.violations()), e.violations(), e);
        } catch (VarveException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, e);
        } catch (Exception e) {
            throw failed(what, e);
        }
        if (next == null) {
            throw failed(what, new NullPointerException("it returned null where the next state was expected"));
        }
        return next;
    }

    private TransitionFailedException failed(String what, Exception cause) {
        return new TransitionFailedException(name(what) + " failed, and the state is unchanged: " + cause, cause);
    }

    private String refused(String what) {
        return name(what) + " was refused, and the state is unchanged";
    }

    private String name(String what) {
        return what + " of tenant '" + tenant + "'";
    }
}
