package io.varve.spi;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a store. The {@linkplain Kind kind} says what the caller may conclude; the message says what was asked,
 * what was found and, where there is something, what to do. A message never contains a secret.
 */
public final class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The kind of fault. */
    private final Kind kind;

    /** What a caller may conclude from a fault. */
    public enum Kind {
        /** Nothing was applied, and the same call may succeed later: the engine is busy, locked or out of reach. */
        UNAVAILABLE,
        /** The call may or may not have been applied: read back to find out. Only calls that write throw it. */
        OUTCOME_UNKNOWN,
        /** Stored data is damaged or is not what this store wrote. Repeating the call does not help. */
        CORRUPT,
        /** A page or value is larger than {@link Capabilities} allows, or no room is left for it. Nothing was applied. */
        TOO_LARGE,
        /** The call, the URL or the format of the data is not one that this store knows. Nothing was applied. */
        UNSUPPORTED,
        /** The store was closed before or during the call. */
        CLOSED
    }

    /**
     * Makes a fault without a cause.
     *
     * @param kind its kind
     * @param message what was asked, what was found, what to do
     */
    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Makes a fault.
     *
     * @param kind its kind
     * @param message what was asked, what was found, what to do
     * @param cause what the engine threw, or null
     */
    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /**
     * The kind of this fault.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }
}
