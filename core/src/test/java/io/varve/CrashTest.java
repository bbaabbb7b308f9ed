package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.StoreException;
import io.vavr.collection.Seq;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a program that writes, again and again on the same data, and looks at what is there afterwards. */
@ParameterizedClass
@EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {

    private static final int ROUNDS = 3;

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    /**
     * One call of the child.
     *
     * @param kind which
     * @param count of the head afterwards
     * @param name of the snapshot
     */
    private record Step(String kind, long count, String name) {}

    /**
     * What the child said before it was killed.
     *
     * @param steps what it was about to do, all but perhaps the last of it done
     * @param acknowledged how many of them were done
     */
    private record Report(List<Step> steps, int acknowledged) {

        /** The steps after which the data may have been left, the earliest being the last that had to be durable. */
        List<Step> since(Set<String> durableKinds) {
            int from = acknowledged - 1;
            while (!durableKinds.contains(steps.get(from).kind())) {
                from--;
            }
            return steps.subList(from, steps.size());
        }

        List<String> snapshots(int limit) {
            return steps.subList(0, limit).stream()
                    .filter(step -> step.kind().equals("SNAPSHOT"))
                    .map(Step::name)
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatIsThereAfterAKillIsWhatTheModePromises(Durability mode) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CrashTest " + backend + " " + mode + " seed " + seed);
        Random random = new Random(seed);
        List<String> before = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Report report = runAndKill(mode, round, random);
            try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                    .store(backend.open(folder))
                    .initialState(Ledger.EMPTY)
                    .durability(mode)
                    .open()) {
                Tenant<Ledger> tenant = states.tenant("acme");
                String description = "seed " + seed + ", round " + round + ", " + report.acknowledged()
                        + " acknowledged, last: "
                        + report.steps()
                                .subList(
                                        Math.max(0, report.steps().size() - 5),
                                        report.steps().size());
                checkEveryState(tenant, description);
                checkAudit(tenant, description);
                List<String> names =
                        tenant.snapshots().flatMap(SnapshotInfo::name).asJava();
                assertThat(firstOf(names, before.size())).as(description).isEqualTo(before);
                List<String> added = names.subList(before.size(), names.size());
                switch (mode) {
                    case EVERY_TRANSITION -> checkEveryTransition(tenant, report, added, description);
                    case ON_SNAPSHOT -> checkOnSnapshot(tenant, report, added, description);
                    case ASYNC -> checkAsync(tenant, report, added, description);
                }
                before = new ArrayList<>(names);
            }
        }
    }

    private static List<String> firstOf(List<String> all, int count) {
        return all.subList(0, Math.min(count, all.size()));
    }

    /** Each state is one that the child computed, whole. */
    private static void checkEveryState(Tenant<Ledger> tenant, String description) {
        assertThat(tenant.state())
                .as("head; " + description)
                .isEqualTo(CrashChild.model(tenant.state().count()));
        Seq<SnapshotInfo> snapshots = tenant.snapshots();
        for (SnapshotInfo info : snapshots) {
            Ledger state = tenant.at(SnapshotRef.id(info.id())).state();
            assertThat(state).as(info.label() + "; " + description).isEqualTo(CrashChild.model(state.count()));
        }
    }

    /** All changes of the child are listed, and lead to the head that was found. */
    private static void checkAudit(Tenant<Ledger> tenant, String description) {
        long version = 0;
        long count = 0;
        for (AuditEntry entry : tenant.audit()) {
            assertThat(entry.versionBefore())
                    .as("no change is missing before " + entry + "; " + description)
                    .isEqualTo(version);
            version = entry.versionAfter();
            count = entry.kind() == AuditKind.ROLLBACK
                    ? tenant.at(SnapshotRef.id(entry.snapshotId().get()))
                            .state()
                            .count()
                    : Long.parseLong(entry.metadata().get("count").get());
        }
        assertThat(count)
                .as("the count after the last change that is listed; " + description)
                .isEqualTo(tenant.state().count());
    }

    private static void checkEveryTransition(
            Tenant<Ledger> tenant, Report report, List<String> added, String description) {
        checkAcknowledgedSnapshots(tenant, report, added, description);
        assertThat(report.since(Set.of("OPEN", "APPLY", "SNAPSHOT", "ROLLBACK")).stream()
                        .map(Step::count))
                .as("the head is as after the last acknowledged call or the one cut off; " + description)
                .contains(tenant.state().count());
    }

    private static void checkOnSnapshot(Tenant<Ledger> tenant, Report report, List<String> added, String description) {
        checkAcknowledgedSnapshots(tenant, report, added, description);
        Set<String> durable = Set.of("OPEN", "SNAPSHOT", "ROLLBACK");
        assertThat(report.since(durable).stream()
                        .filter(step -> durable.contains(step.kind()))
                        .map(Step::count))
                .as("the head is as after the last durable call or the one cut off; " + description)
                .contains(tenant.state().count());
    }

    private static void checkAcknowledgedSnapshots(
            Tenant<Ledger> tenant, Report report, List<String> added, String description) {
        List<String> acknowledged = report.snapshots(report.acknowledged());
        List<String> attempted = report.snapshots(report.steps().size());
        assertThat(List.of(acknowledged, attempted))
                .as("the snapshots are those acknowledged and perhaps the one cut off; " + description)
                .contains(added);
        for (Step step : report.steps().subList(0, report.acknowledged())) {
            if (step.kind().equals("SNAPSHOT")) {
                assertThat(tenant.at(SnapshotRef.named(step.name())).state())
                        .as(step.name() + "; " + description)
                        .isEqualTo(CrashChild.model(step.count()));
            }
        }
    }

    private static void checkAsync(Tenant<Ledger> tenant, Report report, List<String> added, String description) {
        List<String> attempted = report.snapshots(report.steps().size());
        assertThat(added)
                .as("the snapshots are the first ones taken; " + description)
                .isEqualTo(firstOf(attempted, added.size()));
        // The head is as after some step between the last snapshot that is there and the first that is not.
        Set<Long> possible = new HashSet<>();
        int snapshots = 0;
        for (Step step : report.steps()) {
            if (step.kind().equals("SNAPSHOT")) {
                snapshots++;
            }
            if (snapshots > added.size()) {
                break;
            }
            if (snapshots == added.size()) {
                possible.add(step.count());
            }
        }
        assertThat(possible)
                .as("counts of the head; " + description)
                .contains(tenant.state().count());
    }

    @Test
    void dataThatAnotherProcessHasOpenIsRefusedUntilThatProcessEnds() throws Exception {
        Process process = startChild(Durability.ON_SNAPSHOT, 0, 1);
        try (BufferedReader lines = output(process)) {
            assertThat(lines.readLine()).isEqualTo("! OPEN 0 - .");

            assertThatThrownBy(() -> backend.open(folder).close())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                    .hasMessageContaining(folder.toString());
            // It goes on working.
            assertThat(lines.readLine()).startsWith("?");
            assertThat(lines.readLine()).startsWith("!");
        } finally {
            process.destroyForcibly().waitFor();
        }
        backend.open(folder).close();
    }

    private Process startChild(Durability mode, int round, long seed) throws IOException {
        List<String> command = List.of(
                ChildJvm.java(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                backend.url(folder),
                mode.name(),
                Integer.toString(round),
                Long.toString(seed));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private Report runAndKill(Durability mode, int round, Random random) throws IOException, InterruptedException {
        Process process = startChild(mode, round, random.nextLong());
        List<Step> steps = new ArrayList<>();
        int acknowledged = 0;
        int killAfter = 1 + random.nextInt(250);
        try (BufferedReader lines = output(process)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length < 5) {
                    // The kill cut the line off.
                    break;
                }
                if (words[1].equals("OPEN") || words[0].equals("?")) {
                    steps.add(new Step(words[1], Long.parseLong(words[2]), words[3]));
                }
                if (words[0].equals("!")) {
                    acknowledged = steps.size();
                }
                if (acknowledged == killAfter) {
                    // Through its handle, since Process.destroyForcibly would also close what is still to be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(acknowledged)
                .as("calls of the child before it ended; it said " + ChildJvm.text(folder.resolve("stderr")))
                .isGreaterThanOrEqualTo(killAfter);
        return new Report(steps, acknowledged);
    }
}
