package io.varve.internal.event;

import io.varve.event.EventState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The states of one event, for as long as a listener is being told of it. */
public final class StateViews<S> {

    private final List<View<S>> views = new ArrayList<>(2);

    StateViews() {}

    /** A state that can be read until {@link #end}. */
    public EventState<S> of(Supplier<S> state) {
        View<S> view = new View<>(state);
        views.add(view);
        return view;
    }

    void end() {
        views.forEach(View::end);
    }

    private static final class View<S> implements EventState<S> {

        private volatile @Nullable Supplier<S> state;

        View(Supplier<S> state) {
            this.state = state;
        }

        void end() {
            state = null;
        }

        @Override
        public S get() {
            Supplier<S> source = state;
            if (source == null) {
                throw new IllegalStateException("the states of an event can be read until the listener returns, so that"
                        + " events do not hold on to them; keep what get() gives then, if it is needed for longer");
            }
            return source.get();
        }

        @Override
        public String toString() {
            return state == null ? "a state that was let go of" : "a state";
        }
    }
}
