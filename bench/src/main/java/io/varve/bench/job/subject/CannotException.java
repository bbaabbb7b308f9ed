package io.varve.bench.job.subject;

/** A subject was asked for what it can't do. */
public final class CannotException extends UnsupportedOperationException {

    private static final long serialVersionUID = 1L;

    /**
     * Says who can't, and why.
     *
     * @param subject who
     * @param reason why
     */
    public CannotException(String subject, String reason) {
        super(subject + " can't: " + reason);
    }
}
