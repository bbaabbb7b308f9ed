package io.varve.examples.replay;

import io.varve.RollbackOption;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.StateManager;
import io.varve.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Goes back to some snapshots, and from each to the newest commit again, and compares the head each time. The targets are
 * drawn at random and visited in the order of the history, which is how {@link TreeComparison} wants them.
 */
final class Rollbacks {

    private static final int HOW_MANY = 10;

    private final History history;
    private final Random random;
    private final TreeComparison targets;
    private final TreeComparison newest;
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private int trees;

    Rollbacks(History history, Random random) {
        this.history = history;
        this.random = random;
        this.targets = new TreeComparison(history);
        this.newest = new TreeComparison(history);
    }

    /** What is wrong, one line each. */
    List<String> differences() {
        return Collections.unmodifiableList(differences);
    }

    /** How many heads were compared. */
    int trees() {
        return trees;
    }

    /** How many entries those have. */
    long entries() {
        return targets.entries() + newest.entries();
    }

    /** The median time of a rollback. */
    long medianNanos() {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    /** Goes back and forth within one manager. */
    void run(Tenant<Tree> tenant) {
        List<SnapshotInfo> all = ofTheHistory(tenant);
        Collections.shuffle(all, random);
        List<SnapshotInfo> choice = new ArrayList<>(all.subList(0, Math.min(HOW_MANY, all.size())));
        choice.sort(Comparator.comparingInt(this::numberOf));
        for (SnapshotInfo target : choice) {
            goTo(tenant, target, targets);
            goTo(tenant, newest(tenant), newest);
        }
    }

    /**
     * After {@link #run}: goes back, closes everything, opens it again and compares; then to the newest commit again.
     *
     * @return the time from opening the store again until the first file was read
     */
    long runAcrossReopening(String store) {
        SnapshotInfo target;
        try (StateManager<Tree> manager = States.open(store)) {
            Tenant<Tree> tenant = States.tenant(manager);
            List<SnapshotInfo> ahead = ofTheHistory(tenant);
            ahead.removeIf(info -> numberOf(info) < targets.position());
            target = ahead.get(random.nextInt(ahead.size()));
            goTo(tenant, target, targets);
        }
        long opening = System.nanoTime();
        try (StateManager<Tree> manager = States.open(store)) {
            Tenant<Tree> tenant = States.tenant(manager);
            InterruptedReplay.readSomething(tenant.state());
            long reopened = System.nanoTime() - opening;
            compare("the head after reopening, gone back to " + target.label(), target, tenant, targets);
            goTo(tenant, newest(tenant), newest);
            return reopened;
        }
    }

    /** The head is a snapshot already, so that no safety snapshot is taken either way; half of the calls say so. */
    private void goTo(Tenant<Tree> tenant, SnapshotInfo target, TreeComparison comparison) {
        SnapshotRef ref = target.name().map(SnapshotRef::named).getOrElse(() -> SnapshotRef.id(target.id()));
        long start = System.nanoTime();
        if (random.nextBoolean()) {
            tenant.rollback(ref);
        } else {
            tenant.rollback(ref, RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        }
        nanos.add(System.nanoTime() - start);
        compare("the head after going to " + target.label(), target, tenant, comparison);
    }

    private void compare(String what, SnapshotInfo target, Tenant<Tree> tenant, TreeComparison comparison) {
        trees++;
        comparison
                .firstDifference(numberOf(target), tenant.state())
                .forEach(text -> differences.add(what + ": " + text));
    }

    private SnapshotInfo newest(Tenant<Tree> tenant) {
        return ofTheHistory(tenant).stream()
                .filter(info -> numberOf(info) == history.size())
                .findFirst()
                .orElseThrow(() -> new ReplayException("there is no snapshot of the last commit"));
    }

    private List<SnapshotInfo> ofTheHistory(Tenant<Tree> tenant) {
        List<SnapshotInfo> ofTheHistory = new ArrayList<>();
        for (SnapshotInfo info : tenant.snapshots()) {
            if (numberOf(info) > 0) {
                ofTheHistory.add(info);
            }
        }
        return ofTheHistory;
    }

    private int numberOf(SnapshotInfo info) {
        return States.commitOf(info).flatMap(history::numberOf).getOrElse(0);
    }
}
