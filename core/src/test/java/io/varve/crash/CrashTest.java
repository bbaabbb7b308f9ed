package io.varve.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.varve.Backend;
import io.varve.Durability;
import io.varve.spi.StoreException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a program that writes, again and again on the same data, and looks at what is there afterwards. {@code
 * -Dvarve.seed=…} repeats a run; one run in four encrypts; {@code -Psoak} makes it a long one.
 */
@ParameterizedClass
@EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {

    private static final boolean SOAK = Boolean.getBoolean("varve.soak");
    private static final int ROUNDS = SOAK ? 60 : 3;

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatIsThereAfterAKillIsWhatTheModePromises(Durability mode) throws Exception {
        Long only = Long.getLong("varve.seed");
        long seed = only == null ? new Random().nextLong() : only;
        Random random = new Random(seed);
        int firstSweep = SOAK ? 0 : random.nextInt(360);
        boolean encrypted = random.nextInt(4) == 0;
        String name = "CrashTest " + backend + " " + mode + (encrypted ? ", encrypted: " : ": ");
        System.out.println(name + "seed " + seed + " (again: -Dvarve.seed=" + seed + ")");
        CrashRun run = new CrashRun(backend, mode, encrypted, folder, seed, firstSweep);
        run.run(ROUNDS);
        System.out.println(name + run.summary());
    }

    @Test
    void dataThatAnotherProcessHasOpenIsRefusedUntilThatProcessEnds() throws Exception {
        assumeTrue(backend.isOfOneProcess(), "many processes may have a database open");
        KillPoint point = new KillPoint(KillPoint.How.AT_RANDOM, 1);
        try (Victim victim = Victim.start(backend.url(folder), folder.resolve("stderr"))) {
            victim.order(new CrashChild.Order(Durability.ON_SNAPSHOT, false, 0, 1, point));
            assertThat(victim.readWords()).startsWith("=", "acme");

            assertThatThrownBy(() -> backend.open(folder).close())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                    .hasMessageContaining(folder.toString());
            // It goes on working.
            for (String[] words = victim.readWords(); !words[0].equals("!"); words = victim.readWords()) {
                assertThat(words[0]).isIn("=", "?");
            }
        }
        backend.open(folder).close();
    }
}
