package io.varve.bench;

import io.varve.bench.command.BenchCommand;

/** What {@code java -jar benchmarks.jar} starts. */
public final class Main {

    private Main() {}

    /**
     * Runs a command, or JMH with the given options, and ends the JVM with the exit code.
     *
     * @param args {@code --help} tells
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // charts are files
        System.exit(BenchCommand.run(args));
    }
}
