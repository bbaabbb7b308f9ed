package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a tenant, made by a single thread, so that a seed always makes the same: writers, readers and editors
 * of the history go on between any two calls of the store that a collection makes, and the process ends at any write. The
 * states are of some kinds, and each says of which it is, so that whatever is read can be checked by itself.
 */
final class GarbageSimulation {

    private static final int STEPS = 25;
    private static final int KINDS = 6;
    private static final int KEYS = 90;

    /** What all simulations did. */
    static final class Counts {

        long collections;
        long between;
        long deleted;
        long crashes;

        @Override
        public String toString() {
            return collections + " collections, " + between + " steps within one, " + deleted + " pages deleted, "
                    + crashes + " crashes";
        }
    }

    /** The end of the process. */
    private static final class Crash extends Error {

        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    private final Random random;
    private final Counts counts;
    private final SnapshotStore memory = Backend.MEMORY.open(Path.of(""));
    private final Durability mode;
    private final List<Ledger> held = new ArrayList<>();
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private boolean collecting;

    /** How many writes are left until the crash; negative for none. */
    private int untilCrash = -1;

    GarbageSimulation(long seed, Counts counts) {
        this.random = new Random(seed);
        this.counts = counts;
        this.mode = random.nextBoolean() ? Durability.ON_SNAPSHOT : Durability.EVERY_TRANSITION;
        open();
    }

    /** The memory store, with something happening between the calls of a collection, and with crashes. */
    private final class Interleaved extends ForwardingStore {

        Interleaved() {
            super(memory);
        }

        @Override
        public Capabilities capabilities() {
            return keptOpen(memory).capabilities();
        }

        @Override
        public void close() {
            // The next process opens it again.
        }

        @Override
        public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
            boolean crashes = crashes();
            if (crashes && random.nextBoolean()) {
                throw new Crash();
            }
            CommitResult result = super.commit(tenant, stamp, pages, updates);
            if (crashes) {
                throw new Crash();
            }
            return result;
        }

        @Override
        public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
            between();
            return super.getPages(tenant, ids);
        }

        @Override
        public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
            between();
            List<PageStat> found = super.scanPages(tenant, after, limit);
            between();
            return found;
        }

        @Override
        public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
            between();
            if (crashes()) {
                // Some went, some did not.
                super.deletePages(
                        tenant,
                        guard,
                        ids.stream().limit(random.nextInt(ids.size())).toList(),
                        stampBelow);
                throw new Crash();
            }
            return super.deletePages(tenant, guard, ids, stampBelow);
        }

        private boolean crashes() {
            return untilCrash >= 0 && untilCrash-- == 0;
        }

        private void between() {
            if (collecting && random.nextInt(3) > 0) {
                collecting = false; // What happens between two calls makes calls itself.
                counts.between++;
                step();
                collecting = true;
            }
        }
    }

    private void open() {
        collecting = false;
        untilCrash = -1;
        held.clear();
        states = StateManager.builder(Ledger.class)
                .store(new Interleaved())
                .initialState(stateOf(0, Ledger.EMPTY))
                .durability(mode)
                .memoryBudget(random.nextBoolean() ? 0 : 1 << 20)
                .takeOver()
                .open();
        acme = states.tenantOrCreate("acme");
    }

    void run() {
        for (int i = 0; i < STEPS; i++) {
            try {
                if (random.nextInt(12) == 0) {
                    untilCrash = random.nextInt(4);
                }
                if (random.nextInt(4) == 0) {
                    collect();
                } else {
                    step();
                }
            } catch (Crash e) {
                counts.crashes++;
                open();
                checkAll();
            }
        }
        untilCrash = -1;
        checkAll();
        open(); // So that nothing is held.
        counts.deleted += acme.collectGarbage().pagesDeleted();
        check().requireNoGarbage("in the end");
        states.close();
    }

    private void collect() {
        counts.collections++;
        collecting = true;
        try {
            counts.deleted += acme.collectGarbage().pagesDeleted();
        } finally {
            collecting = false;
        }
        check();
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                int kind = random.nextInt(KINDS);
                acme.apply(state -> stateOf(kind, state));
            }
            case 2 -> {
                int kind = random.nextInt(KINDS);
                acme.apply(state -> stateOf(kind, Ledger.EMPTY));
            }
            case 3, 4 -> acme.snapshot();
            case 5, 6 -> acme.find(anySnapshot()).forEach(info -> acme.delete(SnapshotRef.id(info.id())));
            case 7 ->
                acme.find(anySnapshot())
                        .forEach(info ->
                                acme.rollback(SnapshotRef.id(info.id()), RollbackOption.WITHOUT_SAFETY_SNAPSHOT));
            case 8 ->
                acme.find(anySnapshot())
                        .forEach(info ->
                                held.add(acme.at(SnapshotRef.id(info.id())).state()));
            default -> useHeld();
        }
    }

    private void useHeld() {
        if (held.isEmpty()) {
            return;
        }
        Ledger state = held.get(random.nextInt(held.size()));
        switch (random.nextInt(3)) {
            case 0 -> requireIntact(state);
            case 1 -> acme.apply(head -> state);
            default -> held.remove(state);
        }
    }

    private SnapshotRef anySnapshot() {
        return SnapshotRef.index(random.nextInt(Math.max(1, acme.snapshotCount())));
    }

    /** The state of a kind, made from another, with which it shares what both have. */
    private static Ledger stateOf(int kind, Ledger from) {
        PersistentMap<String, Ledger.Entry> entries = from.entries();
        for (int k = 0; k < KEYS; k++) {
            String key = "key " + k;
            Ledger.Entry entry = entryOf(kind, k);
            entries = has(kind, k)
                    ? entries.get(key).contains(entry) ? entries : entries.put(key, entry)
                    : entries.remove(key);
        }
        return new Ledger(kind, "kind " + kind, entries);
    }

    private static boolean has(int kind, int k) {
        return (k + kind) % 7 != 0;
    }

    private static Ledger.Entry entryOf(int kind, int k) {
        return new Ledger.Entry("text of " + k, k % KINDS == kind ? kind : -1);
    }

    private static void requireIntact(Ledger state) {
        int kind = Math.toIntExact(state.count());
        assertThat(state.note()).isEqualTo("kind " + kind);
        int seen = 0;
        for (var entry : state.entries()) {
            int k = Integer.parseInt(entry._1().substring("key ".length()));
            assertThat(has(kind, k)).isTrue();
            assertThat(entry._2()).isEqualTo(entryOf(kind, k));
            seen++;
        }
        assertThat(seen).isEqualTo(state.entries().size()).isGreaterThan(KEYS / 2);
    }

    /** Looks into the store twice: by a walk of the tests' own, and as users can. */
    private StoreCheck check() {
        StoreCheck check = StoreCheck.of(memory, "acme").requireNothingMissing("seed in the cause");
        VerificationReport.Result verified = states.verify("acme").tenants().get();
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.pages()).isEqualTo(check.reachable().size());
        assertThat(verified.unreachablePages()).isEqualTo(check.garbage().size());
        return check;
    }

    private void checkAll() {
        check();
        held.forEach(GarbageSimulation::requireIntact);
        requireIntact(acme.state());
        for (SnapshotInfo info : acme.snapshots()) {
            requireIntact(acme.at(SnapshotRef.id(info.id())).state());
        }
    }
}
