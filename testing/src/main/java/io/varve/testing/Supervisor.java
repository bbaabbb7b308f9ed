package io.varve.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The process that starts a server, waits for the end of the process that the server belongs to, then stops the server
 * and deletes its folder. It is a process of its own, so that a build that is killed leaves no server behind. Asked to
 * end itself, it stops the server and keeps the data.
 */
final class Supervisor {

    private static final Duration STARTUP = Duration.ofMinutes(2);

    private Supervisor() {}

    /** Arguments: the owner's process number, the folder, that of the programs, the port (0 for any). */
    public static void main(String[] arguments) throws IOException {
        long ownerPid = Long.parseLong(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Optional<ProcessHandle> owner = ProcessHandle.of(ownerPid);
        if (owner.isEmpty()) {
            throw new IllegalStateException("process " + ownerPid + ", to which the server belongs, has ended");
        }
        Path data = folder.resolve(ServerProcess.DATA);
        EmbeddedPostgres server = start(folder, Path.of(arguments[2]), data, Integer.parseInt(arguments[3]));
        long postmaster = postmaster(data);
        announce(folder, server.getPort(), postmaster);

        owner.get().onExit().join();
        server.close();
        // its way to stop gives up after five seconds
        ProcessHandle.of(postmaster).ifPresent(ProcessHandle::destroyForcibly);
        ServerProcess.awaitEnd(postmaster);
        Folders.delete(folder);
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

    /** The server's own file of its process number. */
    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    }

    private static void announce(Path folder, int port, long postmaster) throws IOException {
        Path complete = folder.resolve("ready.tmp");
        Files.writeString(complete, port + " " + ProcessHandle.current().pid() + " " + postmaster);
        Files.move(complete, folder.resolve(ServerProcess.READY), StandardCopyOption.ATOMIC_MOVE);
    }
}
