package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.number;
import static io.varve.tck.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupted threads: the call works or says that it did not, and nobody else notices. */
abstract class InterruptContract extends ContractGroup {

    InterruptContract(StoreFixture fixture) {
        super(fixture);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_by_an_interrupted_thread_works_or_says_so_and_keeps_the_interrupt(StoreCall call) {
        SnapshotStore store = fixture().bare();
        put(ACME, 1, page(1));
        update(ACME, RefUpdate.create("head", bytes("x")));

        Thread.currentThread().interrupt();
        Optional<StoreException> thrown;
        boolean stillInterrupted;
        try {
            thrown = call.on(store);
        } finally {
            stillInterrupted = Thread.interrupted();
        }

        assertThat(stillInterrupted)
                .as("whether the thread is still interrupted after %s", call)
                .isTrue();
        thrown.ifPresent(e -> assertThat(call.mayFailInterruptedWith(e.kind()))
                .as("whether %s may fail so in an interrupted thread: %s: %s", call, e.kind(), e.getMessage())
                .isTrue());
        assertUsable();
    }

    @Test
    void a_commit_by_an_interrupted_thread_is_there_whole_or_not_at_all() {
        update(ACME, RefUpdate.create("a", bytes(0)), RefUpdate.create("b", bytes(0)));
        for (int i : rounds(20, 50)) {
            byte[] old = store().readRef(ACME, "a").orElseThrow();
            byte[] next = bytes(number(old) + 1);
            Thread.currentThread().interrupt();
            try {
                boolean applied = fixture()
                        .bare()
                        .commit(
                                ACME,
                                i,
                                List.of(page(i)),
                                List.of(RefUpdate.replace("a", old, next), RefUpdate.replace("b", old, next)))
                        .isApplied();
                assertThat(applied).isTrue();
                assertThat(Thread.interrupted())
                        .as("whether the thread is still interrupted")
                        .isTrue();
                assertThat(store().readRef(ACME, "a")).contains(next);
            } catch (StoreException e) {
                assertThat(Thread.interrupted())
                        .as("whether the thread is still interrupted")
                        .isTrue();
                if (e.kind() == StoreException.Kind.UNAVAILABLE) {
                    assertThat(store().readRef(ACME, "a")).contains(old);
                } else {
                    assertThat(e.kind()).isEqualTo(StoreException.Kind.OUTCOME_UNKNOWN);
                }
            } finally {
                boolean ignored = Thread.interrupted();
            }
            assertThat(store().readRef(ACME, "b"))
                    .as("ref 'b', always written together with 'a'")
                    .contains(store().readRef(ACME, "a").orElseThrow());
        }
    }

    @Test
    void interrupts_in_the_middle_of_calls_disturb_no_one_else() {
        update(ACME, RefUpdate.create("disturbed", bytes(0)));
        update(GLOBEX, RefUpdate.create("calm", bytes(0)));
        Rounds calls = rounds(100, 2_000);
        AtomicLong calm = new AtomicLong();
        AtomicReference<Thread> victim = new AtomicReference<>();
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong unknown = new AtomicLong();
        Race.of(
                List.of(
                        () -> {
                            victim.set(Thread.currentThread());
                            for (int unused : calls) {
                                incrementDisturbed(acknowledged, unknown);
                            }
                            victim.set(null);
                            boolean ignored = Thread.interrupted();
                        },
                        () -> {
                            for (int i : calls) {
                                update(GLOBEX, RefUpdate.replace("calm", bytes(i), bytes(i + 1)));
                                calm.incrementAndGet();
                            }
                        }),
                List.of(() -> {
                    Thread thread = victim.get();
                    if (thread != null) {
                        thread.interrupt();
                    }
                    Thread.onSpinWait();
                }));

        assertThat(store().readRef(GLOBEX, "calm")).contains(bytes(calm.get()));
        assertThat(number(store().readRef(ACME, "disturbed").orElseThrow()))
                .isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
        assertUsable();
    }

    private void incrementDisturbed(AtomicLong acknowledged, AtomicLong unknown) {
        try {
            SnapshotStore store = fixture().bare();
            byte[] value = store.readRef(ACME, "disturbed").orElseThrow();
            RefUpdate update = RefUpdate.replace("disturbed", value, bytes(number(value) + 1));
            assertThat(store.commit(ACME, 0, List.of(), List.of(update)).isApplied())
                    .isTrue();
            acknowledged.incrementAndGet();
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(StoreException.Kind.UNAVAILABLE, StoreException.Kind.OUTCOME_UNKNOWN);
            if (e.kind() == StoreException.Kind.OUTCOME_UNKNOWN) {
                unknown.incrementAndGet();
            }
            boolean ignored = Thread.interrupted();
        }
    }

    private void assertUsable() {
        put(GLOBEX, 1, page(7));
        assertThat(store().getPages(GLOBEX, List.of(page(7).id()))).hasSize(1);
        for (StoreCall call : StoreCall.values()) {
            assertThat(call.on(store())).as("fault of %s afterwards", call).isEmpty();
        }
    }
}
