package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The policy as a pure function, against a file of decisions and reasons that a reader can check. */
class RetentionPolicyTest {

    /** A letter for each snapshot, oldest first: named, automatic, safety. */
    private static final String HISTORY = "naansannaasn";

    @Test
    void decisionsAndReasonsAreThoseOfTheGoldenFile() throws Exception {
        StringBuilder actual = new StringBuilder();
        describe(actual, "everything", RetentionPolicy.keepAll(), HashSet.empty());
        describe(actual, "automatic 3", RetentionPolicy.keepAutomatic(3), HashSet.empty());
        describe(actual, "named 2", RetentionPolicy.keepAll().keepNamed(2), HashSet.empty());
        describe(
                actual, "automatic 1, named 0", RetentionPolicy.keepAutomatic(1).keepNamed(0), HashSet.empty());
        describe(
                actual,
                "automatic 0, named 1, held 4 and 11",
                RetentionPolicy.keepAutomatic(0).keepNamed(1),
                HashSet.of(4L, 11L));
        describe(actual, "automatic 100", RetentionPolicy.keepAutomatic(100), HashSet.empty());

        assertThat(actual.toString()).isEqualTo(resource("retention.txt"));
    }

    private static void describe(StringBuilder out, String title, RetentionPolicy policy, Set<Long> held) {
        out.append("# ").append(title).append('\n');
        for (RetentionPlan.Decision decision : policy.plan(history(), held).decisions()) {
            out.append(decision.keep() ? "keep   " : "remove ")
                    .append(String.format("%-14s", decision.snapshot().label()))
                    .append(decision.reason())
                    .append('\n');
        }
        out.append('\n');
    }

    private static Seq<SnapshotInfo> history() {
        return Vector.range(0, HISTORY.length()).map(i -> snapshot(i, HISTORY.charAt(i)));
    }

    private static SnapshotInfo snapshot(int sequence, char letter) {
        SnapshotKind kind = switch (letter) {
            case 'n' -> SnapshotKind.NAMED;
            case 'a' -> SnapshotKind.AUTOMATIC;
            default -> SnapshotKind.SAFETY;
        };
        return new SnapshotInfo(
                "id-" + sequence,
                sequence,
                kind == SnapshotKind.NAMED ? Option.some("v" + sequence) : Option.none(),
                kind,
                TestClock.START.plusSeconds(sequence),
                Option.none(),
                Option.none(),
                HashSet.empty(),
                HashMap.empty(),
                sequence);
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = RetentionPolicyTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theSameArgumentsGiveTheSamePlan() {
        RetentionPolicy policy = RetentionPolicy.keepAutomatic(2).keepNamed(2);

        assertThat(policy.plan(history(), HashSet.of(1L))).isEqualTo(policy.plan(history(), HashSet.of(1L)));
    }

    @Test
    void everySnapshotIsEitherKeptOrRemovedInTheOrderGiven() {
        for (int automatic = 0; automatic < 8; automatic++) {
            for (int named = 0; named < 8; named++) {
                RetentionPlan plan = RetentionPolicy.keepAutomatic(automatic)
                        .keepNamed(named)
                        .plan(history(), HashSet.empty());

                assertThat(plan.decisions().map(RetentionPlan.Decision::snapshot))
                        .containsExactlyElementsOf(history());
                assertThat(plan.kept().appendAll(plan.removed()).sortBy(SnapshotInfo::sequence))
                        .containsExactlyElementsOf(history());
                assertThat(plan.kept().count(info -> info.kind() == SnapshotKind.NAMED))
                        .isEqualTo(Math.min(named, 5));
                assertThat(plan.kept().count(info -> info.kind() != SnapshotKind.NAMED))
                        .isEqualTo(Math.min(automatic, 7));
            }
        }
    }

    @Test
    void heldSnapshotsAreKeptAndDoNotSaveOthers() {
        RetentionPlan plan = RetentionPolicy.keepAutomatic(1).plan(history(), HashSet.of(1L));

        assertThat(plan.kept().filter(info -> info.kind() != SnapshotKind.NAMED).map(SnapshotInfo::sequence))
                .containsExactly(1L, 10L);
    }

    @Test
    void noSnapshotsGiveAnEmptyPlan() {
        assertThat(RetentionPolicy.keepAutomatic(0)
                        .plan(Vector.empty(), HashSet.empty())
                        .decisions())
                .isEmpty();
    }
}
