package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing loses nothing, whatever the mode; {@link io.varve.crash.CrashTest} has what a crash may lose. */
@ParameterizedClass
@EnumSource(Backend.class)
class DurabilityTest extends BackendTest {

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theHeadIsThereAfterClosing(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        Ledger head = acme.apply(state -> state.noted("after the snapshot").with("a", 1));

        assertThat(reopen().tenant("acme").state()).isEqualTo(head);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theHeadIsThereAfterClosingWithoutAnySnapshot(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        Ledger head = acme.apply(state -> state.with("a", 1));

        assertThat(reopen().tenant("acme").state()).isEqualTo(head);
        assertThat(reopen().tenant("acme").snapshots()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void hundredsOfSnapshotsTakenAsFastAsCanBeAreThereAfterClosing(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        List<SnapshotInfo> taken = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            acme.apply(state -> state.incremented().with("key " + number % 7, number));
            taken.add(acme.snapshot());
        }

        Tenant<Ledger> reopened = reopen().tenant("acme");

        assertThat(reopened.snapshots()).containsExactlyElementsOf(taken);
        for (int i = 0; i < 200; i++) {
            assertThat(reopened.at(SnapshotRef.index(i)).state().count()).isEqualTo(i + 1);
        }
        assertThat(reopened.state().count()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void deletedSnapshotsAndRollbacksAreThereAfterClosing(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(Ledger::incremented);
        acme.rollback(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.named("v2"));

        Tenant<Ledger> reopened = reopen().tenant("acme");

        assertThat(reopened.state()).isEqualTo(Ledger.EMPTY);
        assertThat(reopened.snapshots().map(SnapshotInfo::kind))
                .containsExactly(SnapshotKind.NAMED, SnapshotKind.SAFETY);
        assertThat(reopened.find(SnapshotRef.named("v2"))).isEmpty();
        assertThat(reopened.at(SnapshotRef.latest()).state().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void allTenantsHeadsAreThereAfterClosing(Durability mode) {
        StateManager<Ledger> states = open(builder -> builder.durability(mode));
        for (int i = 0; i < 20; i++) {
            int number = i;
            states.createTenant("tenant-" + i).apply(state -> state.with("number", number));
        }

        StateManager<Ledger> reopened = reopen();

        for (int i = 0; i < 20; i++) {
            assertThat(reopened.tenant("tenant-" + i).state()).isEqualTo(Ledger.EMPTY.with("number", i));
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theHeadsAreWrittenAtClosingAlsoToAStoreThatIsNotDurable(Durability mode) {
        StateManager<Ledger> states = open(DurabilityTest::notDurable, builder -> builder.durability(mode));
        Ledger head = states.createTenant("acme").apply(Ledger::incremented);

        assertThat(reopen().tenant("acme").state()).isEqualTo(head);
    }

    private static SnapshotStore notDurable(SnapshotStore store) {
        return new ForwardingStore(store) {
            @Override
            public Capabilities capabilities() {
                Capabilities below = super.capabilities();
                return new Capabilities(false, below.multiProcess(), below.maxPageBytes(), below.maxRefBytes());
            }
        };
    }

    @Test
    void theModeMayChangeFromOneOpeningToTheNext() {
        open(builder -> builder.durability(Durability.ASYNC))
                .createTenant("acme")
                .apply(Ledger::incremented);
        for (int i = 0; i < 2; i++) {
            for (Durability mode : Durability.values()) {
                Tenant<Ledger> acme =
                        reopen(builder -> builder.durability(mode)).tenant("acme");
                acme.apply(Ledger::incremented);
                acme.snapshot();
            }
        }
        Tenant<Ledger> acme = reopen().tenant("acme");

        assertThat(acme.state().count()).isEqualTo(7);
        assertThat(acme.snapshots().map(SnapshotInfo::stateVersion)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void openingAndClosingManyTimesChangesNothing() {
        Ledger head = open().createTenant("acme").apply(state -> state.with("a", 1));
        for (int i = 0; i < 5; i++) {
            assertThat(reopen().tenant("acme").state()).isEqualTo(head);
        }
        assertThat(reopen().tenant("acme").snapshots()).isEmpty();
    }
}
