package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Garbage that is collected without being asked for. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbagePolicyTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final SnapshotStore memory = Backend.MEMORY.open(Path.of(""));
    private final TestClock clock = new TestClock();

    /** Lists of pages that are asked for: two or more for each collection. */
    private final AtomicInteger lists = new AtomicInteger();

    private volatile boolean broken;

    private StateManager<Ledger> open(GarbagePolicy policy, BackgroundFailureListener listener) {
        return StateManager.builder(Ledger.class)
                .store(new ForwardingStore(memory) {
                    @Override
                    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
                        lists.incrementAndGet();
                        if (broken) {
                            throw new StoreException(StoreException.Kind.UNAVAILABLE, "unplugged");
                        }
                        return super.scanPages(tenant, after, limit);
                    }
                })
                .initialState(Ledger.EMPTY)
                .durability(Durability.ON_SNAPSHOT)
                .clock(clock)
                .garbage(policy)
                .onBackgroundFailure(listener)
                .open();
    }

    private StateManager<Ledger> open(GarbagePolicy policy) {
        return open(policy, BackgroundFailureListener.logging());
    }

    private static Set<Thread> keepers() {
        Set<Thread> keepers = new HashSet<>(Thread.getAllStackTraces().keySet());
        keepers.removeIf(thread -> !thread.getName().startsWith("varve-garbage-"));
        return keepers;
    }

    @Test
    void withoutAPolicyThereIsNoThread() {
        Set<Thread> before = keepers();

        try (StateManager<Ledger> states = open(GarbagePolicy.onDemand())) {
            states.createTenant("acme");

            assertThat(before).containsAll(keepers());
        }
    }

    @Test
    void garbageIsCollectedAgainAndAgainAsTimePasses() {
        try (StateManager<Ledger> states = open(GarbagePolicy.every(Duration.ofHours(1)))) {
            states.createTenant("acme");

            await().atMost(LONG).until(() -> {
                clock.move(Duration.ofHours(1));
                return lists.get() >= 4;
            });
        }
    }

    @Test
    void garbageIsCollectedWhenEnoughSnapshotsWereRemoved() {
        try (StateManager<Ledger> states = open(GarbagePolicy.afterRemovedSnapshots(3))) {
            Tenant<Ledger> acme = states.createTenant("acme");
            for (int i = 0; i < 3; i++) {
                acme.apply(Ledger::incremented);
                acme.snapshot(SnapshotRequest.named("s" + i));
            }
            List.of("s0", "s1", "s2").forEach(name -> acme.delete(SnapshotRef.named(name)));

            await().atMost(LONG).until(() -> lists.get() == 2);
        }
    }

    @Test
    void garbageIsCollectedWhenEnoughWasWritten() {
        try (StateManager<Ledger> states = open(GarbagePolicy.afterBytesWritten(2_000))) {
            Tenant<Ledger> acme = states.createTenant("acme");
            for (int i = 0; i < 100; i++) {
                acme.apply(Ledger::incremented);
                acme.snapshot();
            }

            await().atMost(LONG).until(() -> lists.get() >= 1);
        }
    }

    @Test
    void aFailureIsToldAndTheNextCollectionGoesOn() {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        broken = true;
        try (StateManager<Ledger> states = open(GarbagePolicy.every(Duration.ofHours(1)), (tenant, failure) -> {
            told.add(tenant + ": " + failure.getMessage());
            throw new IllegalStateException("a listener of which nothing is expected");
        })) {
            states.createTenant("acme");
            await().atMost(LONG).until(() -> {
                clock.move(Duration.ofHours(1));
                return !told.isEmpty();
            });
            assertThat(told.peek()).startsWith("acme: could not list the pages of tenant 'acme'");
            broken = false;
            int before = lists.get();

            await().atMost(LONG).until(() -> {
                clock.move(Duration.ofHours(1));
                return lists.get() > before;
            });
        }
    }

    @Test
    void aCollectionThatIsHeldBackEndsWithTheManager() {
        Set<Thread> before = keepers();
        StateManager<Ledger> states =
                open(GarbagePolicy.every(Duration.ofNanos(1)).atMostPagesPerSecond(1));
        states.createTenant("acme").snapshot();
        Set<Thread> keepers = keepers();
        keepers.removeAll(before);
        // It lists a thousand pages at a time, so the next one is held back for a quarter of an hour.
        await().atMost(LONG).until(() -> {
            clock.move(Duration.ofHours(1));
            return lists.get() >= 1;
        });

        states.close();

        await().atMost(LONG).until(() -> keepers.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aCollectionThatIsHeldBackHoldsNobodyElseUp() {
        try (StateManager<Ledger> states =
                open(GarbagePolicy.every(Duration.ofNanos(1)).atMostPagesPerSecond(1))) {
            Tenant<Ledger> acme = states.createTenant("acme");
            for (int i = 0; i < 200; i++) {
                String key = "key " + i;
                acme.apply(state -> state.with(key, 1));
            }
            acme.snapshot(SnapshotRequest.named("v1"));
            // After the first collection, in which a thousand pages were listed, the second is held back for long.
            awaitNewEpoch();
            awaitNewEpoch();

            acme.collectGarbage();
            acme.snapshotCost(SnapshotRef.named("v1"));
            states.removeTenant("acme");
        }
    }

    private void awaitNewEpoch() {
        byte[] before = mark();
        await().atMost(LONG).until(() -> {
            clock.move(Duration.ofHours(1));
            return !Arrays.equals(mark(), before);
        });
    }

    private byte[] mark() {
        return memory.readRef(new TenantId("acme"), "g").orElseThrow();
    }

    @Test
    void aManagerThatWasForgottenIsNotKeptAlive() {
        Set<Thread> before = keepers();
        WeakReference<StateManager<Ledger>> forgotten = openAndForget();
        Set<Thread> keepers = keepers();
        keepers.removeAll(before);

        await().atMost(LONG).until(() -> {
            System.gc();
            return forgotten.get() == null && keepers.stream().noneMatch(Thread::isAlive);
        });
    }

    private WeakReference<StateManager<Ledger>> openAndForget() {
        StateManager<Ledger> states = open(GarbagePolicy.every(Duration.ofHours(1)));
        states.createTenant("acme").apply(Ledger::incremented);
        return new WeakReference<>(states);
    }

    @Test
    void numbersArePositive() {
        assertThatThrownBy(() -> GarbagePolicy.every(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the time between collections is positive; found PT0S");
        assertThatThrownBy(() -> GarbagePolicy.afterRemovedSnapshots(0)).hasMessageContaining("removed snapshots");
        assertThatThrownBy(() -> GarbagePolicy.afterBytesWritten(-1)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> GarbagePolicy.onDemand().atMostPagesPerSecond(0))
                .hasMessageContaining("pages in a second");
    }

    @Test
    void conditionsAddUp() {
        GarbagePolicy policy = GarbagePolicy.every(Duration.ofHours(1))
                .orAfterRemovedSnapshots(10)
                .orAfterBytesWritten(1_000)
                .atMostPagesPerSecond(500);

        assertThat(policy.every()).contains(Duration.ofHours(1));
        assertThat(policy.removedSnapshots()).contains(10L);
        assertThat(policy.bytesWritten()).contains(1_000L);
        assertThat(policy.pagesPerSecond()).contains(500);
        assertThat(policy.isAutomatic()).isTrue();
        assertThat(GarbagePolicy.onDemand().atMostPagesPerSecond(500).isAutomatic())
                .isFalse();
    }
}
