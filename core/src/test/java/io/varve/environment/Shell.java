package io.varve.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a command of the system. */
final class Shell {

    private Shell() {}

    /**
     * Runs a command to its end.
     *
     * @throws IOException if it can't be run or fails, with what it said
     */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit + ": " + said.strip());
        }
    }
}
