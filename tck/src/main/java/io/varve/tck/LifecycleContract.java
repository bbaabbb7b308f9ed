package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Capabilities;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing, at rest and under load. */
abstract class LifecycleContract extends ContractGroup {

    LifecycleContract(StoreFixture fixture) {
        super(fixture);
    }

    @ParameterizedTest
    @EnumSource
    void after_close_every_call_says_closed(StoreCall call) {
        put(ACME, 1, page(1));
        fixture().bare().close();
        assertClosed(call, call.on(fixture().bare()));
    }

    @Test
    void calls_without_work_say_closed_too() {
        SnapshotStore store = fixture().bare();
        store.close();
        assertThat(kindOf(() -> store.commit(ACME, 1, List.of(), List.of()))).contains(StoreException.Kind.CLOSED);
        assertThat(kindOf(() -> store.getPages(ACME, List.of()))).contains(StoreException.Kind.CLOSED);
        assertThat(kindOf(() -> store.deletePages(ACME, List.of(), 1))).contains(StoreException.Kind.CLOSED);
    }

    @Test
    void closing_again_does_nothing() {
        SnapshotStore store = fixture().bare();
        store.close();
        store.close();
        assertClosed(StoreCall.READ_REF, StoreCall.READ_REF.on(store));
    }

    @Test
    void several_threads_may_close_at_the_same_time() {
        SnapshotStore store = fixture().bare();
        put(ACME, 1, page(1));
        Race.of(4, thread -> store::close);
        assertClosed(StoreCall.READ_REF, StoreCall.READ_REF.on(store));
    }

    @Test
    void capabilities_are_always_the_same_also_after_close() {
        SnapshotStore store = fixture().bare();
        Capabilities before = store.capabilities();
        put(ACME, 1, page(1));
        assertThat(store.capabilities()).isEqualTo(before);
        store.close();
        assertThat(store.capabilities()).isEqualTo(before);
    }

    @Test
    void calls_under_way_while_the_store_is_closed_finish_or_say_closed() {
        SnapshotStore store = fixture().bare();
        StoreCall[] calls = StoreCall.values();
        CountDownLatch warm = new CountDownLatch(6);
        List<Race.Task> tasks = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            int first = thread;
            tasks.add(() -> callUntilClosed(store, calls, first, warm));
        }
        tasks.add(() -> {
            warm.await();
            store.close();
        });
        Race.of(tasks, List.of());
        assertClosed(StoreCall.COMMIT_PAGES, StoreCall.COMMIT_PAGES.on(store));
    }

    @Test
    void close_waits_for_no_one_who_could_be_waiting_for_it() {
        SnapshotStore store = fixture().bare();
        CountDownLatch warm = new CountDownLatch(2);
        Race.Task closing = () -> {
            warm.await();
            store.close();
        };
        Race.Task working = () -> callUntilClosed(store, StoreCall.values(), 0, warm);
        Race.of(working, working, closing, closing);
    }

    @Test
    void what_was_acknowledged_while_the_store_was_being_closed_is_there_afterwards() {
        fixture().assumeDurable();
        for (int round = 0; round < 3; round++) {
            SnapshotStore store = fixture().bare();
            TenantId tenant = new TenantId("round-" + round);
            int threads = 4;
            int[] acknowledged = new int[threads];
            CountDownLatch warm = new CountDownLatch(threads);
            List<Race.Task> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                tasks.add(() -> acknowledged[number] = createUntilClosed(store, tenant, number, warm));
            }
            tasks.add(() -> {
                warm.await();
                store.close();
            });
            Race.of(tasks, List.of());

            SnapshotStore reopened = fixture().reopened();
            for (int thread = 0; thread < threads; thread++) {
                for (int i = 0; i < acknowledged[thread]; i++) {
                    assertThat(reopened.readRef(tenant, thread + "/" + i))
                            .as("acknowledged ref %d of thread %d, closed in round %d", i, thread, round)
                            .contains(bytes(i));
                }
            }
        }
    }

    private static void callUntilClosed(SnapshotStore store, StoreCall[] calls, int first, CountDownLatch warm) {
        for (int i = first; ; i++) {
            StoreCall call = calls[i % calls.length];
            Optional<StoreException> thrown = call.on(store);
            if (i == first + calls.length) {
                warm.countDown();
            }
            if (thrown.isPresent() && thrown.get().kind() != StoreException.Kind.UNAVAILABLE) {
                assertClosed(call, thrown);
                warm.countDown();
                return;
            }
        }
    }

    /** Returns how many refs it created: those whose commit returned. */
    private static int createUntilClosed(SnapshotStore store, TenantId tenant, int thread, CountDownLatch warm) {
        int created = 0;
        while (true) {
            int next = created;
            RefUpdate update = RefUpdate.create(thread + "/" + next, bytes(next));
            Optional<StoreException.Kind> thrown = kindOf(() -> store.commit(tenant, 0, List.of(), List.of(update)));
            if (thrown.isEmpty()) {
                created++;
                if (created == 5) {
                    warm.countDown();
                }
            } else if (thrown.get() != StoreException.Kind.UNAVAILABLE) {
                assertThat(thrown).contains(StoreException.Kind.CLOSED);
                return created;
            }
        }
    }

    private static Optional<StoreException.Kind> kindOf(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e.kind());
        }
    }

    private static void assertClosed(StoreCall call, Optional<StoreException> thrown) {
        assertThat(thrown.map(StoreException::kind))
                .as("what %s says of a closed store (%s)", call, thrown)
                .contains(StoreException.Kind.CLOSED);
    }
}
