package io.varve.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The process that starts a server, waits for the end of the process that the server belongs to, or of its own, then stops
 * the server and deletes its folder, unless there is a file {@value ServerProcess#KEEP} in it. It is a process of its own,
 * so that a build that is killed leaves no server behind.
 */
final class Supervisor {

    private static final Duration STARTUP = Duration.ofMinutes(2);

    private static final Duration STOPPING = Duration.ofSeconds(20);

    /** The server's own file of its process number, there while it runs. */
    private static final String POSTMASTER = "postmaster.pid";

    private Supervisor() {}

    /** Arguments: the owner's process number, the folder, that of the programs, the port (0 for any). */
    public static void main(String[] arguments) throws IOException {
        long ownerPid = Long.parseLong(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Optional<ProcessHandle> owner = ProcessHandle.of(ownerPid);
        if (owner.isEmpty()) {
            throw new IllegalStateException("process " + ownerPid + ", to which the server belongs, has ended");
        }
        // an interrupt from the keyboard and its like end the supervisor together with the build
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
        Path data = folder.resolve(ServerProcess.DATA);
        try {
            EmbeddedPostgres server = start(folder, Path.of(arguments[2]), data, Integer.parseInt(arguments[3]));
            announce(folder, server.getPort(), postmaster(data));
        } catch (IOException | RuntimeException | Error e) {
            // the one who started this reads the reason there
            Files.writeString(folder.resolve(ServerProcess.KEEP), "");
            throw e;
        }
        owner.get().onExit().join();
    }

    /** Ends what is left. The library has a hook of its own, which stops the server, but gives up after five seconds. */
    private static void end(Path folder) {
        try {
            Path data = folder.resolve(ServerProcess.DATA);
            if (Files.exists(data.resolve(POSTMASTER))) {
                ServerProcess.awaitEnd(postmaster(data), STOPPING);
            }
        } catch (IOException e) {
            System.err.println("could not see whether the server has stopped: " + e);
        }
        if (!Files.exists(folder.resolve(ServerProcess.KEEP))) {
            Folders.delete(folder);
        }
    }

    private static EmbeddedPostgres start(Path folder, Path binaries, Path data, int port) throws IOException {
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPGStartupWait(STARTUP)
                .setLocaleConfig("locale", "C")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.log").toFile()));
        // the library turns both off; what is tested is what users run
        server.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
        return server.start();
    }

    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve(POSTMASTER)).get(0).trim());
    }

    private static void announce(Path folder, int port, long postmaster) throws IOException {
        Path complete = folder.resolve("ready.tmp");
        Files.writeString(complete, port + " " + ProcessHandle.current().pid() + " " + postmaster);
        Files.move(complete, folder.resolve(ServerProcess.READY), StandardCopyOption.ATOMIC_MOVE);
    }
}
