package io.varve.tck;

import io.varve.spi.StoreException;
import java.time.Duration;
import java.util.Objects;

/**
 * How one call of a {@link FaultStore} goes wrong. All but {@link Bug} are faults that the contract allows a store: what a
 * call may not throw is replaced by {@link StoreException.Kind#UNAVAILABLE} where it reads, and by {@link
 * StoreException.Kind#OUTCOME_UNKNOWN} where it has removed a part.
 */
public sealed interface Fault {

    /**
     * The call does nothing and fails. With {@link StoreException.Kind#OUTCOME_UNKNOWN} this is one that the store lost on
     * the way there.
     *
     * @param kind what the store says
     */
    record Before(StoreException.Kind kind) implements Fault {

        /**
         * Makes the fault.
         *
         * @param kind what the store says
         */
        public Before {
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** The call does its work, and the store loses the answer on the way back: the outcome is unknown. */
    record After() implements Fault {}

    /**
     * A write does the first half of its work and fails: a commit puts half of its pages and changes no ref, a removal of
     * pages is given half of them, an erasure half of its limit. A call that reads does nothing.
     *
     * @param kind what the store says of a commit: {@code UNAVAILABLE}, {@code OUTCOME_UNKNOWN} or {@code CLOSED}, as no
     *     other kind allows that a page was put
     */
    record Half(StoreException.Kind kind) implements Fault {

        /**
         * Makes the fault.
         *
         * @param kind what the store says of a commit
         * @throws IllegalArgumentException if that kind says that nothing was applied, not even a page
         */
        public Half {
            switch (kind) {
                case UNAVAILABLE, OUTCOME_UNKNOWN, CLOSED -> {}
                case CORRUPT, TOO_LARGE, UNSUPPORTED ->
                    throw new IllegalArgumentException("no store says " + kind + " after half of a commit's pages");
            }
        }
    }

    /**
     * The call works, but late.
     *
     * @param delay how long it waits before it begins
     */
    record Delay(Duration delay) implements Fault {

        /**
         * Makes the fault.
         *
         * @param delay how long the call waits before it begins
         */
        public Delay {
            Objects.requireNonNull(delay, "delay");
        }
    }

    /** The call does nothing and throws what no store may: an {@link IllegalStateException}. */
    record Bug() implements Fault {}

    /**
     * Nothing is done, and the same call may succeed later.
     *
     * @return the fault
     */
    static Fault unavailable() {
        return new Before(StoreException.Kind.UNAVAILABLE);
    }

    /**
     * Whether the write was done is unknown.
     *
     * @param applied whether it was
     * @return the fault
     */
    static Fault unknown(boolean applied) {
        return applied ? new After() : new Before(StoreException.Kind.OUTCOME_UNKNOWN);
    }
}
