package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Four snapshots: v1 at 12:00:10, one automatic at 12:00:20, v3 and one automatic at 12:00:30. */
@ParameterizedClass
@EnumSource(Backend.class)
class SnapshotLookupTest extends BackendTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;
    private SnapshotInfo first;
    private SnapshotInfo second;
    private SnapshotInfo third;
    private SnapshotInfo fourth;

    @BeforeEach
    void takeSnapshots() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        first = take(10, SnapshotRequest.named("v1"));
        second = take(20, SnapshotRequest.automatic());
        third = take(30, SnapshotRequest.named("v3"));
        fourth = take(30, SnapshotRequest.automatic());
        acme.apply(Ledger::incremented);
    }

    private SnapshotInfo take(int seconds, SnapshotRequest request) {
        clock.set(NOON.plusSeconds(seconds));
        acme.apply(Ledger::incremented);
        return acme.snapshot(request);
    }

    @Test
    void latestIsTheOneTakenLast() {
        assertThat(acme.find(SnapshotRef.latest())).containsExactly(fourth);
    }

    @Test
    void anIndexCountsFromTheOldest() {
        assertThat(Stream.of(0, 1, 2, 3)
                        .map(i -> acme.find(SnapshotRef.index(i)).get()))
                .containsExactly(first, second, third, fourth);
    }

    @Test
    void anIndexOutOfRangeIsNotFound() {
        assertThat(acme.find(SnapshotRef.index(4))).isEmpty();
        assertThat(acme.find(SnapshotRef.index(Integer.MAX_VALUE))).isEmpty();
    }

    @Test
    void aNegativeIndexIsRefused() {
        assertThatThrownBy(() -> SnapshotRef.index(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void aNameFindsItsSnapshot() {
        assertThat(acme.find(SnapshotRef.named("v3"))).containsExactly(third);
        assertThat(acme.find(SnapshotRef.named("v2"))).isEmpty();
        assertThat(acme.find(SnapshotRef.named(""))).isEmpty();
    }

    @Test
    void anIdFindsItsSnapshot() {
        assertThat(List.of(first, second, third, fourth))
                .allSatisfy(
                        info -> assertThat(acme.find(SnapshotRef.id(info.id()))).containsExactly(info));
        assertThat(acme.find(SnapshotRef.id(""))).isEmpty();
        assertThat(acme.find(SnapshotRef.id(first.id() + "0"))).isEmpty();
        assertThat(acme.find(SnapshotRef.id("no id at all \n"))).isEmpty();
    }

    @Test
    void aTimeFindsTheLastSnapshotAtOrBeforeIt() {
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(10)))).containsExactly(first);
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(10).plusNanos(1))))
                .containsExactly(first);
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(15)))).containsExactly(first);
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(20).minusNanos(1))))
                .containsExactly(first);
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(20)))).containsExactly(second);
    }

    @Test
    void ofTwoSnapshotsOfTheSameTimeTheLaterCounts() {
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(30)))).containsExactly(fourth);
    }

    @Test
    void aTimeAfterTheLastFindsTheLast() {
        assertThat(acme.find(SnapshotRef.asOf(NOON.plus(Duration.ofDays(10_000)))))
                .containsExactly(fourth);
        assertThat(acme.find(SnapshotRef.asOf(Instant.MAX))).containsExactly(fourth);
    }

    @Test
    void aTimeBeforeTheFirstFindsNone() {
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(10).minusNanos(1))))
                .isEmpty();
        assertThat(acme.find(SnapshotRef.asOf(Instant.MIN))).isEmpty();
    }

    @Test
    void lookUpsFindTheSameAfterReopening() {
        Tenant<Ledger> reopened = reopen().tenant("acme");

        assertThat(reopened.find(SnapshotRef.latest())).containsExactly(fourth);
        assertThat(reopened.find(SnapshotRef.index(1))).containsExactly(second);
        assertThat(reopened.find(SnapshotRef.named("v3"))).containsExactly(third);
        assertThat(reopened.find(SnapshotRef.id(first.id()))).containsExactly(first);
        assertThat(reopened.find(SnapshotRef.asOf(NOON.plusSeconds(29)))).containsExactly(second);
    }

    @Test
    void everySelectorReadsTheStateOfTheSnapshotThatItFinds() {
        assertThat(acme.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
        assertThat(acme.at(SnapshotRef.index(1)).state().count()).isEqualTo(2);
        assertThat(acme.at(SnapshotRef.id(third.id())).state().count()).isEqualTo(3);
        assertThat(acme.at(SnapshotRef.latest()).state().count()).isEqualTo(4);
        assertThat(acme.at(SnapshotRef.asOf(NOON.plusSeconds(25))).state().count())
                .isEqualTo(2);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                Arguments.of(SnapshotRef.named("v2"), "'v2'"),
                Arguments.of(SnapshotRef.index(4), "4"),
                Arguments.of(SnapshotRef.asOf(NOON), "2026-03-01T12:00:00Z"),
                Arguments.of(SnapshotRef.id("nonsense"), "nonsense"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void theErrorForAMissingSnapshotSaysWhatWasAskedAndListsWhatThereIs(SnapshotRef ref, String asked) {
        assertThatThrownBy(() -> acme.at(ref))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining(asked)
                .hasMessageContaining("acme")
                .hasMessageContaining("v1")
                .hasMessageContaining("v3");
        assertThatThrownBy(() -> acme.rollback(ref)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> acme.delete(ref)).isInstanceOf(SnapshotNotFoundException.class);
    }

    static Stream<SnapshotRef> allKinds() {
        return Stream.of(
                SnapshotRef.named("v1"),
                SnapshotRef.latest(),
                SnapshotRef.index(0),
                SnapshotRef.asOf(Instant.MAX),
                SnapshotRef.id("nonsense"));
    }

    @ParameterizedTest
    @MethodSource("allKinds")
    void whereThereAreNoSnapshotsNoneIsFound(SnapshotRef ref) {
        Tenant<Ledger> empty = open("globex");

        assertThat(empty.find(ref)).isEmpty();
        assertThatThrownBy(() -> empty.at(ref)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> empty.rollback(ref)).isInstanceOf(SnapshotNotFoundException.class);
        assertThatThrownBy(() -> empty.delete(ref)).isInstanceOf(SnapshotNotFoundException.class);
    }

    private Tenant<Ledger> open(String id) {
        return reopen().createTenant(id);
    }

    static Stream<Function<SnapshotInfo, SnapshotRef>> selectorsOfTheThird() {
        return Stream.of(
                info -> SnapshotRef.named(info.name().get()),
                info -> SnapshotRef.index(2),
                info -> SnapshotRef.id(info.id()));
    }

    @ParameterizedTest
    @MethodSource("selectorsOfTheThird")
    void aDeletedSnapshotIsNotFoundByAnySelector(Function<SnapshotInfo, SnapshotRef> selector) {
        assertThat(acme.delete(selector.apply(third))).isEqualTo(third);

        assertThat(acme.find(SnapshotRef.named("v3"))).isEmpty();
        assertThat(acme.find(SnapshotRef.id(third.id()))).isEmpty();
        assertThat(acme.snapshots()).containsExactly(first, second, fourth);
        assertThat(reopen().tenant("acme").snapshots()).containsExactly(first, second, fourth);
    }

    @Test
    void theLatestSnapshotCanBeDeleted() {
        assertThat(acme.delete(SnapshotRef.latest())).isEqualTo(fourth);
        assertThat(acme.find(SnapshotRef.latest())).containsExactly(third);
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(30)))).containsExactly(third);
    }

    @Test
    void theSnapshotOfATimeCanBeDeleted() {
        assertThat(acme.delete(SnapshotRef.asOf(NOON.plusSeconds(25)))).isEqualTo(second);
        assertThat(acme.find(SnapshotRef.asOf(NOON.plusSeconds(25)))).containsExactly(first);
    }

    @Test
    void indexesShiftWhenASnapshotIsDeleted() {
        acme.delete(SnapshotRef.index(0));

        assertThat(acme.find(SnapshotRef.index(0))).containsExactly(second);
        assertThat(acme.find(SnapshotRef.index(2))).containsExactly(fourth);
        assertThat(acme.find(SnapshotRef.index(3))).isEmpty();
    }

    @Test
    void theNameOfADeletedSnapshotCanBeUsedAgain() {
        acme.delete(SnapshotRef.named("v1"));
        SnapshotInfo again = acme.snapshot(SnapshotRequest.named("v1"));

        assertThat(again.id()).isNotEqualTo(first.id());
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.find(SnapshotRef.named("v1"))).containsExactly(again);
        assertThat(reopened.at(SnapshotRef.named("v1")).state().count()).isEqualTo(5);
    }

    @Test
    void deletingLeavesTheHeadAndTheOtherStates() {
        Ledger head = acme.state();
        acme.delete(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.latest());

        assertThat(acme.state()).isSameAs(head);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(head);
        assertThat(reopened.at(SnapshotRef.index(0)).state().count()).isEqualTo(2);
        assertThat(reopened.at(SnapshotRef.index(1)).state().count()).isEqualTo(3);
    }

    @Test
    void aSnapshotThatIsTheHeadCanBeDeletedAndTheHeadStays() {
        acme.rollback(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.named("v1"));

        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(reopen().tenant("acme").state().count()).isEqualTo(1);
    }

    @Test
    void aStateThatWasReadBeforeItsSnapshotWasDeletedStaysReadable() {
        Snapshot<Ledger> snapshot = acme.at(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.named("v1"));

        assertThat(snapshot.state().count()).isEqualTo(1);
    }
}
