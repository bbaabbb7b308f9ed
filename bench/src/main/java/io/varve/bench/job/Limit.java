package io.varve.bench.job;

/**
 * A gap in the results that has a reason.
 *
 * @param benchmark the name of the benchmark's class, as results begin with it
 * @param subject who is not measured
 * @param reason why
 */
public record Limit(String benchmark, String subject, String reason) {

    /** {@return what to show where the number would be} */
    public String text() {
        return "can't: " + reason;
    }
}
