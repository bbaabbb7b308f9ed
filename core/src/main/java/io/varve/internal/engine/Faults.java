package io.varve.internal.engine;

import io.varve.ClosedException;
import io.varve.CorruptDataException;
import io.varve.InvalidStateException;
import io.varve.StoreFailedException;
import io.varve.VarveException;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.function.Supplier;

/** Tells a store's fault in the terms of the public API. */
final class Faults {

    private Faults() {}

    /**
     * Runs a call of the store.
     *
     * @param what completes "could not …" in the message
     */
    static <T> T translating(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (StoreException e) {
            throw translate(what, e);
        }
    }

    /**
     * Writes a state.
     *
     * @param write asks the codec to
     * @throws InvalidStateException if the state has something in it that can't be stored
     */
    static <T> T storing(TenantId tenant, Supplier<T> write) {
        try {
            return write.get();
        } catch (VarveException e) {
            throw e;
        } catch (RuntimeException e) {
            // The codec tells the path to what is null or out of bounds; a serializer of the application's throws
            // anything.
            throw new InvalidStateException(
                    "the state of tenant '" + tenant + "' can't be stored: " + e.getMessage(), e);
        }
    }

    static VarveException translate(String what, StoreException fault) {
        return switch (fault.kind()) {
            case CLOSED -> new ClosedException("could not " + what + ": " + fault.getMessage());
            case CORRUPT -> new CorruptDataException("could not " + what + ": " + fault.getMessage(), fault);
            case UNAVAILABLE, OUTCOME_UNKNOWN, TOO_LARGE, UNSUPPORTED ->
                new StoreFailedException("could not " + what, fault);
        };
    }
}
