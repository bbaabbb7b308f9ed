package io.varve.examples.replay;

import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a replay is: a bar on a terminal, a few plain lines in a log. */
sealed interface Progress extends AutoCloseable {

    /** So many steps are done. */
    void at(int step);

    @Override
    void close();

    /**
     * Begins to show progress.
     *
     * @param out where the lines of a log go; the bar goes to standard error
     * @param task what is being done
     * @param steps how many steps there are
     */
    static Progress start(PrintWriter out, String task, int steps) {
        return isTerminal() ? new Bar(task, steps) : new Log(out, task, steps);
    }

    @SuppressWarnings("SystemConsoleNull") // isTerminal() is asked where there is one
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try { // from JDK 22 on, a console alone does not mean a terminal
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** A bar that is drawn over and over. */
    final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String task, int steps) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100)
                    .setUnit(" commits", 1)
                    .build();
        }

        @Override
        public void at(int step) {
            bar.stepTo(step);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line at every quarter. */
    final class Log implements Progress {
        private final PrintWriter out;
        private final String task;
        private final int steps;
        private int quarter;

        Log(PrintWriter out, String task, int steps) {
            this.out = out;
            this.task = task;
            this.steps = steps;
        }

        @Override
        public void at(int step) {
            int reached = steps == 0 ? 4 : (int) (4L * step / steps);
            if (reached > quarter) {
                quarter = reached;
                out.printf("  %s: %,d of %,d commits%n", task, step, steps);
                out.flush();
            }
        }

        @Override
        public void close() {}
    }
}
