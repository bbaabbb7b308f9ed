package io.varve;

/** A transition that is marked as risky. */
record MarkedTransition<S>(Transition<S> step) implements Transition<S> {

    @Override
    public S apply(S state) throws Exception {
        return step.apply(state);
    }

    @Override
    public boolean isRisky() {
        return true;
    }
}
