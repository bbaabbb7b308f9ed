package io.varve.bench.job;

import io.varve.bench.job.subject.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What is written with a snapshot: how many bytes the kernel counts for the processes of the subject on their way to
 * storage ({@code write_bytes} in {@code /proc/<pid>/io}, see proc(5)). That is the same for all, whether they write files
 * or maps or are a server, logs and compaction included; it comes in pages of the file system, and a page that is written
 * twice between two syncs counts once. Where there is no such file, or nothing was measured, it is not a number.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
@SuppressWarnings("NullAway.Init") // JMH calls run()
public class Written {

    private BenchmarkParams run;
    private @Nullable Subject subject;
    private long snapshots;
    private double bytesBefore;
    private double pagesBefore;
    private double bytes;
    private double pages;

    /** Remembers how many iterations there are. */
    @Setup(Level.Trial)
    public void run(BenchmarkParams params) {
        run = params;
    }

    /** Forgets the last iteration. */
    @Setup(Level.Iteration)
    public void forget() {
        subject = null;
        snapshots = 0;
    }

    /** Counts one snapshot; before the first of an iteration, it looks what was written until then. */
    void beforeSnapshot(Subject writing) {
        if (subject == null) {
            subject = writing;
            bytesBefore = bytes(writing);
            pagesBefore = pages(writing);
        }
        snapshots++;
    }

    /** Looks what was written in this iteration. */
    @TearDown(Level.Iteration)
    public void look() {
        if (subject != null) {
            bytes = (bytes(subject) - bytesBefore) / snapshots;
            pages = (pages(subject) - pagesBefore) / snapshots;
        }
    }

    private static double bytes(Subject subject) {
        return subject.processes().mapToDouble(Written::bytes).sum();
    }

    private static double bytes(ProcessHandle process) {
        Path io = Path.of("/proc", Long.toString(process.pid()), "io");
        try {
            return Files.readAllLines(io).stream()
                    .filter(line -> line.startsWith("write_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                    .sum();
        } catch (NoSuchFileException e) {
            // A connection's process that is gone has no part in the next look; where there is no /proc, nobody has.
            return Files.isDirectory(Path.of("/proc/self")) ? 0 : Double.NaN;
        } catch (IOException e) {
            throw new UncheckedIOException("can't see what process " + process.pid() + " wrote", e);
        }
    }

    private static double pages(Subject subject) {
        return subject.pagesWritten().isPresent() ? subject.pagesWritten().getAsLong() : Double.NaN;
    }

    /** {@return bytes for each snapshot} */
    public double bytesPerSnapshot() {
        return Share.of(bytes, run);
    }

    /** {@return pages for each snapshot, where the subject counts any} */
    public double pagesPerSnapshot() {
        return Share.of(pages, run);
    }
}
