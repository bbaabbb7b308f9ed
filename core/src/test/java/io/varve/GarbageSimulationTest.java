package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Collections between whose calls of the store anything may happen; thousands of runs with {@code -Dvarve.soak=true}. */
class GarbageSimulationTest {

    private static final boolean SOAK = Boolean.getBoolean("varve.soak");
    private static final int MINUTES = 60;
    private static final int RUNS = SOAK ? 20_000 : 200;

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverHappensBetweenTwoCallsOfTheStoreNothingNeededIsLostAndNothingElseIsKept() {
        long first = new Random().nextLong();
        GarbageSimulation.Counts counts = new GarbageSimulation.Counts();
        for (int run = 0; run < RUNS; run++) {
            runSeed(first + run, counts);
        }
        System.out.println("GarbageSimulationTest: " + RUNS + " runs from seed " + first + " on: " + counts);
        assertThat(counts.collections).isPositive();
        assertThat(counts.between).isPositive();
        assertThat(counts.deleted).isPositive();
        assertThat(counts.crashes).isPositive();
    }

    private static void runSeed(long seed, GarbageSimulation.Counts counts) {
        try {
            new GarbageSimulation(seed, counts).run();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + " of GarbageSimulation failed", e);
        }
    }
}
