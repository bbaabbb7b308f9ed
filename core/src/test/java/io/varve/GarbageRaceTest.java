package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Collections beside everything else. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbageRaceTest extends BackendTest {

    private static final int ENTRIES = 150;
    private static final int COLLECTIONS = 8;

    private SnapshotStore raw;

    /** All entries have the count of the ledger, so that a state can be checked by itself. */
    private static Ledger next(Ledger state) {
        long count = state.count() + 1;
        return new Ledger(
                count,
                "note " + count,
                state.entries()
                        .putAll(Iterator.range(0, ENTRIES)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("count " + count, count)))));
    }

    private static void check(Ledger state) {
        int seen = 0;
        for (var entry : state.entries()) {
            assertThat(entry._2().number()).isEqualTo(state.count());
            seen++;
        }
        assertThat(seen).isEqualTo(state.count() == 0 ? 0 : ENTRIES);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void nothingIsLostWhileOthersWriteReadSnapshotDeleteAndRollBack(Durability mode) throws Exception {
        StateManager<Ledger> states = open(
                store -> {
                    raw = store;
                    return store;
                },
                builder -> builder.durability(mode).memoryBudget(10_000));
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.apply(GarbageRaceTest::next);
        acme.snapshot(SnapshotRequest.named("first"));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger opened = new AtomicInteger();
        Workers workers = new Workers();
        workers.start(() -> {
            while (!done.get()) {
                acme.apply(GarbageRaceTest::next);
                // A state that the head no longer shares anything with, back again.
                Ledger held = acme.at(SnapshotRef.named("first")).state();
                acme.apply(state -> held);
            }
        });
        workers.start(() -> {
            for (int i = 0; !done.get(); i++) {
                acme.snapshot(SnapshotRequest.named("s" + i));
                if (i % 3 == 2) {
                    acme.rollback(SnapshotRef.named("s" + (i - 1)), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
                }
                if (i > 3) {
                    acme.delete(SnapshotRef.named("s" + (i - 4)));
                }
                if (i % 20 == 0) {
                    acme.footprint(SnapshotRef.named("s" + i)); // In ASYNC, waits for all that waits to be written.
                }
            }
        });
        for (int r = 0; r < 2; r++) {
            workers.start(() -> {
                while (!done.get()) {
                    check(acme.state());
                    try {
                        check(acme.at(SnapshotRef.index(1)).state());
                        check(acme.at(SnapshotRef.latest()).state());
                        if (opened.getAndIncrement() % 100 == 0) {
                            acme.footprint(SnapshotRef.index(2));
                        }
                    } catch (SnapshotNotFoundException e) {
                        assertThat(e).hasMessageContaining("acme");
                    }
                }
            });
        }
        long deleted = 0;
        // In ASYNC, each waits until what waits is on disk.
        int collections = mode == Durability.ASYNC ? 2 : COLLECTIONS;
        for (int i = 0; (i < collections || opened.get() == 0) && !workers.failed(); i++) {
            deleted += i % 5 == 1
                    ? states.collectGarbage().pagesDeleted()
                    : acme.collectGarbage().pagesDeleted();
            if (i % 8 == 0) {
                System.gc();
            }
        }
        done.set(true);
        workers.join();

        assertThat(deleted).isPositive();
        acme.collectGarbage();
        StoreCheck.of(raw, "acme").requireNothingMissing("after the race");
        Tenant<Ledger> again = reopen(builder -> builder.durability(mode)).tenant("acme");
        check(again.state());
        again.snapshots()
                .forEach(info -> check(again.at(SnapshotRef.id(info.id())).state()));
    }
}
