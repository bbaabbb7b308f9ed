package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bundles of tenants that two managers share, as in two processes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedBundleTest {

    private static final Sharing OFTEN =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofMillis(10));

    private final SharedStores stores = SharedStores.inMemory();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        stores.close();
    }

    private StateManager<Ledger> open() {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .memoryBudget(0)
                .shared(OFTEN)
                .open();
        opened.add(states);
        return states;
    }

    private static Ledger changed(Ledger state, long number) {
        return new Ledger(
                state.count() + 1,
                "changed all over",
                state.entries()
                        .putAll(Iterator.range(0, 3_000)
                                .map(k -> Tuple.of("key " + k, new Ledger.Entry("text", number + k)))));
    }

    @Test
    void whatOneImportsTheOtherSeesAndLeavesWhenItCollects() throws IOException {
        StateManager<Ledger> one = open();
        StateManager<Ledger> other = open();
        Tenant<Ledger> acme = one.createTenant("acme");
        acme.apply(state -> changed(state, 0));
        acme.snapshot(SnapshotRequest.named("v1"));
        Tenant<Ledger> mine = BundleTest.imported(one, BundleTest.exported(acme.exportBundle()), "copy")
                .tenant();
        Tenant<Ledger> theirs = other.tenant("copy");
        for (int i = 1; i <= 18; i++) {
            long number = 1_000_000L * i;
            acme.apply(state -> changed(state, number));
            acme.snapshot();
        }
        byte[] since = BundleTest.exported(acme.exportBundle().since(SnapshotRef.named("v1")));
        int[] collected = {0};

        var unused = one.importBundle().as("copy").from(new FilterInputStream(new ByteArrayInputStream(since)) {
            private int read;

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int count = super.read(to, offset, length);
                int every = since.length / 6;
                if (read / every != (read + Math.max(0, count)) / every) {
                    System.gc();
                    theirs.collectGarbage();
                    collected[0]++;
                }
                read += Math.max(0, count);
                return count;
            }
        });

        assertThat(collected[0]).isGreaterThan(3);
        StoreCheck.of(stores.data(), "copy").requireNothingMissing("copy");
        theirs.refresh();
        BundleTest.assertSame(acme, theirs);
        BundleTest.assertSame(acme, mine);
    }

    @Test
    void aTenantThatAnotherImportsIsNotSeenBeforeItIsThere() {
        StateManager<Ledger> one = open();
        StateManager<Ledger> other = open();
        one.createTenant("acme").apply(Ledger::incremented);
        byte[] bundle = BundleTest.exported(one.tenant("acme").exportBundle());

        assertThatThrownBy(() ->
                        one.importBundle().as("copy").from(new ByteArrayInputStream(bundle, 0, bundle.length - 1)))
                .isInstanceOf(BundleRefusedException.class);

        assertThat(other.findTenant("copy")).isEmpty();
        assertThat(other.importBundle().unfinished()).containsExactly("copy");
        assertThat(BundleTest.imported(other, bundle, "copy").tenant().state().count())
                .isEqualTo(1);
        assertThat(one.tenant("copy").state().count()).isEqualTo(1);
    }
}
