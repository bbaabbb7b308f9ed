package io.varve.tck;

import org.opentest4j.TestAbortedException;

/** A test that is left out for a reason that the suite knows, such as a capability that the store does not claim. */
final class SkippedException extends TestAbortedException {

    private static final long serialVersionUID = 1L;

    SkippedException(String reason) {
        super(reason);
    }
}
