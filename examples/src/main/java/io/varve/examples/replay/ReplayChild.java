package io.varve.examples.replay;

import io.varve.SnapshotInfo;
import io.varve.StateManager;
import io.varve.VarveException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * The process that is killed. It replays into a durable store and reports on standard output, line by line; see {@link
 * ReplayEvent}. On standard input it takes the store's URL, then one line for each commit that its parent has read of,
 * and the end of input as the word to close the store. If that comes too early, the parent is gone, and so is the child.
 */
public final class ReplayChild {

    private static final int PARENT_IS_GONE = 3;

    private final PrintStream out;
    private final BufferedReader in;
    private final Semaphore lead = new Semaphore(0);
    private final CountDownLatch dismissed = new CountDownLatch(1);
    private volatile boolean done;

    private ReplayChild(PrintStream out, BufferedReader in) {
        this.out = out;
        this.in = in;
    }

    /**
     * Started by {@link GitReplay}, not by hand.
     *
     * @param args a {@link ReplayOrder}
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String store = in.readLine();
        if (store == null || args.length != 4) {
            throw new IllegalArgumentException("this is started by GitReplay");
        }
        new ReplayChild(out, in).run(ReplayOrder.of(args, store));
    }

    private void run(ReplayOrder order) throws InterruptedException {
        lead.release(order.lead());
        Thread reader = new Thread(this::listen, "parent");
        reader.setDaemon(true);
        reader.start();
        try (History history = History.open(order.repository(), order.limit());
                StateManager<Tree> manager = States.open(order.store())) {
            new Replay(history, States.tenant(manager), order.every(), new Reporter()).run();
            done = true;
            say(new ReplayEvent.Done());
            dismissed.await();
        } catch (ReplayException | VarveException e) {
            say(new ReplayEvent.Failed(e.getMessage() == null ? e.toString() : e.getMessage()));
            throw e;
        }
    }

    private void listen() {
        try {
            while (in.readLine() != null) {
                lead.release();
            }
        } catch (IOException e) {
            // as the end of input
        }
        if (!done) {
            Runtime.getRuntime().halt(PARENT_IS_GONE);
        }
        dismissed.countDown();
    }

    private void say(ReplayEvent event) {
        out.println(event.line());
        out.flush();
    }

    private final class Reporter implements ReplayListener {
        @Override
        public void startsAfter(int number) {
            say(new ReplayEvent.StartsAfter(number));
        }

        @Override
        public void applied(int number) {
            say(new ReplayEvent.Applied(number));
            lead.acquireUninterruptibly();
        }

        @Override
        public void acknowledged(SnapshotInfo info, int number) {
            say(new ReplayEvent.Acknowledged(number, info.id()));
        }
    }
}
