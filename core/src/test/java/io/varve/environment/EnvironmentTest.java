package io.varve.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.varve.Backend;
import io.varve.ChildJvm;
import io.varve.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the machine does to an open store, what a user reads of it, and that all goes on when the cause is gone. */
@ParameterizedClass
@EnumSource(
        value = Backend.class,
        names = {"ROCKSDB", "H2"})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EnvironmentTest {

    /** Mounts a small volume in a name space of the command's own, where that is allowed without being root. */
    private static final List<String> WITH_VOLUME = List.of(
            "unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=128m tmpfs \"$1\" && shift && exec \"$@\"", "sh");

    /** What a child has printed, by cause, mode and what it is about; one child does everything for a backend. */
    private static final Map<Backend, Map<String, String>> SAID = new EnumMap<>(Backend.class);

    private static String noVolume = "";

    @Parameter
    Backend backend;

    @TempDir
    static Path folder;

    private Map<String, String> said = Map.of();

    @BeforeEach
    void runOnce() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "prlimit and mounts are Linux's");
        if (!SAID.containsKey(backend)) {
            SAID.put(backend, run(backend, Files.createDirectory(folder.resolve(backend.name()))));
        }
        said = SAID.get(backend);
    }

    private static Map<String, String> run(Backend backend, Path volume) throws IOException {
        List<String> command = new ArrayList<>();
        try {
            List<String> trial = new ArrayList<>(WITH_VOLUME);
            trial.addAll(List.of(volume.toString(), "true"));
            Shell.run(trial.toArray(String[]::new));
            command.addAll(WITH_VOLUME);
            command.add(volume.toString());
        } catch (IOException e) {
            noVolume = "no volume can be mounted here: " + e.getMessage();
        }
        command.addAll(
                ChildJvm.command(384, List.of(), EnvironmentChild.class, backend.name(), volume, noVolume.isEmpty()));
        Path errors = folder.resolve(backend + "-stderr");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue())
                    .as(
                            "exit code of the child, which said %s, and on standard error %s",
                            output, ChildJvm.text(errors))
                    .isZero();
            Map<String, String> lines = new TreeMap<>();
            output.lines().forEach(line -> lines.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    private String said(Cause cause, Durability mode, String what) {
        return said.getOrDefault(cause + " " + mode + " " + what, "");
    }

    private void requireVolumeFor(Cause cause) {
        assumeTrue(noVolume.isEmpty() || !cause.needsVolume(), noVolume);
        assumeTrue(cause.concerns(backend), "once it is open, " + backend + " goes on without that");
    }

    private String inTheWordsOfTheSystem(Cause cause) {
        return switch (cause) {
            case DISK_FULL -> "No space left on device";
            case FILE_TOO_LARGE -> "File too large";
            case FOLDER_MOVED ->
                backend == Backend.H2 ? "was removed or moved while it was open" : "was removed, moved";
            case NO_HANDLES -> "Too many open files";
        };
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void aChangeThatCannotBeWrittenFailsAndSaysWhy(Cause cause) {
        requireVolumeFor(cause);
        assertThat(said(cause, Durability.EVERY_TRANSITION, "failure"))
                .startsWith("io.varve.StoreFailedException: could not ")
                .contains("tenant 'acme'")
                .contains(inTheWordsOfTheSystem(cause));
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void inTheBackgroundItIsToldToTheListenerAndThrownByTheNextChange(Cause cause) {
        requireVolumeFor(cause);
        for (String what : List.of("failure", "listener")) {
            assertThat(said(cause, Durability.ASYNC, what))
                    .startsWith("io.varve.StoreFailedException: could not ")
                    .contains("tenant 'acme'")
                    .contains(inTheWordsOfTheSystem(cause));
        }
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void theHeadStaysReadableAndChangesWorkAgainAtOnceWhenTheCauseIsGone(Cause cause) {
        requireVolumeFor(cause);
        assertThat(said(cause, Durability.EVERY_TRANSITION, "during")).isNotEmpty();
        assertThat(said(cause, Durability.EVERY_TRANSITION, "after"))
                .as("changes that were made then: this one, and perhaps the one that was in doubt")
                .isIn("1", "2");
        assertThat(said(cause, Durability.ASYNC, "after")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void nothingIsLostAlsoOfWhatWaitedInTheBackground(Cause cause) {
        requireVolumeFor(cause);
        for (Durability mode : List.of(Durability.EVERY_TRANSITION, Durability.ASYNC)) {
            assertThat(said(cause, mode, "found"))
                    .as("head and snapshots after opening again")
                    .isNotEmpty()
                    .isEqualTo(said(cause, mode, "expected"));
        }
    }

    @Test
    void aStoreOnAReadOnlyVolumeIsNotOpenedAndNotChanged() {
        requireVolumeFor(Cause.DISK_FULL);
        assertThat(said(Cause.DISK_FULL, Durability.EVERY_TRANSITION, "read-only"))
                .startsWith("io.varve.spi.StoreException: ")
                .contains(backend.name().toLowerCase(Locale.ROOT))
                .containsIgnoringCase("read-only file system");
    }

    @Test
    void aStoreIsNotOpenedWithoutHandlesAndNotChanged() {
        assertThat(said(Cause.FOLDER_MOVED, Durability.EVERY_TRANSITION, "without-handles"))
                .startsWith("io.varve.spi.StoreException: ")
                .contains("Too many open files");
    }
}
