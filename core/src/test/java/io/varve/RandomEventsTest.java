package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantEvent;
import io.varve.tck.Fault;
import io.varve.tck.FaultPolicy;
import io.varve.tck.FaultStore;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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

    /** How many calls of the store fail in a row: more than are tried for one. */
    private static final int BURST = 12;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatIsToldIsWhatWasDone(Durability mode) throws InterruptedException {
        long seed = new SplittableRandom().nextLong();
        System.out.println("RandomEventsTest seed " + seed + " " + mode);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        FaultStore store = new FaultStore(Backend.MEMORY.open(java.nio.file.Path.of("")));
        try (StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .retention(RetentionPolicy.keepAutomatic(5))
                .onBackgroundFailure((tenant, failure) -> {
                    if (failure instanceof ListenerFailedException) {
                        failures.add(failure);
                    }
                })
                .open()) {
            Tenant<Ledger> acme = states.createTenant("acme");
            EventWitness all = new EventWitness();
            EventWitness some = new EventWitness();
            ListenerRegistration first =
                    acme.listen(all, ListenerOptions.DEFAULT.capacity(ListenerOptions.MAX_CAPACITY));
            ListenerRegistration second = acme.listen(
                    event -> {
                        LockSupport.parkNanos(1_000);
                        some.onEvent(event);
                    },
                    ListenerOptions.DEFAULT.capacity(3));
            SplittableRandom random = new SplittableRandom(seed);
            WriteFault[] kinds = {WriteFault.UNAVAILABLE, WriteFault.UNKNOWN_APPLIED, WriteFault.UNKNOWN_NOT_APPLIED};
            WriteFault kind = kinds[random.nextInt(kinds.length)];
            long period = 20L + random.nextInt(40);
            // Reads too, so that what became of a write can't be found out at once; but not those of the listeners.
            store.follow(call -> call.number() % period >= BURST
                            || Thread.currentThread().getName().startsWith("varve-listener")
                    ? Optional.empty()
                    : Optional.of(call.method().writes() ? kind.fault() : Fault.unavailable()));
            AtomicLong failed = new AtomicLong();
            Workers workers = new Workers();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom own = random.split();
                workers.start(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        try {
                            act(acme, own);
                        } catch (StoreFailedException | SnapshotNotFoundException e) {
                            failed.incrementAndGet();
                            // What was not done is not told; what was done all the same is.
                        }
                    }
                });
            }
            workers.join();
            store.follow(FaultPolicy.none());
            settle(acme);
            System.out.println("  " + kind + ", of which callers saw " + failed + "; "
                    + all.lines().size() + " events");

            assertThat(first.awaitDelivered(Duration.ofSeconds(60))).isTrue();
            assertThat(second.awaitDelivered(Duration.ofSeconds(60))).isTrue();
            assertThat(failures).isEmpty();
            assertThat(all.faults()).as("of all").isEmpty();
            assertThat(some.faults()).as("of some").isEmpty();
            assertThat(all.state("acme/main")).isEqualTo(acme.state());
            assertThat(some.state("acme/main")).isEqualTo(acme.state());
            assertThat(replayed(all))
                    .isEqualTo(
                            LinkedHashMap.ofEntries(acme.snapshots().map(info -> io.vavr.Tuple.of(info.id(), info))));
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

    private static void act(Tenant<Ledger> acme, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> acme.snapshot();
            case 1 -> acme.rollback(SnapshotRef.index(random.nextInt(3)));
            case 2 -> acme.applyWithSnapshot(Ledger::incremented, SnapshotRequest.automatic());
            case 3 -> acme.delete(SnapshotRef.index(random.nextInt(3)));
            case 4 ->
                acme.snapshot(SnapshotRequest.named("n" + random.nextInt(3)).replaceName());
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
