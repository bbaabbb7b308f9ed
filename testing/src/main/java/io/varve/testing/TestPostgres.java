package io.varve.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server that all tests of one Maven build share, in whatever JVM they run. It starts when it is first
 * asked for, with {@code fsync} and {@code synchronous_commit} on, and is gone with its folder when the build's Maven
 * process has ended, in whatever way; outside Maven, when the JVM of the tests has.
 *
 * <p>Thread-safe.
 */
public final class TestPostgres {

    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    private static @Nullable ServerProcess shared;

    private TestPostgres() {}

    /** The URL of the server's database {@code postgres}, with its superuser, who needs no password. */
    public static String url() {
        return shared().url("postgres");
    }

    /** Makes an empty schema, which is dropped when it is closed. */
    public static TestSchema freshSchema() {
        return TestSchema.in(url());
    }

    static synchronized ServerProcess shared() {
        if (shared == null) {
            ProcessHandle build = build();
            shared = of(build, folderOf(build).resolve(ServerProcess.BINARIES));
        }
        return shared;
    }

    /** The server that belongs to a process; it is started unless another JVM has. */
    static ServerProcess of(ProcessHandle owner, Path binaries) {
        Path folder = folderOf(owner);
        try {
            Files.createDirectories(folder);
            try (FileChannel file = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (!lock.isValid()) {
                    throw new IllegalStateException("the lock of " + folder + " is lost");
                }
                Optional<ServerProcess> running = ServerProcess.running(folder);
                return running.isPresent() ? running.get() : ServerProcess.start(owner, folder, binaries, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't start PostgreSQL for tests in " + folder, e);
        }
    }

    /** Named by the process and its start, since numbers of processes are used again. */
    static Path folderOf(ProcessHandle owner) {
        long start = owner.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return Path.of(System.getProperty("java.io.tmpdir"), "varve-postgres-" + owner.pid() + "-" + start);
    }

    /** The nearest Maven process above this one, or this one. */
    private static ProcessHandle build() {
        return Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        each -> each.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(TestPostgres::isMaven)
                .findFirst()
                .orElse(ProcessHandle.current());
    }

    private static boolean isMaven(ProcessHandle process) {
        return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(MAVEN::equals);
    }
}
