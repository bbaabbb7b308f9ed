package io.varve.application;

import io.varve.Transition;
import java.util.Objects;

/**
 * A step of a transaction.
 *
 * @param name its name, unique in the transaction
 * @param transition what it does
 * @param checkpoint whether the state after it is one to come back to
 */
record NamedStep(String name, Transition<ApplicationState> transition, boolean checkpoint) {

    /**
     * Makes a step.
     *
     * @param name its name
     * @param transition what it does
     * @param checkpoint whether a checkpoint follows
     */
    NamedStep {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(transition, "transition");
    }
}
