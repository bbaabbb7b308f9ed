package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several managers, as in several processes, that change, snapshot, prune and collect the same tenant; one of them dies. */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedRaceTest {

    private static final int MANAGERS = 3;
    private static final int THREADS = 2;
    private static final TenantId ACME = new TenantId("acme");

    private final SharedStores stores = stores();
    private final int operations = Integer.getInteger("varve.race.operations", operations());
    private final Map<String, AtomicLong> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> snapshots = new ConcurrentLinkedQueue<>();
    private final AtomicLong collections = new AtomicLong();

    /** Where the tenant is. */
    SharedStores stores() {
        return SharedStores.inMemory();
    }

    /** How many increments each thread makes. */
    int operations() {
        return 150;
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** A store that is cut off when its process dies. */
    private static final class Mortal extends ForwardingStore {

        private volatile boolean dead;

        Mortal(SnapshotStore store) {
            super(store);
        }

        private void requireAlive() {
            if (dead) {
                throw new StoreException(StoreException.Kind.CLOSED, "this process is dead");
            }
        }

        @Override
        public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
            requireAlive();
            return super.commit(tenant, stamp, pages, updates);
        }

        @Override
        public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
            requireAlive();
            return super.deletePages(tenant, guard, ids, stampBelow);
        }
    }

    /** Counts once more, under a name of the counter's own, and changes some entry among many. */
    static Ledger counted(Ledger state, String who, int noise) {
        long mine = state.entries().get(who).map(Ledger.Entry::number).getOrElse(0L) + 1;
        return new Ledger(state.count() + 1, "noise " + noise, state.entries())
                .with(who, mine)
                .with("noise " + noise % 500, 0);
    }

    /** Requires that what was counted under all names is the whole count, and that every entry can be read. */
    static void requireConsistent(Ledger state) {
        AtomicLong sum = new AtomicLong();
        state.entries().forEach((key, entry) -> {
            assertThat(entry.text()).isEqualTo("text of " + key);
            sum.addAndGet(entry.number());
        });
        assertThat(state.count()).isEqualTo(sum.get());
    }

    @Test
    void noIncrementIsLostNoSnapshotIsDamagedAndNothingLeaks() throws Exception {
        long seed = Long.getLong("varve.race.seed", new Random().nextLong());
        System.out.println(getClass().getSimpleName() + " varve.race.seed=" + seed);
        List<Mortal> lives = new ArrayList<>();
        List<StateManager<Ledger>> managers = new ArrayList<>();
        Workers workers = new Workers();
        for (int manager = 0; manager < MANAGERS; manager++) {
            Mortal life = new Mortal(stores.open());
            lives.add(life);
            StateManager<Ledger> states = StateManager.builder(Ledger.class)
                    .store(life)
                    .initialState(Ledger.EMPTY)
                    .memoryBudget(50_000)
                    .shared(Sharing.DEFAULT
                            .withLease(Duration.ofSeconds(1))
                            .withPolling(Duration.ofMillis(20))
                            .withReaderGrace(Duration.ofMillis(100)))
                    .open();
            managers.add(states);
            states.tenantOrCreate("acme");
            for (int thread = 0; thread < THREADS; thread++) {
                String who = "m" + manager + "-t" + thread;
                Random random = new Random(seed + 31L * manager + thread);
                workers.start(() -> work(life, states, who, random));
            }
        }
        workers.start(() -> {
            while (acknowledged.values().stream().mapToLong(AtomicLong::get).sum() < operations) {
                Thread.onSpinWait();
            }
            lives.get(0).dead = true;
        });
        workers.join();
        checkAll(managers.get(1).tenant("acme"));
        managers.forEach(states -> {
            try {
                states.close();
            } catch (VarveException e) {
                assertThat(lives.get(managers.indexOf(states)).dead).isTrue();
            }
        });
        collectAlone();
        System.out.println(getClass().getSimpleName() + ": "
                + acknowledged.values().stream().mapToLong(AtomicLong::get).sum() + " increments, " + snapshots.size()
                + " snapshots, " + collections + " collections");
        assertThat(collections.get()).isPositive();
    }

    private void work(Mortal life, StateManager<Ledger> states, String who, Random random) {
        AtomicLong mine = acknowledged.computeIfAbsent(who, ignored -> new AtomicLong());
        Ledger held = null;
        for (int i = 0; i < operations; i++) {
            try {
                Tenant<Ledger> acme = states.tenant("acme");
                int noise = random.nextInt(1_000);
                acme.apply(state -> counted(state, who, noise));
                mine.incrementAndGet();
                switch (random.nextInt(12)) {
                    case 0 -> {
                        String name = who + "/" + i;
                        acme.snapshot(SnapshotRequest.named(name));
                        snapshots.add(name);
                    }
                    case 1 -> acme.snapshot();
                    case 2 -> acme.prune(RetentionPolicy.keepAutomatic(2));
                    case 3 -> requireConsistent(acme.state());
                    case 4 -> held = acme.state();
                    case 5 -> {
                        if (held != null) {
                            requireConsistent(held);
                        }
                    }
                    case 6 -> {
                        acme.collectGarbage();
                        collections.incrementAndGet();
                    }
                    default -> {}
                }
            } catch (StateExpiredException e) {
                held = null; // This machine was too slow for leases of a second.
            } catch (ConflictException e) {
                assertThat(e).hasMessageContaining("collect");
            } catch (ClosedException e) {
                assertThat(life.dead).as("dead when " + e).isTrue();
                return;
            }
        }
    }

    private void checkAll(Tenant<Ledger> acme) {
        Ledger head = acme.refresh();
        requireConsistent(head);
        acknowledged.forEach((who, count) -> {
            long found = head.entries().get(who).map(Ledger.Entry::number).getOrElse(0L);
            // Of those who died, or lost their lease, the last may have come through without their being told.
            assertThat(found).as(who).isGreaterThanOrEqualTo(count.get());
            assertThat(found - count.get()).as(who).isLessThanOrEqualTo(who.startsWith("m0") ? 1 : 0);
        });
        for (String name : snapshots) {
            requireConsistent(acme.at(SnapshotRef.named(name)).state());
        }
        acme.snapshots()
                .forEach(info ->
                        requireConsistent(acme.at(SnapshotRef.id(info.id())).state()));
        StoreCheck.of(stores.data(), "acme").requireNothingMissing("at the end");
    }

    private void collectAlone() {
        StateManager<Ledger> owner = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .takeOver()
                .open();
        owner.tenant("acme");
        owner.collectGarbage();
        owner.close();
        assertThat(stores.data().scanRefs(ACME, "l/", null, 99)).isEmpty();
        StoreCheck.of(stores.data(), "acme")
                .requireNothingMissing("after the last collection")
                .requireNoGarbage("after the last collection");
    }
}
