package io.varve.examples.replay;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints results, one store a line. */
final class ResultTable {

    private static final String ROW = "%-10s %10s %10s %12s %14s %10s %10s %8s %12s  %s%n";

    private ResultTable() {}

    static void print(PrintWriter out, List<StoreResult> results) {
        out.printf(
                ROW,
                "store",
                "commits/s",
                "snapshots",
                "on disk",
                "per snapshot",
                "rollback",
                "reopen",
                "trees",
                "entries",
                "equal to git");
        for (StoreResult result : results) {
            out.printf(
                    ROW,
                    result.store(),
                    "%,.0f".formatted(result.commitsPerSecond()),
                    "%,d".formatted(result.snapshots()),
                    result.bytesOnDisk().map(ResultTable::bytes).getOrElse("-"),
                    result.bytesOnDisk()
                            .map(bytes -> bytes(bytes / Math.max(1, result.snapshots())))
                            .getOrElse("-"),
                    time(result.rollbackNanos()),
                    result.reopenNanos().map(ResultTable::time).getOrElse("-"),
                    "%,d".formatted(result.trees()),
                    "%,d".formatted(result.entries()),
                    result.problems().isEmpty() ? "yes" : "NO");
        }
        out.flush();
    }

    static String time(long nanos) {
        return nanos < 1_000_000
                ? String.format(Locale.ROOT, "%.0f µs", nanos / 1e3)
                : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String bytes(long bytes) {
        return bytes < 10_000 ? "%,d B".formatted(bytes) : "%,d KB".formatted(bytes / 1000);
    }
}
