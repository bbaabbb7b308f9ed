package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds and policies where two managers share a tenant, as two processes would. */
class SharedPolicyTest {

    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));
    private static final SnapshotRef V1 = SnapshotRef.named("v1");

    private final SharedStores stores = SharedStores.inMemory();
    private final TestClock clock = new TestClock();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();
    private Tenant<Ledger> here;
    private Tenant<Ledger> there;

    @BeforeEach
    void openBoth() {
        here = open().tenantOrCreate("acme");
        there = open().tenant("acme");
        here.apply(Ledger::incremented);
        here.snapshot(SnapshotRequest.named("v1"));
        there.refresh();
    }

    private StateManager<Ledger> open() {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .clock(clock)
                .shared(SELDOM)
                .stateLimit(1_000_000)
                .automaticSnapshots(SnapshotPolicy.everyChanges(4))
                .open();
        opened.add(states);
        return states;
    }

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        stores.close();
    }

    @Test
    void aHoldThatAnotherProcessHasPlacedIsRespectedAtOnce() {
        there.hold(V1, HoldRequest.named("case-12"));

        assertThatThrownBy(() -> here.delete(V1)).isInstanceOf(SnapshotHeldException.class);
        assertThat(here.prune(RetentionPolicy.keepAll().keepNamed(0)).removed()).isEmpty();
        here.release(V1, "case-12");
        there.delete(V1);
        here.refresh();
        assertThat(here.snapshots()).isEmpty();
    }

    @Test
    void aSnapshotThatAnotherProcessHasRemovedCantBeHeld() {
        there.delete(V1);

        assertThatThrownBy(() -> here.hold(V1, HoldRequest.named("case-12")))
                .isInstanceOf(SnapshotNotFoundException.class);
    }

    @Test
    void holdsOfBothProcessesAreKept() {
        there.hold(V1, HoldRequest.named("there"));
        here.hold(V1, HoldRequest.named("here"));
        there.refresh();

        assertThat(there.find(V1).get().holds().map(SnapshotHold::name)).containsExactly("there", "here");
        assertThat(there.audit().map(AuditEntry::kind)).containsExactly(AuditKind.HOLD, AuditKind.HOLD);
        there.apply(Ledger::incremented);
        here.release(V1, "there");
        assertThat(here.state().count()).isEqualTo(2);
    }

    @Test
    void theChangesOfBothProcessesAreCountedTogether() {
        here.apply(Ledger::incremented);
        there.apply(Ledger::incremented);
        here.apply(Ledger::incremented);
        there.apply(Ledger::incremented);
        here.refresh();

        assertThat(here.snapshots().map(SnapshotInfo::stateVersion)).containsExactly(1L, 5L);
        assertThat(there.snapshots()).containsExactlyElementsOf(here.snapshots());
    }

    @Test
    void aRiskyTransitionIsOneChangeWithItsSnapshotAlsoIfAnotherProcessWasFaster() {
        Tenant<Ledger> risky = openRisky();
        there.apply(Ledger::incremented);
        Transition<Ledger> migration = state -> state.noted("migrated from " + state.count());
        risky.apply(migration.risky());
        there.refresh();

        assertThat(there.state().note()).isEqualTo("migrated from 2");
        assertThat(there.at(SnapshotRef.latest()).state().count()).isEqualTo(2);
        assertThat(there.at(SnapshotRef.latest()).state().note()).isEmpty();
    }

    private Tenant<Ledger> openRisky() {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .clock(clock)
                .shared(SELDOM)
                .automaticSnapshots(SnapshotPolicy.beforeRisky())
                .open();
        opened.add(states);
        return states.tenant("acme");
    }
}
