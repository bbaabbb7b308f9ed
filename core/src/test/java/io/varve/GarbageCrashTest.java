package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a program while it deletes pages. */
@ParameterizedClass
@EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbageCrashTest {

    private static final int ROUNDS = 2;

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aKillWhilePagesAreDeletedLosesNothingAndTheNextCollectionFinishes(Durability mode) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("GarbageCrashTest " + backend + " " + mode + " seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String when = "seed " + seed + ", round " + round;
            runAndKill(mode, 1 + random.nextInt(25), when);
            SnapshotStore store = backend.open(folder);
            try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                    .store(store)
                    .initialState(GarbageCrashChild.model(0))
                    .durability(mode)
                    .open()) {
                Tenant<Ledger> tenant = states.tenant("acme");
                StoreCheck.of(store, "acme").requireNothingMissing(when);

                tenant.collectGarbage();

                StoreCheck.of(store, "acme").requireNothingMissing(when).requireNoGarbage(when);
                assertThat(tenant.state())
                        .as(when)
                        .isEqualTo(GarbageCrashChild.model(tenant.state().count()));
                assertThat(tenant.snapshots()).as(when).isNotEmpty();
                for (SnapshotInfo info : tenant.snapshots()) {
                    Ledger state = tenant.at(SnapshotRef.id(info.id())).state();
                    assertThat(state).as(when).isEqualTo(GarbageCrashChild.model(state.count()));
                }
            }
        }
    }

    private void runAndKill(Durability mode, int afterDeletes, String when) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        ChildJvm.java(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GarbageCrashChild.class.getName(),
                        backend.url(folder),
                        mode.name()))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        int deletes = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (deletes < afterDeletes && lines.readLine() != null) {
                deletes++;
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(deletes)
                .as(when + "; the child said " + ChildJvm.text(folder.resolve("stderr")))
                .isEqualTo(afterDeletes);
    }
}
