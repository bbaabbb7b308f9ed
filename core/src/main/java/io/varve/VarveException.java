package io.varve;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * What every fault that Varve reports has in common. After any of them the state is what it was before the call, unless
 * the subtype says otherwise. Arguments that could never be right (null, a negative limit, a malformed id) are reported
 * with the JDK's {@link NullPointerException} and {@link IllegalArgumentException} instead.
 */
public abstract sealed class VarveException extends RuntimeException
        permits BundleRefusedException,
                ClosedException,
                ConflictException,
                CorruptDataException,
                DuplicateNameException,
                EncryptionException,
                EvolutionFailedException,
                HoldNotFoundException,
                InvalidStateException,
                ListenerFailedException,
                NestedTransitionException,
                PatchFailedException,
                SnapshotHeldException,
                SnapshotNotFoundException,
                StateExpiredException,
                StateTooLargeException,
                StoreFailedException,
                TenantExistsException,
                TenantNotFoundException,
                TenantOwnedException,
                TimelineNotFoundException,
                TransitionFailedException,
                UndoRefusedException,
                UnreadableSchemaException,
                UnsupportedFormatException,
                UnsupportedTypeException,
                ValidationFailedException {

    @Serial
    private static final long serialVersionUID = 1L;

    VarveException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
