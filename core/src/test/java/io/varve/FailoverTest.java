package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three PostgreSQL servers in synchronous quorum replication, of which the primary is killed under load. Runs with {@code
 * -Pfailover} or {@code -Dvarve.failover=true}, and needs PostgreSQL's server programs, see {@code
 * core/src/test/failover/cluster.sh}.
 */
@EnabledIfSystemProperty(named = "varve.failover", matches = "true")
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailoverTest {

    private static final int NODES = 3;
    private static final int PROCESSES = 3;
    private static final int THREADS = 2;
    private static final int COUNTED_BEFORE = 30;
    private static final int COUNTED_AFTER = 30;

    @TempDir
    Path folder;

    private final int port = freePorts();

    @BeforeEach
    void startCluster() throws Exception {
        cluster("start", Integer.toString(port));
    }

    @AfterEach
    void stopCluster() throws Exception {
        cluster("stop");
    }

    /** The first of three ports that are free now. */
    private static int freePorts() {
        Random random = new Random();
        while (true) {
            int first = 20_000 + random.nextInt(10_000);
            if (isFree(first) && isFree(first + 1) && isFree(first + 2)) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void cluster(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("src/test/failover/cluster.sh", command));
        line.add(folder.resolve("cluster").toString());
        line.addAll(List.of(arguments));
        // Not a pipe, which the servers would keep open.
        Path said = folder.resolve(command + ".out");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int exit = process.waitFor();
        System.out.print(Files.readString(said));
        assertThat(exit).as("exit code of " + line).isZero();
    }

    private String url() {
        StringBuilder hosts = new StringBuilder();
        for (int node = 0; node < NODES; node++) {
            hosts.append(node == 0 ? "" : ",").append("127.0.0.1:").append(port + node);
        }
        return "jdbc:postgresql://" + hosts
                + "/postgres?user=postgres&targetServerType=primary&hostRecheckSeconds=1&connectTimeout=2";
    }

    /** A quick promotion comes while calls are still being repeated; with a late one, writers are told of the outage. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writersGoOnOnThePromotedReplicaAndNothingAcknowledgedIsMissing(boolean late) throws Exception {
        long seed = Long.getLong("varve.race.seed", new Random().nextLong());
        System.out.println("FailoverTest varve.race.seed=" + seed + (late ? ", late promotion" : ", quick promotion"));
        try (SharingProcesses processes = new SharingProcesses(url(), folder, PROCESSES, THREADS, new Random(seed))) {
            processes.awaitCounted(COUNTED_BEFORE);
            System.out.println("FailoverTest before: " + processes.summary());
            cluster("kill", "1");
            if (late) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> !processes.failures().isEmpty());
            }
            long promoting = System.nanoTime();
            cluster("promote");
            processes.awaitCounted(COUNTED_AFTER);
            Duration awaited = Duration.ofNanos(System.nanoTime() - promoting);
            processes.stop();
            System.out.println("FailoverTest after: " + processes.summary() + "; " + awaited.toSeconds()
                    + " s after the promotion began, each writer had counted " + COUNTED_AFTER + " times more");
            processes.check();
            assertThat(processes.failures().keySet()).isSubsetOf(Kind.UNAVAILABLE, Kind.OUTCOME_UNKNOWN);
        }
    }
}
