package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many processes on one PostgreSQL that count, take snapshots and collect garbage on the same tenants, of which one after
 * the other is killed and replaced. With {@code -Psoak} or {@code -Dvarve.soak=true}, hundreds are.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyProcessesTest {

    private static final boolean SOAK = Boolean.getBoolean("varve.soak");
    private static final int PROCESSES = SOAK ? 4 : 3;
    private static final int THREADS = SOAK ? 3 : 2;
    private static final int KILLS = Integer.getInteger("varve.kills", SOAK ? 300 : 4);
    private static final int MOST_COUNTED_BEFORE_A_KILL = 40;

    @TempDir
    Path folder;

    private final TestSchema schema = TestPostgres.freshSchema();

    @AfterEach
    void close() {
        schema.close();
    }

    @Test
    void whoeverIsKilledNoIncrementIsLostNoSnapshotDamagedAndNothingLeaks() throws Exception {
        long seed = Long.getLong("varve.race.seed", new Random().nextLong());
        System.out.println("ManyProcessesTest varve.race.seed=" + seed);
        Random random = new Random(seed);
        try (SharingProcesses processes =
                new SharingProcesses(schema.url(), folder, PROCESSES, THREADS, new Random(random.nextLong()))) {
            for (int kill = 0; kill < KILLS; kill++) {
                processes.killAndReplaceOne(1 + random.nextInt(MOST_COUNTED_BEFORE_A_KILL));
            }
            processes.awaitCounted(5);
            processes.stop();
            System.out.println("ManyProcessesTest: " + KILLS + " kills; " + processes.summary());
            processes.check();
            assertThat(processes.said("COLLECTED")).isPositive();
            assertThat(processes.failures()).isEmpty();
        }
    }
}
