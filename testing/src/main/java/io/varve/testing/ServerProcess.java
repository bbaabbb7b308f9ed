package io.varve.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server under its {@link Supervisor}, seen from a test. A folder holds all there is of both: {@value #READY} has the
 * server's port and the processes once it accepts connections, {@value #LOG} what the supervisor had to say.
 */
final class ServerProcess {

    static final String READY = "ready";
    static final String LOG = "supervisor.log";
    static final String DATA = "data";
    static final String KEEP = "keep";
    static final String BINARIES = "binaries";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final int port;
    private final long supervisor;
    private final long postmaster;

    private ServerProcess(Path folder, int port, long supervisor, long postmaster) {
        this.folder = folder;
        this.port = port;
        this.supervisor = supervisor;
        this.postmaster = postmaster;
    }

    /** The server that runs in a folder, if one does. */
    static Optional<ServerProcess> running(Path folder) throws IOException {
        Path ready = folder.resolve(READY);
        if (!Files.exists(ready)) {
            return Optional.empty();
        }
        String[] numbers = Files.readString(ready).split(" ", -1);
        ServerProcess process = new ServerProcess(
                folder, Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        return isAlive(process.supervisor) && isAlive(process.postmaster) ? Optional.of(process) : Optional.empty();
    }

    /**
     * Starts a server in a folder, on the data it finds there.
     *
     * @param owner when this process has ended, the server is stopped and the folder deleted
     * @param binaries where the server's programs are, or are unpacked
     * @param port the port, or 0 for any
     */
    static ServerProcess start(ProcessHandle owner, Path folder, Path binaries, int port) {
        try {
            Files.deleteIfExists(folder.resolve(READY));
            Files.deleteIfExists(folder.resolve(KEEP));
            Process supervisor = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Supervisor.class.getName(),
                            Long.toString(owner.pid()),
                            folder.toString(),
                            binaries.toString(),
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    // not a pipe, which would tie the supervisor to this JVM
                    .redirectOutput(folder.resolve(LOG).toFile())
                    .start();
            return awaitReady(folder, supervisor);
        } catch (IOException e) {
            throw new UncheckedIOException("can't start PostgreSQL for tests in " + folder, e);
        }
    }

    private static ServerProcess awaitReady(Path folder, Process supervisor) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ServerProcess> running = running(folder);
            if (running.isPresent()) {
                return running.get();
            }
            try {
                if (supervisor.waitFor(20, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        Files.writeString(folder.resolve(KEEP), "");
        supervisor.destroy();
        awaitEnd(supervisor.pid(), PATIENCE);
        String said = Files.readString(folder.resolve(LOG));
        Folders.delete(folder);
        throw new IllegalStateException("PostgreSQL for tests did not start. PostgreSQL refuses to run as root; then"
                + " 'unshare -U' is used, which this machine must allow. The supervisor said:\n" + said);
    }

    int port() {
        return port;
    }

    String url(String user) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=" + user;
    }

    /** Stops the server and its supervisor, and keeps the data. */
    void stop() {
        try {
            Files.writeString(folder.resolve(KEEP), "");
        } catch (IOException e) {
            throw new UncheckedIOException("can't stop the server in " + folder, e);
        }
        ProcessHandle.of(supervisor).ifPresent(process -> {
            process.destroy();
            awaitEnd(supervisor, PATIENCE);
        });
        awaitEnd(postmaster, PATIENCE);
    }

    /** Kills the server, then ends its supervisor. */
    void kill() {
        awaitEnd(postmaster, Duration.ZERO);
        stop();
    }

    Path folder() {
        return folder;
    }

    Path binaries() {
        return folder.resolve(BINARIES);
    }

    /** Waits for the end of a process, and kills it if it does not come in time. */
    static void awaitEnd(long process, Duration patience) {
        ProcessHandle.of(process).ifPresent(handle -> {
            try {
                handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | InterruptedException | ExecutionException e) {
                handle.destroyForcibly();
                handle.onExit().join();
            }
        });
    }

    static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }
}
