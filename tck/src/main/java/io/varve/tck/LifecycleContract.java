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
import java.util.concurrent.atomic.AtomicBoolean;
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
        assertThat(kindOf(() -> store.deletePages(ACME, UNGUARDED, List.of(), 1)))
                .contains(StoreException.Kind.CLOSED);
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
        CountDownLatch warm = new CountDownLatch(6);
        AtomicBoolean closed = new AtomicBoolean();
        List<Race.Task> tasks = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            int first = thread;
            tasks.add(() -> callUntilClosed(store, first, warm, closed));
        }
        tasks.add(() -> {
            warm.await();
            store.close();
            closed.set(true);
        });
        Race.of(tasks, List.of());
        assertClosed(StoreCall.COMMIT_PAGES, StoreCall.COMMIT_PAGES.on(store));
    }

    @Test
    void close_waits_for_no_one_who_could_be_waiting_for_it() {
        SnapshotStore store = fixture().bare();
        CountDownLatch warm = new CountDownLatch(2);
        AtomicBoolean closed = new AtomicBoolean();
        Race.Task closing = () -> {
            warm.await();
            store.close();
            closed.set(true);
        };
        Race.Task working = () -> callUntilClosed(store, 0, warm, closed);
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
            AtomicBoolean closed = new AtomicBoolean();
            List<Race.Task> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                tasks.add(() -> acknowledged[number] = createUntilClosed(store, tenant, number, warm, closed));
            }
            tasks.add(() -> {
                warm.await();
                store.close();
                closed.set(true);
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

    /** Makes all kinds of calls until one says that the store is closed, as every call does that begins after close. */
    private static void callUntilClosed(SnapshotStore store, int first, CountDownLatch warm, AtomicBoolean closed) {
        StoreCall[] calls = StoreCall.values();
        try {
            for (int i = first; ; i++) {
                StoreCall call = calls[i % calls.length];
                boolean begunAfterClose = closed.get();
                Optional<StoreException> thrown = call.on(store);
                if (begunAfterClose || thrown.isPresent() && thrown.get().kind() != StoreException.Kind.UNAVAILABLE) {
                    assertClosed(call, thrown);
                    return;
                }
                if (i == first + calls.length) {
                    warm.countDown();
                }
            }
        } finally {
            warm.countDown();
        }
    }

    /** Returns how many refs it created: those whose commit returned. */
    private static int createUntilClosed(
            SnapshotStore store, TenantId tenant, int thread, CountDownLatch warm, AtomicBoolean closed) {
        int created = 0;
        while (true) {
            boolean begunAfterClose = closed.get();
            RefUpdate update = RefUpdate.create(thread + "/" + created, bytes(created));
            Optional<StoreException.Kind> thrown = kindOf(() -> store.commit(tenant, 0, List.of(), List.of(update)));
            if (begunAfterClose || thrown.isPresent() && thrown.get() != StoreException.Kind.UNAVAILABLE) {
                warm.countDown();
                assertThat(thrown)
                        .as("fault of a commit while the store is closed")
                        .contains(StoreException.Kind.CLOSED);
                return created;
            }
            if (thrown.isEmpty() && ++created == 5) {
                warm.countDown();
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
