package io.varve.examples.replay;

import io.vavr.control.Option;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link ReplayChild} as its parent sees it. Used by one thread. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader events;
    private final BufferedWriter orders;

    private ChildProcess(Process process) {
        this.process = process;
        this.events = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a JVM like this one, with the same class path. */
    static ChildProcess start(ReplayOrder order) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(ReplayChild.class.getName());
        command.addAll(order.arguments());
        try {
            ChildProcess child = new ChildProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            child.tell(order.store());
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next event, none once the process has ended. */
    Option<ReplayEvent> next() {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                Option<ReplayEvent> event = ReplayEvent.parse(line);
                if (event.isDefined()) {
                    return event;
                }
            }
            return Option.none();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the child apply one more commit. */
    void goOn() {
        tell("");
    }

    /** SIGKILL: no shutdown hook runs, nothing is flushed. What the child had said before can still be read. */
    void kill() {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would also close the pipe we still read
        await();
    }

    /** Lets the child close the store, and waits for its end. */
    void dismiss() {
        try {
            orders.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int code = await();
        if (code != 0) {
            throw new ReplayException("the replaying process did not close its store well: it ended with code " + code
                    + "; its own words are above");
        }
    }

    private void tell(String line) {
        try {
            orders.write(line);
            orders.newLine();
            orders.flush();
        } catch (IOException e) {
            // The child has ended; the end of its output says so too, and better.
        }
    }

    private int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplayException("interrupted while waiting for the replaying process", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
