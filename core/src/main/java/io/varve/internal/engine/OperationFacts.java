package io.varve.internal.engine;

import io.varve.Operation;
import io.varve.OperationKind;
import io.varve.TransitionContext;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * What is known of an operation, be it in the store or not.
 *
 * @param number its number
 * @param parent the operation whose result it changed; 0 if the log does not know
 * @param kind what was done; see {@link Operation} for this and the rest
 */
record OperationFacts(
        long number,
        long parent,
        OperationKind kind,
        long versionBefore,
        long versionAfter,
        Instant at,
        TransitionContext context,
        Option<String> snapshotId,
        Option<String> snapshotName) {

    Operation as(Operation.Status status) {
        return new Operation(number, kind, status, versionBefore, versionAfter, at, context, snapshotId, snapshotName);
    }

    /** What messages call it. */
    String label() {
        return "operation " + number + " (" + kind + ")";
    }
}
