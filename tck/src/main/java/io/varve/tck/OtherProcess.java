package io.varve.tck;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A second JVM on the same class path, which opens stores by URL and is called from here. It ends when this one does, as
 * its standard input ends then.
 */
final class OtherProcess {

    private static @Nullable OtherProcess running;

    private final Process process;
    private final Path printed;
    private final RemoteConnection connection;

    private OtherProcess() throws IOException {
        printed = Files.createTempFile("varve-tck-", ".txt");
        printed.toFile().deleteOnExit();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        OtherProcess.class.getName())
                .redirectError(printed.toFile())
                .start();
        connection = new RemoteConnection(process.getInputStream(), process.getOutputStream());
    }

    /** The process that all tests of this JVM share; started by the first who needs it, or after it was killed. */
    static synchronized OtherProcess shared() {
        if (running == null || !running.process.isAlive() || !running.connection.isAlive()) {
            try {
                running = new OtherProcess();
            } catch (IOException e) {
                throw new AssertionError("a second JVM can't be started: " + e, e);
            }
        }
        return running;
    }

    /** Opens a store there. */
    SnapshotStore open(String url) {
        try {
            return RemoteStore.open(connection, url);
        } catch (RemoteConnection.GoneException e) {
            throw new AssertionError("the other process ended; it printed: " + printed(), e);
        }
    }

    /** Ends the process at once, whatever it is doing, as a loss of power would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("process " + process.pid() + " was killed and does not end");
        }
    }

    private String printed() {
        try {
            return Files.readString(printed, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Modules are found on the class path as well as on the module path, and providers by {@code META-INF/services}. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path"))
                .filter(Objects::nonNull)
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * What the other process does. What a store prints goes to standard error, since standard output is the line.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        OutputStream answers = System.out;
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        RemoteServer.serve(System.in, answers, SnapshotStores::open);
    }
}
