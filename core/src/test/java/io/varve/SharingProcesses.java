package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many {@link SharingChild}ren on one database, of which some are killed and replaced. What they said was acknowledged is
 * kept here, and compared with what is there in the end.
 */
final class SharingProcesses implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String url;
    private final Path folder;
    private final int threads;
    private final Random random;
    private final List<Child> children = new ArrayList<>();
    private int started;

    /** By tenant, by counter: how many were acknowledged. */
    private final Map<String, Map<String, Long>> counted = new ConcurrentHashMap<>();
    /** By tenant, by counter: how many were begun, and neither acknowledged nor refused. */
    private final Map<String, Map<String, Integer>> unanswered = new ConcurrentHashMap<>();
    /** By tenant, by name: what was read from acknowledged snapshots; empty if it was not read any more. */
    private final Map<String, Map<String, String>> snapshots = new ConcurrentHashMap<>();

    private final Map<String, AtomicLong> said = new ConcurrentHashMap<>();

    /**
     * Starts processes.
     *
     * @param url the URL of the store
     * @param folder for what they say on standard error
     * @param count how many
     * @param threads how many threads each has
     * @param random where their seeds come from
     */
    SharingProcesses(String url, Path folder, int count, int threads, Random random) throws IOException {
        this.url = url;
        this.folder = folder;
        this.threads = threads;
        this.random = random;
        for (int i = 0; i < count; i++) {
            children.add(start());
        }
    }

    private Child start() throws IOException {
        return new Child("p" + started++, random.nextLong());
    }

    /** Waits until each process has counted so many times more. */
    void awaitCounted(long more) {
        for (Child child : children) {
            child.awaitCounted(more);
        }
    }

    /** Kills one of the processes once it has counted so many times more, and starts another in its place. */
    void killAndReplaceOne(int more) throws IOException {
        int victim = random.nextInt(children.size());
        children.get(victim).awaitCounted(more);
        children.get(victim).kill();
        children.set(victim, start());
    }

    /** Has all processes end by themselves. */
    void stop() throws IOException {
        for (Child child : children) {
            child.stop();
        }
    }

    /** How often something was said by any of them. */
    long said(String word) {
        return said.getOrDefault(word, new AtomicLong()).get();
    }

    /** How often a step failed because of the store, by the kind of its fault. */
    Map<StoreException.Kind, Long> failures() {
        Map<StoreException.Kind, Long> failures = new EnumMap<>(StoreException.Kind.class);
        for (StoreException.Kind kind : StoreException.Kind.values()) {
            long count = said("FAILED " + kind);
            if (count > 0) {
                failures.put(kind, count);
            }
        }
        return failures;
    }

    /** What was said, and how often. */
    String summary() {
        return new TreeMap<>(said).toString();
    }

    @Override
    public void close() {
        children.forEach(Child::kill);
    }

    private void hear(String line) {
        String[] words = line.split(" ", -1);
        if (!words[words.length - 1].equals(".")) {
            return; // It was cut off by a kill.
        }
        String what = words[0].equals("FAILED") ? words[0] + " " + words[2] : words[0];
        said.computeIfAbsent(what, ignored -> new AtomicLong()).incrementAndGet();
        switch (words[0]) {
            case "BEGIN" -> of(unanswered, words[1]).merge(words[2], 1, Integer::sum);
            case "REFUSED" -> of(unanswered, words[1]).merge(words[2], -1, Integer::sum);
            case "COUNTED" -> {
                of(unanswered, words[1]).merge(words[2], -1, Integer::sum);
                of(counted, words[1]).put(words[2], Long.parseLong(words[3]));
            }
            case "SNAPSHOT" -> of(snapshots, words[1]).put(words[2], "");
            case "READ" -> of(snapshots, words[1]).put(words[2], words[3]);
            default -> {}
        }
    }

    private static <V> Map<String, V> of(Map<String, Map<String, V>> all, String tenant) {
        return all.computeIfAbsent(tenant, ignored -> new ConcurrentHashMap<>());
    }

    /**
     * Takes the tenants over, after all have ended, and requires that everything acknowledged is there, that no page is
     * missing, and that after a collection none is left that nobody needs.
     */
    void check() {
        try (SnapshotStore data = SnapshotStores.open(url)) {
            StateManager<Ledger> owner = StateManager.builder(Ledger.class)
                    .store(SnapshotStores.open(url))
                    .initialState(Ledger.EMPTY)
                    .takeOver()
                    .open();
            for (String tenant : SharingChild.TENANTS) {
                StoreCheck.of(data, tenant).requireNothingMissing("after all have ended");
                check(owner.tenant(tenant));
            }
            owner.collectGarbage();
            owner.close();
            for (String tenant : SharingChild.TENANTS) {
                assertThat(data.scanRefs(new TenantId(tenant), "l/", null, 99)).isEmpty();
                StoreCheck.of(data, tenant)
                        .requireNothingMissing("after the last collection")
                        .requireNoGarbage("after the last collection");
            }
        }
    }

    private void check(Tenant<Ledger> tenant) {
        Ledger head = tenant.state();
        SharedRaceTest.requireConsistent(head);
        new TreeMap<>(of(unanswered, tenant.id())).forEach((who, open) -> {
            long acknowledged = of(counted, tenant.id()).getOrDefault(who, 0L);
            long found = head.entries().get(who).map(Ledger.Entry::number).getOrElse(0L);
            // What was told last includes what came through before without being told.
            assertThat(found)
                    .as("counted by %s on %s, where %s were acknowledged", who, tenant.id(), acknowledged)
                    .isBetween(acknowledged, acknowledged + open);
        });
        new TreeMap<>(of(snapshots, tenant.id())).forEach((name, read) -> {
            Ledger state = tenant.at(SnapshotRef.named(name)).state();
            SharedRaceTest.requireConsistent(state);
            if (!read.isEmpty()) {
                assertThat(Integer.toString(SharingChild.digest(state)))
                        .as(name)
                        .isEqualTo(read);
            }
        });
        tenant.snapshots()
                .forEach(info -> SharedRaceTest.requireConsistent(
                        tenant.at(SnapshotRef.id(info.id())).state()));
    }

    /** One process. */
    private final class Child {
        private final Path errors;
        private final Process process;
        private final Thread reader = new Thread(this::read);
        private final AtomicLong counts = new AtomicLong();
        private volatile boolean ended;

        Child(String name, long seed) throws IOException {
            errors = folder.resolve(name + ".err");
            process = new ProcessBuilder(ChildJvm.command(128, List.of(), SharingChild.class, url, name, threads, seed))
                    .redirectError(errors.toFile())
                    .start();
            reader.start();
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    hear(line);
                    if (line.startsWith("COUNTED")) {
                        counts.incrementAndGet();
                    }
                    ended |= line.equals("ENDED .");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitCounted(long more) {
            long before = counts.get();
            await().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE).until(() -> {
                assertThat(process.isAlive()).as(told()).isTrue();
                return counts.get() >= before + more;
            });
        }

        private String told() throws IOException {
            return "a child that said on standard error: " + ChildJvm.text(errors);
        }

        void kill() {
            // The handle, not the process, leaves the output to be read to its end.
            process.toHandle().destroyForcibly();
            process.onExit().join();
            awaitReader();
        }

        void stop() throws IOException {
            process.getOutputStream().close();
            process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            awaitReader();
            assertThat(ended).as(told()).isTrue();
        }

        private void awaitReader() {
            await().atMost(PATIENCE).until(() -> !reader.isAlive());
        }
    }
}
