package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Seq;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrencyTest extends BackendTest {

    private static final int THREADS = 8;
    private static final int INCREMENTS = 60;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void noUpdateIsLostAmongThreads(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        Set<Long> results = ConcurrentHashMap.newKeySet();
        Workers writers = new Workers();
        for (int t = 0; t < THREADS; t++) {
            String key = "thread " + t;
            writers.start(() -> {
                for (int i = 1; i <= INCREMENTS; i++) {
                    int number = i;
                    results.add(acme.apply(state -> state.incremented().with(key, number))
                            .count());
                }
            });
        }
        writers.join();

        assertThat(results).as("each call's own result").hasSize(THREADS * INCREMENTS);
        assertThatNothingIsLost(acme.state());
        assertThatNothingIsLost(reopen().tenant("acme").state());
    }

    private static void assertThatNothingIsLost(Ledger state) {
        assertThat(state.count()).isEqualTo(THREADS * INCREMENTS);
        assertThat(state.entries().size()).isEqualTo(THREADS);
        assertThat(state.entries().values()).allMatch(entry -> entry.number() == INCREMENTS);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void snapshotsTakenMeanwhileAreStatesThatWereTheHeadInTheirOrder(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        Workers workers = new Workers();
        for (int t = 0; t < 4; t++) {
            workers.start(() -> {
                for (int i = 0; i < INCREMENTS; i++) {
                    acme.apply(state -> state.incremented().with("key " + state.count() % 50, state.count()));
                }
            });
        }
        for (int t = 0; t < 2; t++) {
            String name = "snapshot " + t + "-";
            workers.start(() -> {
                for (int i = 0; i < 12; i++) {
                    acme.snapshot(SnapshotRequest.named(name + i));
                }
            });
        }
        workers.join();

        Tenant<Ledger> reopened = reopen().tenant("acme");
        Seq<SnapshotInfo> snapshots = reopened.snapshots();
        assertThat(snapshots).hasSize(24);
        assertThat(snapshots.map(SnapshotInfo::sequence).asJava()).isSorted().doesNotHaveDuplicates();
        assertThat(snapshots.map(SnapshotInfo::stateVersion).asJava()).isSorted();
        assertThat(snapshots).allSatisfy(info -> {
            Ledger state = reopened.at(SnapshotRef.id(info.id())).state();
            assertThat(state.count()).isEqualTo(info.stateVersion());
            assertThat(state.entries().size()).isEqualTo((int) Math.min(50, state.count()));
        });
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void readersSeeTheHeadOnlyGoForward(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        AtomicBoolean done = new AtomicBoolean();
        Workers readers = new Workers();
        for (int t = 0; t < 2; t++) {
            readers.start(() -> {
                long last = 0;
                while (!done.get()) {
                    Ledger state = acme.state();
                    assertThat(state.count()).isGreaterThanOrEqualTo(last);
                    assertThat(state.note()).isEqualTo(state.count() == 0 ? "" : "note " + state.count());
                    last = state.count();
                }
            });
        }
        Workers writers = new Workers();
        for (int t = 0; t < 4; t++) {
            writers.start(() -> {
                for (int i = 0; i < INCREMENTS; i++) {
                    long mine = acme.apply(state ->
                                    new Ledger(state.count() + 1, "note " + (state.count() + 1), state.entries()))
                            .count();
                    assertThat(acme.state().count())
                            .as("a thread sees what it did itself")
                            .isGreaterThanOrEqualTo(mine);
                }
            });
        }
        writers.join();
        done.set(true);
        readers.join();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aNameIsGivenToOneOfManyThreads(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        Set<String> given = ConcurrentHashMap.newKeySet();
        Workers workers = new Workers();
        for (int t = 0; t < THREADS; t++) {
            workers.start(() -> {
                for (int i = 0; i < 10; i++) {
                    try {
                        SnapshotInfo info = acme.snapshot(SnapshotRequest.named("name " + i));
                        assertThat(given.add(info.name().get())).isTrue();
                    } catch (DuplicateNameException e) {
                        assertThat(acme.find(SnapshotRef.named("name " + i))).isNotEmpty();
                    }
                }
            });
        }
        workers.join();

        assertThat(given).hasSize(10);
        assertThat(acme.snapshots()).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void tenantsAreCreatedOnceAmongThreads(Durability mode) throws Exception {
        StateManager<Ledger> states = open(builder -> builder.durability(mode));
        Set<String> created = ConcurrentHashMap.newKeySet();
        Workers workers = new Workers();
        for (int t = 0; t < THREADS; t++) {
            workers.start(() -> {
                for (int i = 0; i < 5; i++) {
                    String id = "tenant-" + i;
                    try {
                        states.createTenant(id);
                        assertThat(created.add(id)).isTrue();
                    } catch (TenantExistsException e) {
                        assertThat(states.tenant(id).id()).isEqualTo(id);
                    }
                    states.tenant(id).apply(Ledger::incremented);
                }
            });
        }
        workers.join();

        assertThat(created).hasSize(5);
        assertThat(states.tenants())
                .hasSize(5)
                .allSatisfy(id -> assertThat(states.tenant(id).state().count()).isEqualTo(THREADS));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void closingWhileThreadsWriteLosesNothingThatWasAcknowledged(Durability mode) throws Exception {
        StateManager<Ledger> states = open(builder -> builder.durability(mode));
        Tenant<Ledger> acme = states.createTenant("acme");
        Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
        Workers writers = new Workers();
        for (int t = 0; t < 4; t++) {
            writers.start(() -> {
                try {
                    while (true) {
                        acknowledged.add(acme.apply(Ledger::incremented).count());
                    }
                } catch (ClosedException e) {
                    // The end of this thread's work.
                }
            });
        }
        while (acknowledged.size() < 50) {
            Thread.onSpinWait();
        }
        states.close();
        writers.join();

        long there = reopen().tenant("acme").state().count();
        assertThat(acknowledged).allMatch(count -> count <= there);
        assertThat(there)
                .as("every change but such as were cut off by closing")
                .isBetween((long) acknowledged.size(), acknowledged.size() + 4L);
    }
}
