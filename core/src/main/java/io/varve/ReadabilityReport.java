package io.varve;

import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What {@link StateManager#verifyReadable()} found: for each head and each retained snapshot of each tenant, whether all
 * of it can be read as today's types.
 *
 * @param results one for each head and snapshot, by tenant, the head first and then the snapshots from the oldest on
 * @param tenants how many tenants were looked at
 * @param pages how many pages were decoded; what several snapshots of a tenant share is decoded once
 */
public record ReadabilityReport(Seq<Result> results, int tenants, long pages) {

    private static final int PROBLEMS_SHOWN = 20;

    /** Checks that nothing is null. */
    public ReadabilityReport {
        Objects.requireNonNull(results, "results");
    }

    /**
     * What was found of one state.
     *
     * @param tenant the tenant
     * @param state what it is: {@code the head}, a snapshot's {@linkplain SnapshotInfo#label() label}, or the ref that
     *     should say so if that is damaged
     * @param snapshot the snapshot; none for the head, and if the descriptor of the snapshot can't be read
     * @param problem why it can't be read; none if it can
     */
    public record Result(String tenant, String state, Option<SnapshotInfo> snapshot, Option<VarveException> problem) {

        /** Checks that nothing is null. */
        public Result {
            Objects.requireNonNull(tenant, "tenant");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(snapshot, "snapshot");
            Objects.requireNonNull(problem, "problem");
        }

        /**
         * Whether all of it can be read.
         *
         * @return whether there is no problem
         */
        public boolean isReadable() {
            return problem.isEmpty();
        }

        /** One line. */
        @Override
        public String toString() {
            return "tenant '" + tenant + "', " + state + ": "
                    + problem.map(Throwable::getMessage).getOrElse("readable");
        }
    }

    /**
     * Whether all that was looked at can be read.
     *
     * @return whether there are no problems
     */
    public boolean isReadable() {
        return results.forAll(Result::isReadable);
    }

    /**
     * What can't be read.
     *
     * @return the results with a problem
     */
    public Seq<Result> problems() {
        return results.reject(Result::isReadable);
    }

    /** A line with the counts, and one for each of the first problems. */
    @Override
    public String toString() {
        Seq<Result> problems = problems();
        String counts = results.size() + " states of " + tenants + " tenants, " + pages + " pages: ";
        if (problems.isEmpty()) {
            return counts + "all readable";
        }
        String shown = problems.take(PROBLEMS_SHOWN)
                .toJavaStream()
                .map(each -> "\n  " + each)
                .collect(Collectors.joining());
        return counts + problems.size() + " can't be read" + shown
                + (problems.size() > PROBLEMS_SHOWN ? "\n  and " + (problems.size() - PROBLEMS_SHOWN) + " others" : "");
    }
}
