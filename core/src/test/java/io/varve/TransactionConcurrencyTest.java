package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of many threads on one tenant, beside writers that use none. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionConcurrencyTest extends BackendTest {

    private static final int THREADS = 8;
    private static final int TRANSACTIONS = 4;
    private static final int STEPS = 3;

    private static Transition<Ledger> mark(String key, int number) {
        return state -> state.incremented().with(key, number);
    }

    private static Transaction<Ledger> transaction(Tenant<Ledger> acme, String name) {
        return acme.transaction(name)
                .step(mark(name, 1))
                .checkpoint("two", mark(name, 2))
                .step(mark(name, 3));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void noUpdateIsLostAndEveryCheckpointIsExactlyItsStep(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        AtomicBoolean done = new AtomicBoolean();
        Workers readers = new Workers();
        readers.start(() -> {
            while (!done.get()) {
                acme.state().entries().forEach((key, entry) -> {
                    if (key.startsWith("atomic")) {
                        assertThat(entry.number()).as("what is seen of " + key).isEqualTo(STEPS);
                    }
                });
            }
        });
        Workers writers = new Workers();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            writers.start(() -> {
                for (int i = 0; i < TRANSACTIONS; i++) {
                    String name = thread + "-" + i;
                    switch (thread % 4) {
                        case 0, 1 ->
                            assertThat(transaction(acme, "stepwise-" + name)
                                            .run()
                                            .isRight())
                                    .isTrue();
                        case 2 ->
                            assertThat(transaction(acme, "atomic-" + name)
                                            .atomic()
                                            .run()
                                            .isRight())
                                    .isTrue();
                        default -> {
                            for (int step = 1; step <= STEPS; step++) {
                                acme.apply(mark("plain-" + name, step));
                            }
                        }
                    }
                }
            });
        }
        writers.join();
        done.set(true);
        readers.join();

        assertThatNothingIsLost(acme);
        assertThatNothingIsLost(reopen(builder -> builder.durability(mode)).tenant("acme"));
    }

    private static void assertThatNothingIsLost(Tenant<Ledger> acme) {
        assertThat(acme.state().count()).isEqualTo(THREADS * TRANSACTIONS * STEPS);
        assertThat(acme.state().entries().size()).isEqualTo(THREADS * TRANSACTIONS);
        assertThat(acme.state().entries().values()).allMatch(entry -> entry.number() == STEPS);
        assertThat(acme.snapshots().filter(info -> info.name().isDefined()))
                .hasSize(THREADS * TRANSACTIONS * 3 / 4)
                .allSatisfy(info -> {
                    String key = info.metadata().get(Transaction.NAME_KEY).get();
                    Ledger state = acme.at(SnapshotRef.id(info.id())).state();
                    assertThat(state.entries().get(key).get().number())
                            .as("what " + info.label() + " has of its transaction")
                            .isEqualTo(2);
                });
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void goingBackNeverTakesAwayWhatOthersDidMeanwhile(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        AtomicInteger acknowledged = new AtomicInteger();
        CountDownLatch underWay = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Workers writers = new Workers();
        writers.start(() -> {
            while (!done.get()) {
                acme.apply(Ledger::incremented);
                acknowledged.incrementAndGet();
                underWay.countDown();
            }
        });
        underWay.await();
        int back = 0;
        for (int i = 0; i < 30; i++) {
            String key = "key " + i;
            TransactionFailure<Ledger> failure = acme.transaction("t" + i)
                    .step(state -> state.with(key, 1))
                    .step(state -> null)
                    .run()
                    .getLeft();
            try {
                failure.rollbackToInitial(RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
                back++;
            } catch (ConflictException e) {
                assertThat(acme.state().entries().containsKey(key)).isTrue();
            }
        }
        done.set(true);
        writers.join();

        assertThat(acme.state().count()).isEqualTo(acknowledged.get());
        assertThat(acme.state().entries().size()).isEqualTo(30 - back);
    }

    @Test
    void oneNameIsForOneRunAtATime() throws Exception {
        Tenant<Ledger> acme = open().createTenant("acme");
        AtomicInteger through = new AtomicInteger();
        Workers workers = new Workers();
        for (int t = 0; t < THREADS; t++) {
            workers.start(() -> {
                try {
                    var outcome = acme.transaction("same")
                            .checkpoint("a", Ledger::incremented)
                            .run();
                    if (outcome.isRight()) {
                        through.incrementAndGet();
                    } else {
                        assertThat(outcome.getLeft().cause()).isInstanceOf(DuplicateNameException.class);
                    }
                } catch (DuplicateNameException e) {
                    assertThat(acme.find(SnapshotRef.named("same/a"))).isNotEmpty();
                }
            });
        }
        workers.join();

        assertThat(through.get()).isEqualTo(1);
        assertThat(acme.state().count()).isEqualTo(1);
    }

    @Test
    void aFailureMayBeRecoveredFromByManyThreadsAtOnce() throws Exception {
        Tenant<Ledger> acme = open().createTenant("acme");
        AtomicBoolean broken = new AtomicBoolean(true);
        TransactionFailure<Ledger> failure = acme.transaction("t")
                .checkpoint("a", Ledger::incremented)
                .step(state -> {
                    if (broken.get()) {
                        throw new IllegalStateException("broken");
                    }
                    return state.incremented();
                })
                .checkpoint("b", Ledger::incremented)
                .run()
                .getLeft();
        broken.set(false);
        Workers workers = new Workers();
        for (int t = 0; t < THREADS; t++) {
            workers.start(
                    () -> assertThat(failure.resume().get().state().count()).isEqualTo(3));
        }
        workers.join();

        assertThat(acme.state().count()).isEqualTo(3);
        assertThat(acme.snapshots().flatMap(SnapshotInfo::name)).containsExactly("t/a", "t/b");
        assertThatThrownBy(() -> acme.transaction("t")
                        .checkpoint("a", Ledger::incremented)
                        .run())
                .isInstanceOf(DuplicateNameException.class);
    }
}
