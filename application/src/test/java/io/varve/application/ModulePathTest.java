package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.modulepath.ModulePathProgram;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other tests run on the class path, where modules hide nothing. */
final class ModulePathTest {

    @TempDir
    private Path folder;

    @Test
    void a_module_that_requires_this_one_compiles_without_jackson() throws IOException {
        Path source = Files.writeString(
                folder.resolve("module-info.java"), "module consumer { requires io.varve.application; }");
        ByteArrayOutputStream messages = new ByteArrayOutputStream();

        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-proc:none",
                        "--module-path",
                        modulesWithoutJackson(),
                        "-d",
                        folder.toString(),
                        source.toString());

        assertThat(messages.toString(StandardCharsets.UTF_8)).doesNotContain("error");
        assertThat(code).isZero();
    }

    @Test
    void the_state_is_stored_by_modules_although_its_indexes_are_hidden_and_without_jackson()
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");

        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modulesWithoutJackson(),
                        "--add-modules",
                        "io.varve.application,io.varve.store.memory",
                        "-cp",
                        testClasses(),
                        ModulePathProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();

        assertThat(Files.readString(output)).contains("module io.varve.application: ada", "sessions.byId[\"s-1\"]");
        assertThat(code).isZero();
    }

    private static String testClasses() {
        return Path.of(ModulePathProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private static String modulesWithoutJackson() {
        String tests = testClasses();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toString().equals(tests))
                .filter(entry ->
                        !entry.matches(".*(jackson|junit|assertj|opentest4j|apiguardian|byte-buddy|surefire).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
