package io.varve.examples.replay;

import io.varve.SnapshotRef;
import io.varve.StateManager;
import io.varve.Tenant;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A replay into a durable store by two child processes. The first is killed at a random point, which leaves the store as a
 * power cut of the process would; then this process looks whether everything acknowledged is there; then the second child
 * goes on from where the store stands.
 */
final class InterruptedReplay {

    private static final int LONGEST_LEAD = 16;

    private final History history;
    private final String store;
    private final int every;
    private final Random random;
    private final Progress progress;
    private final List<ReplayEvent.Acknowledged> acknowledged = new ArrayList<>();
    private long replayNanos;
    private int applied;

    InterruptedReplay(History history, String store, int every, Random random, Progress progress) {
        this.history = history;
        this.store = store;
        this.every = every;
        this.random = random;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param killedAt the last commit that the first child had reported before it was killed
     * @param resumedAt the commit at which the store stood after that
     * @param acknowledged how many snapshots were acknowledged before the kill
     * @param lost what is wrong with those, one line each
     * @param applied the number of commits applied, those that were done again counted twice
     * @param replayNanos the time both children took for that, without starting
     * @param recoveryNanos the time from opening the store after the kill until the first file was read
     */
    record Outcome(
            int killedAt,
            int resumedAt,
            int acknowledged,
            List<String> lost,
            int applied,
            long replayNanos,
            long recoveryNanos) {}

    Outcome run() {
        int killedAt = runUntilKilled();
        int before = acknowledged.size();
        long opening = System.nanoTime();
        int resumedAt;
        long recovery;
        List<String> lost;
        try (StateManager<Tree> manager = States.open(store)) {
            Tenant<Tree> tenant = States.tenant(manager);
            resumedAt = readSomething(tenant.state());
            recovery = System.nanoTime() - opening;
            lost = lost(tenant, resumedAt);
        }
        runToTheEnd();
        return new Outcome(killedAt, resumedAt, before, lost, applied, replayNanos, recovery);
    }

    /** Reads a file of the state, so that more than the root is loaded; gives the commit's number. */
    static int readSomething(Tree tree) {
        if (!tree.files().isEmpty()) {
            tree.files().head();
        }
        return tree.number();
    }

    private int runUntilKilled() {
        int lead = Math.max(1, Math.min(LONGEST_LEAD, history.size() / 10));
        int killAt = Math.max(1, history.size() / 5 + random.nextInt(Math.max(1, history.size() * 3 / 5)));
        try (ChildProcess child = start(lead)) {
            long started = System.nanoTime();
            int reached = 0;
            while (reached < killAt) {
                ReplayEvent event = next(child);
                if (event instanceof ReplayEvent.StartsAfter starts) {
                    started = System.nanoTime();
                    killAt = Math.max(killAt, starts.number());
                    reached = starts.number();
                } else if (event instanceof ReplayEvent.Applied one) {
                    reached = one.number();
                } else if (event instanceof ReplayEvent.Done) {
                    break;
                }
            }
            replayNanos += System.nanoTime() - started;
            // The child is up to `lead` commits ahead by now, or at work on one: anywhere between two instructions.
            LockSupport.parkNanos(random.nextInt(3_000_000));
            child.kill();
            for (Option<ReplayEvent> rest = child.next(); rest.isDefined(); rest = child.next()) {
                note(rest.get());
                if (rest.get() instanceof ReplayEvent.Applied one) {
                    reached = one.number();
                }
            }
            return reached;
        }
    }

    private void runToTheEnd() {
        try (ChildProcess child = start(LONGEST_LEAD * 4)) {
            long started = System.nanoTime();
            while (true) {
                ReplayEvent event = next(child);
                if (event instanceof ReplayEvent.StartsAfter) {
                    started = System.nanoTime();
                } else if (event instanceof ReplayEvent.Done) {
                    break;
                }
            }
            replayNanos += System.nanoTime() - started;
            child.dismiss();
        }
    }

    private ChildProcess start(int lead) {
        return ChildProcess.start(new ReplayOrder(history.folder(), store, history.size(), every, lead));
    }

    private ReplayEvent next(ChildProcess child) {
        ReplayEvent event = child.next()
                .getOrElseThrow(() -> new ReplayException(
                        "the replaying process ended before the replay did; its own words are above"));
        if (event instanceof ReplayEvent.Failed failed) {
            throw new ReplayException(failed.message());
        }
        note(event);
        if (event instanceof ReplayEvent.Applied) {
            child.goOn();
        }
        return event;
    }

    private void note(ReplayEvent event) {
        if (event instanceof ReplayEvent.StartsAfter starts) {
            progress.at(starts.number());
        } else if (event instanceof ReplayEvent.Applied one) {
            applied++;
            progress.at(one.number());
        } else if (event instanceof ReplayEvent.Acknowledged one) {
            acknowledged.add(one);
        }
    }

    /** What was acknowledged and is not there, or not what it was; and a head behind what was acknowledged. */
    private List<String> lost(Tenant<Tree> tenant, int resumedAt) {
        List<String> lost = new ArrayList<>();
        for (ReplayEvent.Acknowledged one : acknowledged) {
            String commit = history.commitAt(one.number()).id();
            if (!tenant.find(SnapshotRef.id(one.id())).flatMap(States::commitOf).contains(commit)) {
                lost.add("the snapshot " + one.id() + " of commit " + commit
                        + " was acknowledged before the kill, and is not there after it");
            }
        }
        int newest = acknowledged.stream()
                .mapToInt(ReplayEvent.Acknowledged::number)
                .max()
                .orElse(0);
        if (resumedAt < newest) {
            lost.add("the head stands at commit number " + resumedAt + " after the kill, behind the snapshot of number "
                    + newest + " that was acknowledged");
        }
        return lost;
    }
}
