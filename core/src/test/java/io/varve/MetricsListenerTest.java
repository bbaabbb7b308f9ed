package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.metrics.MetricsListener;
import io.varve.metrics.TransitionOutcome;
import io.varve.tck.FaultStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class MetricsListenerTest extends BackendTest {

    /** Writes down what it is told. */
    private static final class Witness implements MetricsListener {

        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private final AtomicLong pagesRead = new AtomicLong();
        private final AtomicLong bytesRead = new AtomicLong();
        private final AtomicLong pagesWritten = new AtomicLong();
        private final AtomicLong bytesWritten = new AtomicLong();
        private final AtomicInteger retries = new AtomicInteger();

        @Override
        public void onTransition(String tenantId, TransitionOutcome outcome, Duration took) {
            events.add(tenantId + " " + outcome + (took.isNegative() ? " in no time" : ""));
        }

        @Override
        public void onSnapshot(String tenantId, Duration took) {
            events.add(tenantId + " snapshot");
        }

        @Override
        public void onRollback(String tenantId, Duration took) {
            events.add(tenantId + " rollback");
        }

        @Override
        public void onPagesRead(String tenantId, int pages, long bytes) {
            pagesRead.addAndGet(pages);
            bytesRead.addAndGet(bytes);
        }

        @Override
        public void onPagesWritten(String tenantId, int pages, long bytes) {
            pagesWritten.addAndGet(pages);
            bytesWritten.addAndGet(bytes);
        }

        @Override
        public void onRetry(String tenantId) {
            retries.incrementAndGet();
        }
    }

    @Test
    void isToldOfWhatWasDone() {
        Witness witness = new Witness();
        Tenant<Ledger> acme = open(builder ->
                        builder.durability(Durability.ON_SNAPSHOT).metricsListener(witness))
                .createTenant("acme");
        acme.apply(Ledger::incremented);
        acme.apply(state -> state);
        try {
            acme.apply(state -> null);
        } catch (TransitionFailedException expected) {
            assertThat(expected).hasMessageContaining("null");
        }
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(witness.events)
                .containsExactly("acme APPLIED", "acme UNCHANGED", "acme FAILED", "acme snapshot", "acme rollback");
    }

    @Test
    void isToldOfAllPages() {
        Witness witness = new Witness();
        open(builder -> builder.durability(Durability.ON_SNAPSHOT).metricsListener(witness))
                .createTenant("acme")
                .apply(state -> state.with("a", 1).with("b", 2));
        Witness second = new Witness();
        StateManager<Ledger> states = reopen(builder -> builder.metricsListener(second));
        assertThat(states.tenant("acme").state().entries()).hasSize(2);

        assertThat(second.pagesRead).hasValue(states.metrics().pages().read());
        assertThat(second.bytesRead).hasValue(states.metrics().pages().bytesRead());
        assertThat(witness.pagesWritten).hasPositiveValue();
        assertThat(witness.bytesWritten).hasPositiveValue();
    }

    @Test
    void isToldOfRetries() {
        Witness witness = new Witness();
        List<FaultStore> faulty = new ArrayList<>();
        Tenant<Ledger> acme = open(
                        store -> {
                            faulty.add(new FaultStore(store));
                            return faulty.get(0);
                        },
                        builder -> builder.durability(Durability.ON_SNAPSHOT).metricsListener(witness))
                .createTenant("acme");
        acme.apply(Ledger::incremented);
        faulty.get(0).follow(WriteFault.UNAVAILABLE.at(write -> write < 2));
        acme.snapshot();
        faulty.get(0).follow(WriteFault.UNKNOWN_NOT_APPLIED.at(write -> write < 1));
        acme.snapshot();

        assertThat(witness.retries).hasValue(3);
    }

    @Test
    void mayThrowWithoutHurtingAnybody() {
        MetricsListener broken = new MetricsListener() {
            @Override
            public void onTransition(String tenantId, TransitionOutcome outcome, Duration took) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onSnapshot(String tenantId, Duration took) {
                throw new AssertionError("broken");
            }

            @Override
            public void onPagesWritten(String tenantId, int pages, long bytes) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onPagesRead(String tenantId, int pages, long bytes) {
                throw new IllegalStateException("broken");
            }
        };
        Tenant<Ledger> acme = open(builder ->
                        builder.durability(Durability.EVERY_TRANSITION).metricsListener(broken))
                .createTenant("acme");
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));

        Tenant<Ledger> reopened =
                reopen(builder -> builder.metricsListener(broken)).tenant("acme");
        assertThat(reopened.state().count()).isEqualTo(1);
        assertThat(reopened.find(SnapshotRef.named("v1"))).isNotEmpty();
    }

    @Test
    void mayReadButNotChangeTenants() {
        List<Tenant<Ledger>> tenants = new ArrayList<>();
        List<String> refusals = Collections.synchronizedList(new ArrayList<>());
        List<Long> counts = Collections.synchronizedList(new ArrayList<>());
        MetricsListener meddling = new MetricsListener() {
            @Override
            public void onTransition(String tenantId, TransitionOutcome outcome, Duration took) {
                counts.add(tenants.get(0).state().count());
                meddle();
            }

            @Override
            public void onPagesWritten(String tenantId, int pages, long bytes) {
                if (!tenants.isEmpty()) {
                    meddle();
                }
            }

            private void meddle() {
                try {
                    tenants.get(0).apply(Ledger::incremented);
                } catch (NestedTransitionException e) {
                    refusals.add(e.getMessage());
                }
            }
        };
        tenants.add(
                open(builder -> builder.durability(Durability.EVERY_TRANSITION).metricsListener(meddling))
                        .createTenant("acme"));

        tenants.get(0).apply(Ledger::incremented);

        assertThat(counts).containsExactly(1L);
        assertThat(refusals)
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .contains("metrics listener")
                        .contains("acme")
                        .contains("another thread"));
        assertThat(tenants.get(0).state().count()).isEqualTo(1);
        tenants.get(0).apply(Ledger::incremented);
        assertThat(tenants.get(0).state().count()).isEqualTo(2);
    }

    @Test
    void aTransitionStaysATransitionAfterTheListenerWasCalledWithinIt() {
        Witness witness = new Witness();
        open(builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme")
                .apply(state -> {
                    Ledger next = state;
                    for (int i = 0; i < 500; i++) {
                        next = next.with("key " + i, i);
                    }
                    return next;
                });
        Tenant<Ledger> acme =
                reopen(builder -> builder.metricsListener(witness)).tenant("acme");
        acme.state();
        long before = witness.pagesRead.get();
        List<NestedTransitionException> refused = new ArrayList<>();
        acme.apply(state -> {
            assertThat(state.entries().get("key 17")).isNotEmpty(); // reads pages
            try {
                acme.apply(Ledger::incremented);
            } catch (NestedTransitionException e) {
                refused.add(e);
            }
            return state.incremented();
        });

        assertThat(witness.pagesRead.get()).isGreaterThan(before);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0)).hasMessageContaining("a transition of tenant 'acme'");
    }
}
