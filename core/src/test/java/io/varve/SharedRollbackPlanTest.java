package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.StatePath;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans and reverts of a tenant that another process changes meanwhile. */
class SharedRollbackPlanTest {

    /** So that nothing is seen unless it is looked for. */
    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));

    private static final StatePath NOTE = StatePath.root().component("note");

    private final SharedStores stores = SharedStores.inMemory();
    private final StateManager<Ledger> here = open();
    private final StateManager<Ledger> there = open();
    private Tenant<Ledger> ours;
    private Tenant<Ledger> theirs;

    private StateManager<Ledger> open() {
        return StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .shared(SELDOM)
                .open();
    }

    @BeforeEach
    void change() {
        ours = here.createTenant("acme");
        theirs = there.tenant("acme");
        ours.apply(state -> state.noted("one").with("a", 1));
        ours.snapshot(SnapshotRequest.named("v1"));
        ours.apply(state -> state.noted("two").with("a", 2));
        ours.snapshot(SnapshotRequest.named("v2"));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        stores.close();
    }

    @Test
    void aPlanIsNotDoneIfAnotherProcessHasMovedTheHead() {
        RollbackPlan<Ledger> plan = ours.planRollback(SnapshotRef.named("v1"));
        Ledger head = theirs.apply(Ledger::incremented);

        assertThatThrownBy(plan::execute).isInstanceOf(ConflictException.class).hasMessageContaining("planned on");
        assertThatThrownBy(plan.only(NOTE)::execute).isInstanceOf(ConflictException.class);
        assertThat(ours.refresh()).isEqualTo(head);
        plan.only(NOTE).renewed().execute();
        assertThat(theirs.refresh()).isEqualTo(head.noted("one"));
    }

    @Test
    void aRevertIsMadeOfTheHeadThatAnotherProcessHasMade() {
        Ledger head = theirs.apply(state -> state.with("b", 3));

        ours.revert(SnapshotRef.named("v1"), SnapshotRef.named("v2")).get();

        assertThat(theirs.refresh()).isEqualTo(head.noted("one").with("a", 1));
        theirs.apply(state -> state.noted("three"));
        assertThat(ours.revert(SnapshotRef.named("v2"), SnapshotRef.named("v1")).getLeft())
                .extracting(Object::toString)
                .containsExactly("note: expected \"one\", found \"three\", wanted \"two\"");
    }
}
