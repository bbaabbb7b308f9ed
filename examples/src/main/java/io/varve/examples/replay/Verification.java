package io.varve.examples.replay;

import io.varve.Snapshot;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Reads every tag's snapshot and a random choice of the others back, and compares each with git. */
final class Verification {

    private final History history;
    private final Tenant<Tree> tenant;
    private final Random random;

    Verification(History history, Tenant<Tree> tenant, Random random) {
        this.history = history;
        this.tenant = tenant;
        this.random = random;
    }

    /**
     * What was found.
     *
     * @param trees the number of snapshots compared
     * @param entries the number of their entries
     * @param differences what is wrong, one line for each snapshot that is
     */
    record Report(int trees, long entries, List<String> differences) {}

    /** A snapshot to look at, by one of the ways to name it. */
    private record Check(SnapshotRef ref, int number) {}

    /**
     * Compares.
     *
     * @param randomChecks how many snapshots beside the tags, at most
     */
    Report run(int randomChecks) {
        List<Check> checks = new ArrayList<>(tagged());
        checks.addAll(others(randomChecks));
        checks.sort(Comparator.comparingInt(Check::number));
        TreeComparison comparison = new TreeComparison(history);
        List<String> differences = new ArrayList<>();
        for (Check check : checks) {
            difference(comparison, check)
                    .forEach(text -> differences.add("the snapshot " + check.ref() + ", commit "
                            + history.commitAt(check.number()).id() + ": " + text));
        }
        return new Report(checks.size(), comparison.entries(), differences);
    }

    private Option<String> difference(TreeComparison comparison, Check check) {
        try {
            Snapshot<Tree> snapshot = tenant.at(check.ref());
            return comparison.firstDifference(check.number(), snapshot.state());
        } catch (SnapshotNotFoundException e) {
            return Option.some(e.getMessage());
        }
    }

    private List<Check> tagged() {
        List<Check> checks = new ArrayList<>();
        for (Tag tag : history.tags()) {
            checks.add(new Check(SnapshotRef.named(tag.name()), tag.number()));
        }
        return checks;
    }

    /** Half of them by id, half by index: both must lead to the same snapshot. */
    private List<Check> others(int limit) {
        List<SnapshotInfo> all = tenant.snapshots().asJava();
        List<Check> checks = new ArrayList<>();
        for (int index = 0; index < all.size(); index++) {
            SnapshotInfo info = all.get(index);
            Option<Integer> number = States.commitOf(info).flatMap(history::numberOf);
            if (info.name().isEmpty() && number.isDefined()) {
                SnapshotRef ref = random.nextBoolean() ? SnapshotRef.id(info.id()) : SnapshotRef.index(index);
                checks.add(new Check(ref, number.get()));
            }
        }
        Collections.shuffle(checks, random);
        return checks.subList(0, Math.min(limit, checks.size()));
    }
}
