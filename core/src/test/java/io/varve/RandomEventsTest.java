package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantEvent;
import io.varve.tck.FaultStore;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threads that do all kinds of things with a tenant whose store fails now and then: whatever they do, what a listener is told is what was
 * done, each from where the one before ended.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomEventsTest {

    private static final int THREADS = 4;
    private static final int CALLS = 150;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatIsToldIsWhatWasDone(Durability mode) throws InterruptedException {
        long seed = new SplittableRandom().nextLong();
        System.out.println("RandomEventsTest seed " + seed + " " + mode);
        FaultStore store = new FaultStore(Backend.MEMORY.open(java.nio.file.Path.of("")));
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .retention(RetentionPolicy.keepAutomatic(5))
                .onBackgroundFailure((tenant, failure) -> {})
                .open()) {
            Tenant<Ledger> acme = states.createTenant("acme");
            EventWitness all = new EventWitness();
            EventWitness some = new EventWitness();
            ListenerRegistration first = acme.listen(
                    all, ListenerOptions.DEFAULT.capacity(ListenerOptions.MAX_CAPACITY));
            ListenerRegistration second = acme.listen(
                    event -> {
                        Thread.yield();
                        some.onEvent(event);
                    },
                    ListenerOptions.DEFAULT.capacity(3));
            SplittableRandom random = new SplittableRandom(seed);
            long[] faulty = random.longs(40, 0, 2_000).toArray();
            WriteFault[] kinds = {WriteFault.UNAVAILABLE, WriteFault.UNKNOWN_APPLIED, WriteFault.UNKNOWN_NOT_APPLIED};
            store.follow(kinds[random.nextInt(kinds.length)].at(write -> isIn(faulty, write)));
            Workers workers = new Workers();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom own = random.split();
                workers.start(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        try {
                            act(acme, own);
                        } catch (StoreFailedException | SnapshotNotFoundException e) {
                            // What was not done is not told; what was done all the same is.
                        }
                    }
                });
            }
            workers.join();
            store.follow(WriteFault.UNAVAILABLE.at(write -> false));
            settle(acme);

            assertThat(first.awaitDelivered(Duration.ofSeconds(60))).isTrue();
            assertThat(second.awaitDelivered(Duration.ofSeconds(60))).isTrue();
            assertThat(all.faults()).as("of all").isEmpty();
            assertThat(some.faults()).as("of some").isEmpty();
            assertThat(all.state("acme/main")).isEqualTo(acme.state());
            assertThat(some.state("acme/main")).isEqualTo(acme.state());
            assertThat(replayed(all)).isEqualTo(LinkedHashMap.ofEntries(
                    acme.snapshots().map(info -> io.vavr.Tuple.of(info.id(), info))));
            assertThat(all.lines()).noneMatch(line -> line.contains("missed"));
        }
    }

    private static void settle(Tenant<Ledger> acme) {
        for (int tried = 0; ; tried++) {
            try {
                acme.snapshot();
                acme.footprint(SnapshotRef.latest());
                return;
            } catch (StoreFailedException e) {
                if (tried == 10) {
                    throw e;
                }
            }
        }
    }

    private static boolean isIn(long[] numbers, long number) {
        for (long one : numbers) {
            if (one == number) {
                return true;
            }
        }
        return false;
    }

    private static void act(Tenant<Ledger> acme, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> acme.snapshot();
            case 1 -> acme.rollback(SnapshotRef.index(random.nextInt(3)));
            case 2 -> acme.applyWithSnapshot(Ledger::incremented, SnapshotRequest.automatic());
            case 3 -> acme.delete(SnapshotRef.index(random.nextInt(3)));
            case 4 -> acme.snapshot(SnapshotRequest.named("n" + random.nextInt(3)).replaceName());
            case 5 -> acme.apply(TransitionContext.by("w"), Ledger::incremented);
            default -> acme.apply(Ledger::incremented);
        }
    }

    /** The snapshots that there should be by what was told. */
    private static Map<String, SnapshotInfo> replayed(EventWitness witness) {
        Map<String, SnapshotInfo> snapshots = LinkedHashMap.empty();
        for (TenantEvent<Ledger> event : witness.events()) {
            if (event instanceof TenantEvent.SnapshotTaken<Ledger> taken) {
                snapshots = snapshots.put(taken.snapshot().id(), taken.snapshot());
            } else if (event instanceof TenantEvent.SnapshotEdited<Ledger> edited) {
                snapshots = snapshots.put(edited.after().id(), edited.after());
            } else if (event instanceof TenantEvent.SnapshotsRemoved<Ledger> removed) {
                snapshots = snapshots.removeAll(removed.snapshots().map(SnapshotInfo::id));
            }
        }
        return snapshots;
    }
}
