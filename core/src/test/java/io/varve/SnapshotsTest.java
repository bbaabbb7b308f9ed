package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class SnapshotsTest extends BackendTest {

    private final TestClock clock = new TestClock();
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;

    @BeforeEach
    void createTenant() {
        states = open(builder -> builder.clock(clock));
        acme = states.createTenant("acme");
    }

    @Test
    void anAutomaticSnapshotHasNoName() {
        SnapshotInfo info = acme.snapshot();

        assertThat(info.kind()).isEqualTo(SnapshotKind.AUTOMATIC);
        assertThat(info.name()).isEmpty();
        assertThat(info.createdAt()).isEqualTo(TestClock.START);
        assertThat(info.createdBy()).isEmpty();
        assertThat(info.description()).isEmpty();
        assertThat(info.tags()).isEmpty();
        assertThat(info.metadata()).isEmpty();
    }

    @Test
    void aSnapshotThatWasAskedForUnderANameIsNamed() {
        SnapshotInfo info = acme.snapshot(SnapshotRequest.named("v1.0"));

        assertThat(info.kind()).isEqualTo(SnapshotKind.NAMED);
        assertThat(info.name()).containsExactly("v1.0");
    }

    @Test
    void anAutomaticSnapshotCanBeDescribedToo() {
        SnapshotInfo info = acme.snapshot(SnapshotRequest.automatic().by("cron").tagged("nightly"));

        assertThat(info.kind()).isEqualTo(SnapshotKind.AUTOMATIC);
        assertThat(info.createdBy()).containsExactly("cron");
        assertThat(info.tags()).containsExactly("nightly");
    }

    @Test
    void allThatWasSaidOfASnapshotIsKept() {
        SnapshotInfo info = acme.snapshot(full());

        assertThat(info.name()).containsExactly("v1.0");
        assertThat(info.createdBy()).containsExactly("admin");
        assertThat(info.description()).containsExactly("Release 1.0 – größer, 大");
        assertThat(info.tags()).containsExactlyInAnyOrder("release", "stable");
        assertThat(info.metadata().get("ticket")).isEqualTo(Option.some("VRV-1"));
        assertThat(info.metadata().get("empty")).isEqualTo(Option.some(""));
        assertThat(info.metadata().size()).isEqualTo(2);
        assertThat(acme.find(SnapshotRef.named("v1.0"))).containsExactly(info);
    }

    @Test
    void allThatWasSaidOfASnapshotIsKeptAcrossReopening() {
        SnapshotInfo named = acme.snapshot(full());
        clock.move(Duration.ofNanos(1));
        SnapshotInfo automatic = acme.snapshot();

        assertThat(reopen().tenant("acme").snapshots()).containsExactly(named, automatic);
    }

    private static SnapshotRequest full() {
        return SnapshotRequest.named("v1.0")
                .by("admin")
                .describedAs("Release 1.0 – größer, 大")
                .tagged("release", "stable")
                .with("ticket", "VRV-1")
                .with("empty", "");
    }

    @Test
    void asMuchCanBeSaidOfASnapshotAsIsPromised() {
        SnapshotRequest request = SnapshotRequest.named("大".repeat(SnapshotRequest.MAX_NAME_LENGTH))
                .by("大".repeat(SnapshotRequest.MAX_NAME_LENGTH))
                .describedAs("大".repeat(SnapshotRequest.MAX_TEXT_LENGTH));
        for (int i = 0; i < SnapshotRequest.MAX_ITEMS; i++) {
            String item = i + "大".repeat(SnapshotRequest.MAX_NAME_LENGTH - 1);
            request = request.tagged(item).with(item, "大".repeat(SnapshotRequest.MAX_TEXT_LENGTH));
        }

        SnapshotInfo info = acme.snapshot(request);

        assertThat(reopen().tenant("acme").snapshots()).containsExactly(info);
    }

    @Test
    void aSnapshotHoldsTheHead() {
        acme.apply(state -> state.noted("one").with("a", 1));
        Ledger one = acme.state();
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.noted("two").with("a", 2));

        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(one);
        StateManager<Ledger> reopened = reopen();
        assertThat(reopened.tenant("acme").at(SnapshotRef.named("v1")).state()).isEqualTo(one);
    }

    @Test
    void takingASnapshotDoesNotChangeTheHead() {
        Ledger head = acme.apply(Ledger::incremented);
        acme.snapshot();

        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void readingASnapshotDoesNotChangeTheHead() {
        acme.snapshot(SnapshotRequest.named("v1"));
        Ledger head = acme.apply(Ledger::incremented);

        Snapshot<Ledger> past = acme.at(SnapshotRef.named("v1"));

        assertThat(past.state()).isEqualTo(Ledger.EMPTY);
        assertThat(past.info()).isEqualTo(acme.find(SnapshotRef.named("v1")).get());
        assertThat(acme.state()).isSameAs(head);
    }

    @Test
    void theSameHeadCanBeTakenTwice() {
        acme.apply(state -> state.with("a", 1));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.snapshot(SnapshotRequest.named("v1 again"));
        acme.snapshot();

        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.snapshots()).hasSize(3);
        assertThat(reopened.snapshots())
                .allSatisfy(info -> assertThat(
                                reopened.at(SnapshotRef.id(info.id())).state())
                        .isEqualTo(Ledger.EMPTY.with("a", 1)));
    }

    @Test
    void snapshotsAreListedFromTheOldestToTheNewest() {
        List<SnapshotInfo> taken = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            acme.apply(Ledger::incremented);
            taken.add(i % 3 == 0 ? acme.snapshot(SnapshotRequest.named("name " + (100 - i))) : acme.snapshot());
        }

        assertThat(acme.snapshots()).containsExactlyElementsOf(taken);
        assertThat(reopen().tenant("acme").snapshots()).containsExactlyElementsOf(taken);
    }

    @Test
    void aListThatWasTakenBeforeStaysWhatItWas() {
        acme.snapshot();
        io.vavr.collection.Seq<SnapshotInfo> before = acme.snapshots();
        acme.snapshot();
        acme.delete(SnapshotRef.index(0));

        assertThat(before).hasSize(1);
    }

    @Test
    void idsAreUniqueEverywhereAndSortInTheOrderTheSnapshotsWereTaken() {
        Tenant<Ledger> globex = states.createTenant("globex");
        List<String> ids = new ArrayList<>();
        Set<String> others = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            clock.move(Duration.ofMillis(i % 3 == 0 ? -50 : i % 3));
            ids.add(acme.snapshot().id());
            others.add(globex.snapshot().id());
        }
        Tenant<Ledger> reopened = reopen(builder -> builder.clock(clock)).tenant("acme");
        clock.move(Duration.ofDays(-400));
        for (int i = 0; i < 20; i++) {
            ids.add(reopened.snapshot().id());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates().doesNotContainAnyElementsOf(others);
        assertThat(others).hasSize(40);
    }

    @Test
    void sequenceNumbersCountFromZeroAndAreNeverUsedTwice() {
        assertThat(acme.snapshot().sequence()).isZero();
        assertThat(acme.snapshot().sequence()).isEqualTo(1);
        acme.delete(SnapshotRef.latest());
        assertThat(acme.snapshot().sequence()).isEqualTo(2);
        acme.delete(SnapshotRef.latest());
        assertThat(reopen().tenant("acme").snapshot().sequence()).isEqualTo(3);
    }

    @Test
    void theStateVersionCountsTheChangesOfTheHead() {
        assertThat(acme.snapshot().stateVersion()).isZero();
        acme.apply(Ledger::incremented);
        acme.apply(state -> state);
        assertThat(acme.snapshot().stateVersion()).isEqualTo(1);
        acme.applyAll(List.<Transition<Ledger>>of(Ledger::incremented, Ledger::incremented));
        assertThat(acme.snapshot().stateVersion()).isEqualTo(2);
        acme.apply(Ledger::incremented);
        assertThatThrownBy(() -> acme.apply(state -> null)).isInstanceOf(TransitionFailedException.class);
        assertThat(reopen().tenant("acme").snapshot().stateVersion()).isEqualTo(3);
    }

    @Test
    void aSnapshotIsNeverEarlierThanTheOneBeforeIt() {
        Instant first = acme.snapshot().createdAt();
        clock.move(Duration.ofHours(-2));
        assertThat(acme.snapshot().createdAt()).isEqualTo(first);
        clock.set(first.plusSeconds(5));
        assertThat(acme.snapshot().createdAt()).isEqualTo(first.plusSeconds(5));
        clock.set(first.plusSeconds(4));
        assertThat(acme.snapshot().createdAt()).isEqualTo(first.plusSeconds(5));
    }

    @Test
    void aSnapshotIsNeverEarlierThanTheOneBeforeItAlsoAfterReopening() {
        acme.snapshot();
        Tenant<Ledger> reopened = reopen(builder -> builder.clock(clock)).tenant("acme");
        clock.move(Duration.ofHours(-2));

        assertThat(reopened.snapshot().createdAt()).isEqualTo(TestClock.START);
    }
}
