package io.varve.tck;

import io.varve.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The near end of a line to a {@link RemoteServer}. Thread-safe: each call waits for its own answer. */
final class RemoteConnection {

    /** How an answer begins. */
    static final long DONE = 0;

    static final long STORE_EXCEPTION = 1;
    static final long OTHER_EXCEPTION = 2;

    private final InputStream from;
    private final OutputStream to;
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, CompletableFuture<WireInput>> waiting = new ConcurrentHashMap<>();
    private volatile boolean gone;

    /** What a call throws when the other process has ended. */
    static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GoneException(String message) {
            super(message);
        }
    }

    RemoteConnection(InputStream from, OutputStream to) {
        this.from = from;
        this.to = to;
        Thread reader = new Thread(this::receive, "varve-tck-answers");
        reader.setDaemon(true);
        reader.start();
    }

    boolean isAlive() {
        return !gone;
    }

    /** How many calls were made. */
    long calls() {
        return calls.get();
    }

    /**
     * Makes a call and waits for its answer.
     *
     * @throws StoreException if the store there threw it
     * @throws GoneException if the other process ended before it had answered
     */
    WireInput call(RemoteOperation operation, Consumer<WireOutput> arguments) {
        long number = calls.incrementAndGet();
        CompletableFuture<WireInput> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        WireOutput request = new WireOutput().number(number).text(operation.name());
        arguments.accept(request);
        try {
            request.send(to);
        } catch (IOException e) {
            end();
        }
        if (gone) {
            end(); // for a call that came after the last answer
        }
        return open(operation, await(answer));
    }

    private static WireInput await(CompletableFuture<WireInput> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new GoneException("the other process ended before it had answered");
        }
    }

    private static WireInput open(RemoteOperation operation, WireInput answer) {
        long outcome = answer.number();
        if (outcome == STORE_EXCEPTION) {
            StoreException.Kind kind = StoreException.Kind.valueOf(answer.someText());
            throw new StoreException(kind, answer.someText() + " (in another process)");
        }
        if (outcome == OTHER_EXCEPTION) {
            throw new IllegalStateException(operation + " threw in another process: " + answer.someText());
        }
        return answer;
    }

    private void receive() {
        try {
            while (true) {
                WireInput answer = WireInput.receive(from);
                CompletableFuture<WireInput> asked = waiting.remove(answer.number());
                if (asked != null) {
                    asked.complete(answer);
                }
            }
        } catch (IOException e) {
            end();
        }
    }

    private void end() {
        gone = true;
        waiting.values().forEach(answer -> answer.completeExceptionally(new IOException("the line is dead")));
    }
}
