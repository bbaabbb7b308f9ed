package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Snapshots v1 and v2, one second apart, and then a head that is in no snapshot. */
@ParameterizedClass
@EnumSource(Backend.class)
class RollbackTest extends BackendTest {

    private static final Ledger ONE = Ledger.EMPTY.noted("one").with("a", 1);
    private static final Ledger TWO = ONE.noted("two").with("b", 2);
    private static final Ledger HEAD = TWO.noted("head").with("c", 3);

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;
    private SnapshotInfo v1;
    private SnapshotInfo v2;

    @BeforeEach
    void takeSnapshots() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        acme.apply(state -> ONE);
        v1 = acme.snapshot(SnapshotRequest.named("v1"));
        clock.move(Duration.ofSeconds(1));
        acme.apply(state -> TWO);
        v2 = acme.snapshot(SnapshotRequest.named("v2"));
        clock.move(Duration.ofSeconds(1));
        acme.apply(state -> HEAD);
    }

    static Stream<Function<SnapshotInfo, SnapshotRef>> selectorsOfTheFirst() {
        return Stream.of(
                info -> SnapshotRef.named("v1"),
                info -> SnapshotRef.index(0),
                info -> SnapshotRef.id(info.id()),
                info -> SnapshotRef.asOf(info.createdAt()));
    }

    @ParameterizedTest
    @MethodSource("selectorsOfTheFirst")
    void everySelectorCanBeGoneBackTo(Function<SnapshotInfo, SnapshotRef> selector) {
        RollbackResult<Ledger> result = acme.rollback(selector.apply(v1));

        assertThat(result.restored()).isEqualTo(v1);
        assertThat(result.state()).isEqualTo(ONE);
        assertThat(acme.state()).isSameAs(result.state());
        assertThat(reopen().tenant("acme").state()).isEqualTo(ONE);
    }

    @ParameterizedTest
    @MethodSource("selectorsOfTheFirst")
    void everySelectorCanBeGoneBackToAfterReopening(Function<SnapshotInfo, SnapshotRef> selector) {
        Tenant<Ledger> reopened = reopen().tenant("acme");

        assertThat(reopened.rollback(selector.apply(v1)).state()).isEqualTo(ONE);
        assertThat(reopened.state()).isEqualTo(ONE);
        assertThat(reopen().tenant("acme").state()).isEqualTo(ONE);
    }

    @Test
    void latestMeansTheSnapshotTakenBeforeTheRollbackNotItsSafetySnapshot() {
        RollbackResult<Ledger> result = acme.rollback(SnapshotRef.latest());

        assertThat(result.restored()).isEqualTo(v2);
        assertThat(result.state()).isEqualTo(TWO);
        assertThat(result.safety()).isNotEmpty();
    }

    @Test
    void aTimeOfNowMeansTheSnapshotTakenBeforeTheRollbackNotItsSafetySnapshot() {
        RollbackResult<Ledger> result = acme.rollback(SnapshotRef.asOf(clock.instant()));

        assertThat(result.restored()).isEqualTo(v2);
        assertThat(acme.state()).isEqualTo(TWO);
    }

    @Test
    void theHeadThatIsReplacedIsKeptInASafetySnapshot() {
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();

        assertThat(safety.kind()).isEqualTo(SnapshotKind.SAFETY);
        assertThat(safety.name()).isEmpty();
        assertThat(safety.createdAt()).isEqualTo(clock.instant());
        assertThat(acme.snapshots()).containsExactly(v1, v2, safety);
        assertThat(acme.at(SnapshotRef.id(safety.id())).state()).isEqualTo(HEAD);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.snapshots()).containsExactly(v1, v2, safety);
        assertThat(reopened.at(SnapshotRef.latest()).state()).isEqualTo(HEAD);
    }

    @Test
    void noSafetySnapshotIsTakenOfAHeadThatIsASnapshotAlready() {
        SnapshotInfo v3 = acme.snapshot(SnapshotRequest.named("v3"));

        assertThat(acme.rollback(SnapshotRef.named("v1")).safety()).isEmpty();
        assertThat(acme.snapshots()).containsExactly(v1, v2, v3);
    }

    @Test
    void noSafetySnapshotIsTakenAfterATransitionThatChangedNothing() {
        acme.snapshot();
        acme.apply(state -> state);

        assertThat(acme.rollback(SnapshotRef.named("v1")).safety()).isEmpty();
    }

    @Test
    void noSafetySnapshotIsTakenOfAHeadThatWasGoneBackTo() {
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.rollback(SnapshotRef.named("v2")).safety()).isEmpty();
    }

    @Test
    void noSafetySnapshotIsTakenOfAHeadThatIsASnapshotAlsoAfterReopening() {
        acme.rollback(SnapshotRef.named("v1"));
        Tenant<Ledger> reopened = reopen().tenant("acme");

        assertThat(reopened.rollback(SnapshotRef.named("v2")).safety()).isEmpty();
        assertThat(reopened.snapshots()).hasSize(3);
    }

    @Test
    void aSafetySnapshotIsTakenOfAHeadWhoseSnapshotWasDeleted() {
        acme.snapshot(SnapshotRequest.named("v3"));
        acme.delete(SnapshotRef.named("v3"));

        RollbackResult<Ledger> result = acme.rollback(SnapshotRef.named("v1"));

        assertThat(result.safety()).isNotEmpty();
        assertThat(acme.at(SnapshotRef.id(result.safety().get().id())).state()).isEqualTo(HEAD);
    }

    @Test
    void noSafetySnapshotIsTakenIfNoneIsWanted() {
        RollbackResult<Ledger> result = acme.rollback(SnapshotRef.named("v1"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);

        assertThat(result.safety()).isEmpty();
        assertThat(result.state()).isEqualTo(ONE);
        assertThat(acme.snapshots()).containsExactly(v1, v2);
    }

    @Test
    void newerSnapshotsStayAndCanBeGoneForwardTo() {
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();

        assertThat(acme.rollback(SnapshotRef.named("v2")).state()).isEqualTo(TWO);
        assertThat(acme.rollback(SnapshotRef.id(safety.id())).state()).isEqualTo(HEAD);
        assertThat(acme.state()).isEqualTo(HEAD);
        assertThat(reopen().tenant("acme").state()).isEqualTo(HEAD);
    }

    @Test
    void theStateGoneBackToCanBeChangedAndTheSnapshotStays() {
        acme.rollback(SnapshotRef.named("v1"));
        acme.apply(state -> state.with("a", 100).with("d", 4));

        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(ONE);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(ONE.with("a", 100).with("d", 4));
        assertThat(reopened.at(SnapshotRef.named("v1")).state()).isEqualTo(ONE);
    }

    @Test
    void goingBackToWhatTheHeadIsAlreadyChangesNothingToSee() {
        acme.rollback(SnapshotRef.named("v1"));
        int before = acme.snapshots().size();

        RollbackResult<Ledger> result = acme.rollback(SnapshotRef.named("v1"));

        assertThat(result.restored()).isEqualTo(v1);
        assertThat(result.safety()).isEmpty();
        assertThat(result.state()).isEqualTo(ONE);
        assertThat(acme.state()).isEqualTo(ONE);
        assertThat(acme.snapshots()).hasSize(before);
    }

    @Test
    void aRollbackIsAChangeOfTheHead() {
        long before = acme.snapshot().stateVersion();
        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.snapshot().stateVersion()).isEqualTo(before + 1);
    }

    @Test
    void aRollbackToNothingChangesNothing() {
        assertThatThrownBy(() -> acme.rollback(SnapshotRef.named("v9")))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("'v9'")
                .hasMessageContaining("v1")
                .hasMessageContaining("v2");
        assertThat(acme.state()).isEqualTo(HEAD);
        assertThat(acme.snapshots()).containsExactly(v1, v2);
    }

    @Test
    void aLongWalkThroughHistoryEndsWhereItShould() {
        for (int i = 0; i < 20; i++) {
            acme.rollback(SnapshotRef.named(i % 2 == 0 ? "v1" : "v2"));
            acme.apply(Ledger::incremented);
        }
        assertThat(acme.state()).isEqualTo(TWO.incremented());
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(TWO.incremented());
        assertThat(reopened.snapshots().filter(info -> info.kind() == SnapshotKind.SAFETY))
                .hasSize(20)
                .allSatisfy(info -> assertThat(
                                reopened.at(SnapshotRef.id(info.id())).state())
                        .isIn(HEAD, ONE.incremented(), TWO.incremented()));
    }
}
