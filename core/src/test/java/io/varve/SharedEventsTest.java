package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.event.ListenerRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners are told of what another process does with a tenant that is shared with it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedEventsTest {

    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));

    private final SharedStores stores = SharedStores.inMemory();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();
    private final EventWitness witness = new EventWitness();

    private Tenant<Ledger> tenant() {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .shared(SELDOM)
                .open();
        opened.add(states);
        return states.tenantOrCreate("acme");
    }

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        stores.close();
    }

    @Test
    void whatOthersDidIsToldWhenItIsSeen() {
        Tenant<Ledger> here = tenant();
        Tenant<Ledger> there = tenant();
        here.apply(Ledger::incremented);
        here.snapshot(SnapshotRequest.named("old"));
        ListenerRegistration registration = here.listen(witness);
        there.snapshot(SnapshotRequest.named("a"));
        there.apply(Ledger::incremented);
        there.apply(TransitionContext.by("other"), Ledger::incremented);
        there.snapshot(SnapshotRequest.named("b"));
        there.delete(SnapshotRef.named("old"));
        there.hold(SnapshotRef.named("a"), HoldRequest.named("audit"));
        assertThat(registration.awaitDelivered(Duration.ofSeconds(60))).isTrue();
        assertThat(witness.lines()).containsExactly("acme v1 started with 1");
        // A change of this process is run on what there is, so that is told first.
        here.apply(Ledger::incremented);

        assertThat(registration.awaitDelivered(Duration.ofSeconds(60))).isTrue();
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines())
                .containsExactly(
                        "acme v1 started with 1",
                        "acme v1 elsewhere took a of 1",
                        "acme v3 elsewhere changed from v1: 1 → 3",
                        "acme v3 elsewhere took b of 3",
                        "acme v3 elsewhere removed old",
                        "acme v4 TRANSITION from v3: 3 → 4");
        assertThat(here.audit().flatMap(AuditEntry::who)).contains("other");
    }

    @Test
    void whatOthersSayOfASnapshotIsTold() {
        Tenant<Ledger> here = tenant();
        Tenant<Ledger> there = tenant();
        here.snapshot(SnapshotRequest.named("a"));
        ListenerRegistration registration = here.listen(witness);
        there.hold(SnapshotRef.named("a"), HoldRequest.named("audit"));
        Ledger unused = here.refresh();

        assertThat(registration.awaitDelivered(Duration.ofSeconds(60))).isTrue();
        assertThat(witness.lines())
                .containsExactly("acme v0 started with 0", "acme v0 elsewhere edited a → a with 1 holds");
    }
}
