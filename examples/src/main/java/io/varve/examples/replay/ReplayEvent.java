package io.varve.examples.replay;

import io.vavr.control.Option;
import java.util.List;

/**
 * What the child process tells its parent: one line each on its standard output. A line ends with a full stop of its own,
 * so that one which the kill cut in two is not taken for a whole one.
 */
sealed interface ReplayEvent {

    /** This as one line. */
    String line();

    /** The store is open; the replay goes on behind this commit. */
    record StartsAfter(int number) implements ReplayEvent {
        @Override
        public String line() {
            return "starts-after\t" + number + "\t.";
        }
    }

    /** A commit is applied. */
    record Applied(int number) implements ReplayEvent {
        @Override
        public String line() {
            return "applied\t" + number + "\t.";
        }
    }

    /** Varve has acknowledged a snapshot of a commit. */
    record Acknowledged(int number, String id) implements ReplayEvent {
        @Override
        public String line() {
            return "acknowledged\t" + number + "\t" + id + "\t.";
        }
    }

    /** The last commit is applied; the store is still open. */
    record Done() implements ReplayEvent {
        @Override
        public String line() {
            return "done\t.";
        }
    }

    /** The replay can't go on. */
    record Failed(String message) implements ReplayEvent {
        @Override
        public String line() {
            return "failed\t" + message.replaceAll("\\s+", " ") + "\t.";
        }
    }

    /** The event of a line; none for a line that was cut off, or was printed by something else. */
    static Option<ReplayEvent> parse(String line) {
        List<String> parts = List.of(line.split("\t", -1));
        if (parts.size() < 2 || !parts.get(parts.size() - 1).equals(".")) {
            return Option.none();
        }
        return switch (parts.get(0)) {
            case "starts-after" -> Option.some(new StartsAfter(Integer.parseInt(parts.get(1))));
            case "applied" -> Option.some(new Applied(Integer.parseInt(parts.get(1))));
            case "acknowledged" -> Option.some(new Acknowledged(Integer.parseInt(parts.get(1)), parts.get(2)));
            case "done" -> Option.some(new Done());
            case "failed" -> Option.some(new Failed(parts.get(1)));
            default -> Option.none();
        };
    }
}
