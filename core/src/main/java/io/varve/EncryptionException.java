package io.varve;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's data can't be encrypted or decrypted, since the key is not at hand or the tenant is not kept as the manager was
 * told. Nothing was written, and nothing is damaged: what was changed in the store is a {@link CorruptDataException} instead.
 * A tenant without its key can still be removed.
 */
public final class EncryptionException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why not. */
    private final Reason reason;

    /** What is in the way. */
    public enum Reason {
        /** The tenant is encrypted, and no {@link KeyProvider} was given. */
        NO_PROVIDER,
        /** The tenant is not encrypted, and a {@link KeyProvider} was given. */
        NOT_ENCRYPTED,
        /** The provider does not have the key, or no longer. */
        NO_KEY,
        /** The provider has another key under that id than the one that the tenant was kept under. */
        WRONG_KEY,
        /** The provider threw, or gave what can't be used; trying again may help. */
        PROVIDER_FAILED
    }

    /**
     * Makes the exception.
     *
     * @param reason what is in the way
     * @param message what was asked, what was found, what to do
     * @param cause what the provider or the JDK's cipher threw, or null
     */
    public EncryptionException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * What is in the way.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
