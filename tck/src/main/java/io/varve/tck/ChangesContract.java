package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.ObservableStore;
import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Telling of changes, which is optional: {@link ObservableStore}. */
abstract class ChangesContract extends ContractGroup {

    /** A second is what a store should keep to; a busy machine may take longer. */
    private static final long PATIENCE_SECONDS = 60;

    ChangesContract(StoreFixture fixture) {
        super(fixture);
    }

    private static ObservableStore.Subscription subscribe(ObservableStore store, BlockingQueue<TenantId> told) {
        try {
            return store.subscribe(told::add);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.UNSUPPORTED) {
                throw new SkippedException("the store's engine can't tell of changes: " + e.getMessage());
            }
            throw e;
        }
    }

    private static void awaitTold(BlockingQueue<TenantId> told, TenantId tenant) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        TenantId next = null;
        try {
            do {
                next = told.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } while (next != null && !next.equals(tenant));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(next)
                .as("tenant that was told of within %d seconds", PATIENCE_SECONDS)
                .isEqualTo(tenant);
    }

    private static void create(ObservableStore store, TenantId tenant, String ref) {
        assertThat(new CheckedStore(store)
                        .commit(tenant, 0, List.of(), List.of(RefUpdate.create(ref, bytes("x"))))
                        .isApplied())
                .isTrue();
    }

    @Test
    void stores_to_which_somebody_is_subscribed_tell_each_other_of_tenants_that_change() {
        ObservableStore one = fixture().observable();
        ObservableStore other = fixture().anotherObservable();
        BlockingQueue<TenantId> toOne = new LinkedBlockingQueue<>();
        BlockingQueue<TenantId> toOther = new LinkedBlockingQueue<>();
        try (ObservableStore.Subscription first = subscribe(one, toOne);
                ObservableStore.Subscription second = subscribe(other, toOther)) {
            assertThat(first).isNotEqualTo(second);
            create(one, ACME, "a");
            awaitTold(toOther, ACME);
            create(other, GLOBEX, "a");
            awaitTold(toOne, GLOBEX);
            create(other, ACME, "b");
            awaitTold(toOne, ACME);
        }
    }

    @Test
    void one_subscription_may_end_while_another_lasts() {
        ObservableStore one = fixture().observable();
        ObservableStore other = fixture().anotherObservable();
        BlockingQueue<TenantId> ended = new LinkedBlockingQueue<>();
        BlockingQueue<TenantId> lasting = new LinkedBlockingQueue<>();
        ObservableStore.Subscription ending = subscribe(one, ended);
        try (ObservableStore.Subscription here = subscribe(one, lasting);
                ObservableStore.Subscription there = subscribe(other, new LinkedBlockingQueue<>())) {
            assertThat(here).isNotEqualTo(there);
            ending.close();
            ending.close();
            create(other, ACME, "a");
            awaitTold(lasting, ACME);
            create(other, GLOBEX, "a");
            awaitTold(lasting, GLOBEX);
            assertThat(ended).as("what was told after the end").isEmpty();
        }
    }

    @Test
    void closing_the_store_ends_subscriptions_and_refuses_new_ones() {
        ObservableStore store = fixture().observable();
        ObservableStore.Subscription subscription = subscribe(store, new LinkedBlockingQueue<>());
        create(store, ACME, "a");
        store.close();
        subscription.close();
        StoreException thrown = catchThrowableOfType(StoreException.class, () -> store.subscribe(tenant -> {}));
        assertThat(thrown).as("what subscribing to a closed store throws").isNotNull();
        assertThat(thrown.kind()).isEqualTo(StoreException.Kind.CLOSED);
    }
}
