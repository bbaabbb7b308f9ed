package io.varve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the programs are that tests start. */
public final class ChildJvm {

    private ChildJvm() {}

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * What became of a program.
     *
     * @param exit its exit code
     * @param output what it printed
     * @param told for messages: what it printed on standard error
     */
    record Outcome(int exit, String output, String told) {}

    /**
     * Runs a program in a small heap to its end.
     *
     * @param errors where what it prints on standard error goes
     */
    static Outcome runInSmallHeap(int megabytes, Path errors, Class<?> program, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx" + megabytes + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            return new Outcome(exit, output, "what the child printed; on standard error: " + text(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a program wrote to a file, or nothing. */
    public static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
