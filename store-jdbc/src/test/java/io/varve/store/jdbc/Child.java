package io.varve.store.jdbc;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Java process of its own in which some threads, each on its own tenant, commit number after number and print each as
 * soon as it is acknowledged. Commit {@code n} puts {@value #PAGES} pages that are made from {@code n} and sets two refs
 * to {@code n}.
 */
final class Child implements AutoCloseable {

    static final int THREADS = 4;
    static final int PAGES = 5;

    private final Process process;
    private final BufferedReader output;
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private Child(Process process) {
        this.process = process;
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    static Child start(String url) throws IOException {
        return new Child(new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static TenantId tenant(int thread) {
        return new TenantId("t" + thread);
    }

    static List<Page> pages(int thread, long number) {
        Random random = new Random(31 * number + thread);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            byte[] bytes = new byte[100 + random.nextInt(4_000)];
            random.nextBytes(bytes);
            pages.add(new Page(new PageId(random.nextLong(), random.nextLong()), bytes));
        }
        return pages;
    }

    static byte[] value(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads what the child prints until so many commits of all threads together were acknowledged. */
    void awaitAcknowledged(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!readLine()) {
                throw new IllegalStateException("the child ended early, with exit code " + process.exitValue());
            }
        }
    }

    private boolean readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            return false;
        }
        String[] words = line.split(" ", -1);
        // the last line may be cut off by the kill
        if (words.length == 3) {
            acknowledged.put(words[0], Long.parseLong(words[1]));
        }
        return true;
    }

    /** The number last acknowledged on each tenant. */
    Map<String, Long> killAndRead() throws IOException {
        close();
        boolean more = true;
        while (more) {
            more = readLine();
        }
        return acknowledged;
    }

    @Override
    public void close() {
        // the handle, not the process, leaves the output to be read to its end
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** What the child does. */
    public static void main(String[] arguments) throws InterruptedException {
        SnapshotStore store = SnapshotStores.open(arguments[0]);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> commitForEver(store, number));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void commitForEver(SnapshotStore store, int thread) {
        TenantId tenant = tenant(thread);
        byte[] old = store.readRef(tenant, "a").orElse(null);
        long number = old == null ? 0 : Long.parseLong(new String(old, StandardCharsets.US_ASCII));
        while (true) {
            number++;
            byte[] next = value(number);
            List<RefUpdate> updates = List.of(new RefUpdate("a", old, next), new RefUpdate("b", old, next));
            if (!store.commit(tenant, 0, pages(thread, number), updates).isApplied()) {
                throw new IllegalStateException("conflict at " + number);
            }
            synchronized (System.out) {
                System.out.println(tenant + " " + number + " .");
                System.out.flush();
            }
            old = next;
        }
    }
}
