package io.varve.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link CrashChild}, started in advance and killed once it has come to the point. */
final class Victim implements AutoCloseable {

    /** 128 and the number of {@code SIGKILL}. */
    private static final int KILLED = 137;

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private Victim(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the program, which then waits for its order. */
    static Victim start(String url, Path errors) throws IOException {
        List<String> command = ChildJvm.command(256, List.of(), CrashChild.class, url);
        return new Victim(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    void order(CrashChild.Order order) throws IOException {
        BufferedWriter input =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        input.write(order + "\n");
        input.flush();
    }

    /** The next line that was said, word by word; null at the end, or if the kill cut the line off. */
    String @Nullable [] readWords() throws IOException {
        String line = output.readLine();
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", -1);
        boolean isWhole = line.equals(CrashChild.KILL_ME) || words[words.length - 1].equals(".");
        return isWhole ? words : null;
    }

    /** Kills it as {@code kill -9} does. What it has said before is still to be read. */
    void kill() {
        // Through its handle, since Process.destroyForcibly would also close what is still to be read.
        process.toHandle().destroyForcibly();
    }

    /** Waits until it is gone, and finds out whether it ended as it was to. */
    void requireEnded(KillPoint point, String when) throws IOException, InterruptedException {
        int exit = process.waitFor();
        assertThat(exit)
                .as("exit code of the child, which said on standard error: " + ChildJvm.text(errors) + "; " + when)
                .isEqualTo(point.isByParent() ? KILLED : MortalStore.HALTED);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
