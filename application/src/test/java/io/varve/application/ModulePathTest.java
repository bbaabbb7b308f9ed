package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.modulepath.ModulePathProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other tests run on the class path, where modules hide nothing. */
final class ModulePathTest {

    @TempDir
    private Path folder;

    @Test
    void the_state_is_stored_by_modules_although_its_indexes_are_hidden_and_without_jackson()
            throws IOException, InterruptedException {
        List<String> entries =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        String tests = Path.of(ModulePathProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        String modules = entries.stream()
                .filter(entry -> !Path.of(entry).toString().equals(tests))
                .filter(entry ->
                        !entry.matches(".*(jackson|junit|assertj|opentest4j|apiguardian|byte-buddy|surefire).*"))
                .collect(Collectors.joining(File.pathSeparator));
        Path output = folder.resolve("output");

        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modules,
                        "--add-modules",
                        "io.varve.application,io.varve.store.memory",
                        "-cp",
                        tests,
                        ModulePathProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();

        assertThat(Files.readString(output)).contains("module io.varve.application: ada");
        assertThat(code).isZero();
    }
}
