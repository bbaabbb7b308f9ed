package io.varve.crash;

import io.varve.Backend;
import io.varve.Durability;
import io.varve.Ledger;
import io.varve.StateManager;
import io.varve.internal.engine.EncryptedView;
import io.varve.spi.SnapshotStore;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Random;

/**
 * Kills children that write to one store, round after round, and looks at it in between. The seed decides what the
 * children do and where they are killed; how their threads take turns, it does not.
 */
final class CrashRun {

    private final Backend backend;
    private final Durability mode;
    private final boolean encrypted;
    private final Path folder;
    private final long seed;
    private final int firstSweep;
    private final Random random;
    private final Map<String, Oracle> oracles;
    private final EnumMap<KillPoint.How, Integer> kills = new EnumMap<>(KillPoint.How.class);
    private long snapshotsRead;
    private int inspections;

    /**
     * Prepares a run on an empty store.
     *
     * @param firstSweep the number of its first round over all runs, see {@link KillPoint#ofRound}
     */
    CrashRun(Backend backend, Durability mode, boolean encrypted, Path folder, long seed, int firstSweep) {
        this.backend = backend;
        this.mode = mode;
        this.encrypted = encrypted;
        this.folder = folder;
        this.seed = seed;
        this.firstSweep = firstSweep;
        random = new Random(seed);
        oracles = Vector.ofAll(CrashChild.TENANTS)
                .foldLeft(LinkedHashMap.empty(), (all, id) -> all.put(id, new Oracle(id, mode)));
    }

    void run(int rounds) throws IOException, InterruptedException {
        Victim next = start(0);
        try {
            for (int round = 0; round < rounds; round++) {
                KillPoint point = KillPoint.ofRound(firstSweep + round, random);
                String when = "seed " + seed + ", round " + round + ", " + point;
                try (Victim victim = next) {
                    victim.order(new CrashChild.Order(mode, encrypted, round, random.nextLong(), point));
                    follow(victim, point, when);
                    victim.requireEnded(point, when);
                }
                kills.merge(point.how(), 1, Integer::sum);
                // Its virtual machine starts while this one is busy.
                next = start(round + 1);
                // Not after every round, so that some children find what their predecessors have left.
                if (round == rounds - 1 || random.nextInt(3) > 0) {
                    inspect(when);
                }
            }
        } finally {
            next.close();
        }
    }

    /** What was done, for the log of the build. */
    String summary() {
        return "killed " + kills.values().stream().mapToInt(Integer::intValue).sum() + " times " + kills
                + ", inspected "
                + inspections + " times; "
                + oracles.values().map(Oracle::acknowledged).sum() + " calls were acknowledged, "
                + oracles.values().map(Oracle::snapshotsAcknowledged).sum() + " snapshots with them; " + snapshotsRead
                + " snapshots read back equal";
    }

    private Victim start(int round) throws IOException {
        return Victim.start(backend.url(folder), folder.resolve("stderr-" + round));
    }

    private void follow(Victim victim, KillPoint point, String when) throws IOException {
        long acknowledged = 0;
        for (String[] words = victim.readWords(); words != null; words = victim.readWords()) {
            if (words[0].equals(CrashChild.KILL_ME)) {
                victim.kill();
                continue;
            }
            Oracle oracle = oracles.get(words[1]).get();
            switch (words[0]) {
                case "=" -> oracle.found(modelOf(words), when + ", as the child found it");
                case "?" -> oracle.begins(new Step(Step.Kind.valueOf(words[2]), words[3]));
                case "!" -> {
                    oracle.returns(Long.parseLong(words[2]), Integer.parseInt(words[3]), when);
                    acknowledged++;
                }
                default -> throw new AssertionError("the child said: " + String.join(" ", words));
            }
            if (point.how() == KillPoint.How.AT_RANDOM && acknowledged == point.count()) {
                victim.kill();
            }
        }
    }

    private static TenantModel modelOf(String... words) {
        if (words[2].equals("absent")) {
            return TenantModel.ABSENT;
        }
        Vector<String> listed = words[3].equals(Step.NOTHING) ? Vector.empty() : Vector.of(words[3].split(",", -1));
        return TenantModel.found(Long.parseLong(words[2]), listed.map(text -> {
            String[] parts = text.split(":", -1);
            return new TenantModel.Taken(parts[0], Long.parseLong(parts[1]));
        }));
    }

    private void inspect(String when) {
        SnapshotStore store = backend.open(folder);
        try (StateManager<Ledger> states = Managers.open(store, mode, encrypted)) {
            SnapshotStore seen = encrypted ? EncryptedView.of(store, Managers.KEYS) : store;
            Inspection inspection = new Inspection(states, seen, when);
            inspection.collectGarbage();
            inspection.requireReadable();
            oracles.values().forEach(inspection::inspect);
            snapshotsRead += inspection.snapshotsRead();
            inspections++;
        }
    }
}
