package io.varve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the programs are that tests start. */
public final class ChildJvm {

    /**
     * Lets a program start at little cost. Half of what that takes is to load classes, and a part of this is to verify
     * them, as the process of the tests has done by then.
     */
    private static final List<String> QUICKLY = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote",
            // Standard output is the programs' own, whatever a virtual machine thinks of these options.
            "-XX:+DisplayVMOutputToStderr");

    private ChildJvm() {}

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The command that starts a program on the class path of this process.
     *
     * @param megabytes the size of its heap
     * @param options more options of the virtual machine
     */
    public static List<String> command(int megabytes, List<String> options, Class<?> program, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(QUICKLY);
        command.add("-Xmx" + megabytes + "m");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
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
        List<String> command = command(megabytes, List.of("-XX:+ExitOnOutOfMemoryError"), program, arguments);
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
