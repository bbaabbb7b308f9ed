package io.varve;

import io.varve.spi.StoreException;
import io.varve.tck.Fault;
import io.varve.tck.FaultPolicy;
import java.util.function.LongPredicate;

/** The ways in which a write fails that core has to tell apart. */
enum WriteFault {
    /** Nothing was applied, and the store says so. */
    UNAVAILABLE(Fault.unavailable()),
    /** Nothing was applied, and the store does not know. */
    UNKNOWN_NOT_APPLIED(Fault.unknown(false)),
    /** All was applied, and the store does not know. */
    UNKNOWN_APPLIED(Fault.unknown(true)),
    /** Half of the pages are there, no ref was changed, and the store does not know. */
    HALF_OF_THE_PAGES(new Fault.Half(StoreException.Kind.OUTCOME_UNKNOWN)),
    /** The store has no room. */
    TOO_LARGE(new Fault.Before(StoreException.Kind.TOO_LARGE)),
    /** The store has a bug. */
    RUNTIME_EXCEPTION(new Fault.Bug());

    @SuppressWarnings("ImmutableEnumChecker") // records, all the way down
    private final Fault fault;

    WriteFault(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    /** This fault at some writes, by their numbers from 0. */
    FaultPolicy at(LongPredicate writes) {
        return FaultPolicy.onWrites(writes, fault);
    }
}
