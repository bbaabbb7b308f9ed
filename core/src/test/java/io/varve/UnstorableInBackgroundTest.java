package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.UnstorableStateTest.Text;
import io.varve.spi.SnapshotStore;
import io.varve.store.memory.MemorySnapshotStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * In {@code ASYNC}, a state that can't be stored is found out when other changes wait behind it already, which refer to what
 * then never comes to be. What can be stored is, in the order it was done.
 */
class UnstorableInBackgroundTest {

    private static final Text BAD = new Text(null);

    private final SnapshotStore memory = new MemorySnapshotStore();
    private final List<VarveException> reported = new CopyOnWriteArrayList<>();
    private GateStore gate;
    private StateManager<Text> states;
    private Tenant<Text> acme;

    @BeforeEach
    void begin() {
        begin(RetentionPolicy.keepAll());
    }

    /** A stored snapshot 'first'; all that comes now waits. */
    private void begin(RetentionPolicy retention) {
        end();
        open(retention);
        acme = states.tenantOrCreate("acme");
        acme.apply(state -> new Text("first"));
        acme.snapshot(SnapshotRequest.named("first").replaceName());
        acme.footprint(SnapshotRef.latest()); // Counts pages, so that it has been written.
        gate.shut();
        acme.apply(state -> new Text("waiting"));
        acme.snapshot(SnapshotRequest.named("waiting").replaceName());
    }

    private void open(RetentionPolicy retention) {
        gate = new GateStore(ForwardingStore.keptOpen(memory));
        states = StateManager.builder(Text.class)
                .store(gate)
                .initialState(new Text(""))
                .durability(Durability.ASYNC)
                .retention(retention)
                .onBackgroundFailure((tenant, failure) -> reported.add(failure))
                .open();
    }

    @AfterEach
    void end() {
        if (states != null) {
            gate.open();
            states.close();
        }
    }

    /** Whoever writes the bad state is told: the thread in the background, or the one that closes. */
    private void reopen() {
        gate.open();
        InvalidStateException thrown = catchThrowableOfType(InvalidStateException.class, states::close);
        assertThat(thrown != null ? List.of(thrown) : reported)
                .singleElement()
                .satisfies(told -> assertThat(told)
                        .isInstanceOf(InvalidStateException.class)
                        .hasMessageContaining("text"));
        open(RetentionPolicy.keepAll());
        acme = states.tenant("acme");
    }

    /** Lets all be written, which fails for what can't be, and looks at what is there afterwards. */
    private void requireAfterwards(String head, String... labels) {
        reopen();
        assertThat(acme.state().text()).isEqualTo(head);
        assertThat(acme.snapshots().map(SnapshotInfo::label)).containsExactly(labels);
        assertThat(acme.snapshots()
                        .map(info -> acme.at(SnapshotRef.id(info.id())).state().text()))
                .doesNotContainNull();
        for (String name : List.of("first", "n")) {
            acme.snapshot(SnapshotRequest.named(name).replaceName());
        }
        assertThat(states.verifyReadable().isReadable()).isTrue();
    }

    @Test
    void aSnapshotBeforeABadStateIsTakenAndCanBeDeletedBeforeItIsWritten() {
        acme.rollback(SnapshotRef.named("first"));
        SnapshotInfo before = acme.applyWithSnapshot(state -> BAD, SnapshotRequest.automatic())
                .snapshot();
        acme.delete(SnapshotRef.id(before.id()));
        acme.apply(state -> new Text("last"));
        acme.snapshot(SnapshotRequest.named("last"));

        requireAfterwards("last", "'first'", "'waiting'", "'last'");
    }

    @Test
    void aNameGoesOnFromASnapshotThatNeverComesToBe() {
        acme.apply(state -> BAD);
        acme.snapshot(SnapshotRequest.named("n"));
        acme.apply(state -> new Text("good"));
        acme.snapshot(SnapshotRequest.named("n").replaceName());

        requireAfterwards("good", "'first'", "'waiting'", "'n'");
        assertThat(acme.at(SnapshotRef.index(2)).state().text()).isEqualTo("good");
    }

    @Test
    void aNameThatABadSnapshotTookIsFreeAgain() {
        acme.apply(state -> BAD);
        SnapshotInfo bad = acme.snapshot(SnapshotRequest.named("first").replaceName());
        acme.delete(SnapshotRef.id(bad.id()));
        acme.apply(state -> new Text("good"));
        acme.snapshot(SnapshotRequest.named("first"));

        requireAfterwards("good", "automatic #0", "'waiting'", "'first'");
    }

    @Test
    void aSnapshotThatLostItsNameToABadOneStaysWithoutIt() {
        acme.apply(state -> BAD);
        acme.snapshot(SnapshotRequest.named("first").replaceName());
        acme.apply(state -> new Text("good"));

        requireAfterwards("good", "automatic #0", "'waiting'");
    }

    @Test
    void whatABadSnapshotHasPrunedIsGoneAndItsNameFree() {
        begin(RetentionPolicy.keepAll().keepNamed(2));
        acme.apply(state -> BAD);
        acme.snapshot(SnapshotRequest.named("b"));
        acme.apply(state -> new Text("good"));
        acme.snapshot(SnapshotRequest.named("first").replaceName());

        reopen();
        assertThat(acme.at(SnapshotRef.named("first")).state().text()).isEqualTo("good");
        assertThat(acme.find(SnapshotRef.named("b"))).isEmpty();
        acme.snapshot(SnapshotRequest.named("b"));
    }

    @Test
    void aGoodStateAfterABadOneIsWrittenWithTheSnapshotThatCanNotBe() {
        acme.apply(state -> BAD);
        acme.applyWithSnapshot(state -> new Text("good"), SnapshotRequest.automatic());

        requireAfterwards("good", "'first'", "'waiting'");
    }

    @Test
    void aRollbackFromABadStateIsWrittenWithoutItsSafetySnapshot() {
        acme.apply(state -> BAD);
        acme.rollback(SnapshotRef.named("first"));

        requireAfterwards("first", "'first'", "'waiting'");
    }

    @Test
    void whatWaitsBehindABadStateIsWrittenAtClosing() {
        acme.apply(state -> BAD);
        acme.snapshot();
        acme.apply(state -> new Text("good"));
        acme.snapshot(SnapshotRequest.named("good"));
        acme.apply(state -> new Text("later"));

        requireAfterwards("later", "'first'", "'waiting'", "'good'");
    }

    @Test
    void theFootprintOfASnapshotBesideOneThatWaitsIsCounted() {
        acme.apply(state -> new Text("other"));
        acme.snapshot();
        acme.rollback(SnapshotRef.named("first"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        SnapshotInfo again = acme.snapshot();
        gate.open();

        assertThat(acme.footprint(SnapshotRef.id(again.id())).pages()).isPositive();
    }
}
