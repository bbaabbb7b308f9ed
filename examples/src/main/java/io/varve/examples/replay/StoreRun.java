package io.varve.examples.replay;

import io.varve.SnapshotInfo;
import io.varve.StateManager;
import io.varve.Tenant;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * All that happens to one store: replay, with a kill if the store is durable; verification against git; rollbacks, with
 * another reopening if it is durable.
 */
final class StoreRun {

    private final String name;
    private final String url;
    private final History history;
    private final int every;
    private final int randomChecks;
    private final Random random;
    private final PrintWriter out;

    StoreRun(String name, String url, History history, int every, int randomChecks, Random random, PrintWriter out) {
        this.name = name;
        this.url = url;
        this.history = history;
        this.every = every;
        this.randomChecks = randomChecks;
        this.random = random;
        this.out = out;
    }

    StoreResult run() {
        return States.isDurable(url) ? withKill() : inThisProcess();
    }

    private StoreResult withKill() {
        InterruptedReplay.Outcome outcome;
        try (Progress progress = Progress.start(out, name, history.size())) {
            outcome = new InterruptedReplay(history, url, every, random, progress).run();
        }
        say("killed when commit %,d was reported; reopened in %s at commit %,d; all of %,d acknowledged snapshots %s"
                .formatted(
                        outcome.killedAt(),
                        ResultTable.time(outcome.recoveryNanos()),
                        outcome.resumedAt(),
                        outcome.acknowledged(),
                        outcome.lost().isEmpty() ? "are there" : "SHOULD BE THERE"));
        Rollbacks rollbacks = new Rollbacks(history, random);
        Verification.Report report;
        int snapshots;
        try (StateManager<Tree> manager = States.open(url)) {
            Tenant<Tree> tenant = States.tenant(manager);
            report = new Verification(history, tenant, random).run(randomChecks);
            rollbacks.run(tenant);
            snapshots = tenant.snapshots().size();
        }
        long reopened = rollbacks.runAcrossReopening(url);
        List<String> problems = new ArrayList<>(outcome.lost());
        problems.addAll(report.differences());
        return result(
                perSecond(outcome.applied(), outcome.replayNanos()),
                snapshots,
                Option.some(reopened),
                report,
                rollbacks,
                problems);
    }

    private StoreResult inThisProcess() {
        say("not durable: replayed in this process, without a kill");
        try (StateManager<Tree> manager = States.open(url)) {
            Tenant<Tree> tenant = States.tenant(manager);
            long start = System.nanoTime();
            int before = tenant.state().number();
            try (Progress progress = Progress.start(out, name, history.size())) {
                new Replay(history, tenant, every, new ProgressListener(progress)).run();
            }
            double perSecond = perSecond(history.size() - before, System.nanoTime() - start);
            Verification.Report report = new Verification(history, tenant, random).run(randomChecks);
            Rollbacks rollbacks = new Rollbacks(history, random);
            rollbacks.run(tenant);
            return result(perSecond, tenant.snapshots().size(), Option.none(), report, rollbacks, report.differences());
        }
    }

    private StoreResult result(
            double perSecond,
            int snapshots,
            Option<Long> reopened,
            Verification.Report report,
            Rollbacks rollbacks,
            List<String> problems) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(rollbacks.differences());
        return new StoreResult(
                name,
                perSecond,
                snapshots,
                DiskUse.of(url),
                rollbacks.medianNanos(),
                reopened,
                report.trees() + rollbacks.trees(),
                report.entries() + rollbacks.entries(),
                all);
    }

    private void say(String text) {
        out.println("  " + name + ": " + text);
        out.flush();
    }

    private static double perSecond(int commits, long nanos) {
        return nanos == 0 ? 0 : commits * 1e9 / nanos;
    }

    private record ProgressListener(Progress progress) implements ReplayListener {
        @Override
        public void startsAfter(int number) {
            progress.at(number);
        }

        @Override
        public void applied(int number) {
            progress.at(number);
        }

        @Override
        public void acknowledged(SnapshotInfo info, int number) {}
    }
}
