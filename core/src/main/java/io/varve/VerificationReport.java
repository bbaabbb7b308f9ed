package io.varve;

import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What {@link StateManager#verify()} found.
 *
 * @param tenants what was found of each tenant, in ascending order of their ids
 * @param duration how long it took
 */
public record VerificationReport(Seq<Result> tenants, Duration duration) {

    private static final int PROBLEMS_SHOWN = 20;

    /** Checks that nothing is null. */
    public VerificationReport {
        Objects.requireNonNull(tenants, "tenants");
        Objects.requireNonNull(duration, "duration");
    }

    /**
     * What was found of one tenant.
     *
     * @param tenant its id
     * @param refs how many refs it has
     * @param pages how many pages its refs lead to
     * @param bytes how many bytes these have in the store
     * @param unreachablePages how many pages nothing leads to: garbage, or written this very moment
     * @param unreachableBytes how many bytes these have
     * @param brokenPages how many pages are needed and missing or damaged; each of the first of them is a problem
     * @param problems what is wrong
     */
    public record Result(
            String tenant,
            long refs,
            long pages,
            long bytes,
            long unreachablePages,
            long unreachableBytes,
            long brokenPages,
            Seq<Problem> problems) {

        /** Checks that nothing is null. */
        public Result {
            Objects.requireNonNull(tenant, "tenant");
            Objects.requireNonNull(problems, "problems");
        }

        /**
         * Whether nothing is wrong with it. Garbage is not wrong.
         *
         * @return whether there are no problems
         */
        public boolean isSound() {
            return problems.isEmpty();
        }

        /**
         * A text to read.
         *
         * @return one line without a line break
         */
        public String summary() {
            return String.format(
                    Locale.ROOT,
                    "%s: %d refs, %d pages (%d bytes), %d unreachable (%d bytes): %s",
                    tenant,
                    refs,
                    pages,
                    bytes,
                    unreachablePages,
                    unreachableBytes,
                    isSound() ? "sound" : problems.size() + (problems.size() == 1 ? " problem" : " problems"));
        }
    }

    /**
     * Something that is wrong.
     *
     * @param what the page or ref
     * @param found what is wrong with it
     * @param neededBy the snapshots, heads and parts of the audit trail that can't be read as a whole because of it; none if
     *     it is a ref
     */
    public record Problem(String what, String found, Seq<String> neededBy) {

        /** Checks that nothing is null. */
        public Problem {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(neededBy, "neededBy");
        }

        /** One line. */
        @Override
        public String toString() {
            return what + ": " + found + (neededBy.isEmpty() ? "" : "; needed by " + neededBy.mkString(", "));
        }
    }

    /**
     * Whether nothing is wrong.
     *
     * @return whether all tenants are sound
     */
    public boolean isSound() {
        return tenants.forAll(Result::isSound);
    }

    /**
     * How many pages nothing leads to.
     *
     * @return the sum
     */
    public long unreachablePages() {
        return tenants.map(Result::unreachablePages).sum().longValue();
    }

    /**
     * How many bytes these have.
     *
     * @return the sum
     */
    public long unreachableBytes() {
        return tenants.map(Result::unreachableBytes).sum().longValue();
    }

    /** A line with the verdict, and one for each tenant and each of the first problems. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d tenants in %d ms: %s",
                tenants.size(),
                duration.toMillis(),
                isSound() ? "all sound" : tenants.count(each -> !each.isSound()) + " not sound"));
        int shown = 0;
        for (Result tenant : tenants) {
            text.append("\n").append(tenant.summary());
            for (Problem problem : tenant.problems()) {
                if (shown++ < PROBLEMS_SHOWN) {
                    text.append("\n  ").append(problem);
                }
            }
        }
        return shown > PROBLEMS_SHOWN
                ? text.append("\n  and ")
                        .append(shown - PROBLEMS_SHOWN)
                        .append(" other problems")
                        .toString()
                : text.toString();
    }
}
