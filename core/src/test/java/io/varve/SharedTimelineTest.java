package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.diff.MergeRules;
import io.varve.diff.Merger;
import io.varve.internal.engine.StoreCheck;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timelines of a tenant that two managers share, as in two processes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedTimelineTest {

    /** So that nothing is seen unless it is looked for. */
    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));

    private static final Sharing OFTEN = SELDOM.withPolling(Duration.ofMillis(10));

    private final SharedStores stores = SharedStores.inMemory();
    private final TestClock clock = new TestClock();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        stores.close();
    }

    private Tenant<Ledger> tenant(Sharing settings) {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .clock(clock)
                .memoryBudget(0)
                .shared(settings)
                .open();
        opened.add(states);
        return states.tenantOrCreate("acme");
    }

    private static Ledger filled(String version) {
        return new Ledger(
                1,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, 1_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(version + i, i)))));
    }

    @Test
    void aBranchOfOneIsFoundByTheOtherAndChangedByBoth() {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        one.apply(state -> filled("a"));

        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());
        Tenant<Ledger> theirs = other.timeline("what-if");
        mine.apply(Ledger::incremented);
        theirs.apply(Ledger::incremented);
        theirs.snapshot(SnapshotRequest.named("v1"));
        mine.apply(Ledger::incremented);

        assertThat(mine.state().count()).isEqualTo(4);
        assertThat(theirs.refresh().count()).isEqualTo(4);
        assertThat(mine.at(SnapshotRef.named("v1")).state().count()).isEqualTo(3);
        assertThat(other.refresh()).isEqualTo(filled("a"));
        assertThat(other.timelines()).isEqualTo(one.timelines());
    }

    @Test
    void aBranchIsMadeOfWhatTheOtherHasJustChanged() {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        one.apply(state -> state.noted("new"));
        one.snapshot(SnapshotRequest.named("v1"));

        assertThat(other.branch("a", SnapshotRef.head()).state().note()).isEqualTo("new");
        assertThat(other.branch("b", SnapshotRef.named("v1")).state().note()).isEqualTo("new");
    }

    @Test
    void aNameIsGivenToOneTimelineAmongAll() throws Exception {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 20; i++) {
                String name = "t" + i % 10;
                List<Future<Boolean>> made = new ArrayList<>();
                for (Tenant<Ledger> tenant : List.of(one, other)) {
                    made.add(threads.submit(() -> {
                        try {
                            tenant.branch(name, SnapshotRef.head());
                            return true;
                        } catch (DuplicateNameException e) {
                            return false;
                        }
                    }));
                }
                assertThat(made.get(0).get()).as(name).isNotEqualTo(made.get(1).get());
                one.deleteTimeline(name);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(one.timelines()).hasSize(1);
    }

    @Test
    void aTimelineThatTheOtherHasRenamedKeepsItsHandle() {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());

        other.renameTimeline("what-if", "plan b");
        mine.apply(Ledger::incremented);

        assertThat(one.findTimeline("what-if")).isEmpty();
        assertThat(one.timeline("plan b")).isSameAs(mine);
        assertThat(mine.timelineName()).isEqualTo("plan b");
    }

    @Test
    void aTimelineThatTheOtherHasDeletedIsGone() {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());
        mine.snapshot(SnapshotRequest.named("v1"));

        other.deleteTimeline("what-if");

        assertThatThrownBy(() -> mine.apply(Ledger::incremented))
                .isInstanceOf(TimelineNotFoundException.class)
                .hasMessageContaining("timeline 'what-if' of tenant 'acme' was deleted, perhaps by another process");
        assertThatThrownBy(mine::state).isInstanceOf(TimelineNotFoundException.class);
        one.apply(Ledger::incremented);
        Tenant<Ledger> second = one.branch("what-if", SnapshotRef.head());
        assertThat(second.apply(Ledger::incremented).count()).isEqualTo(2);
    }

    @Test
    void aDeletedTimelineIsNoticedWithoutBeingAskedForAfterAWhile() {
        Tenant<Ledger> one = tenant(OFTEN);
        Tenant<Ledger> other = tenant(SELDOM);
        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());

        other.deleteTimeline("what-if");

        await().untilAsserted(() -> assertThatThrownBy(mine::state).isInstanceOf(TimelineNotFoundException.class));
        one.apply(Ledger::incremented);
    }

    @Test
    void aMergeOfOneIsKnownToTheOther() {
        MergeRules rules = MergeRules.strict().at("/count", Merger.<Long>counter());
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());
        mine.apply(Ledger::incremented);
        one.apply(Ledger::incremented);

        other.merge("what-if", rules).get();
        assertThat(one.refresh().count()).isEqualTo(2);
        mine.apply(Ledger::incremented);
        one.merge("what-if", rules).get();

        assertThat(other.refresh().count()).isEqualTo(3);
        assertThat(other.merge("what-if", rules).get().safety()).isEmpty();
        assertThat(other.state().count()).isEqualTo(3);
    }

    @Test
    void aPlanIsNotDoneIfTheOtherHasChangedWhatIsMerged() {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> other = tenant(SELDOM);
        one.branch("what-if", SnapshotRef.head()).apply(Ledger::incremented);
        MergePlan<Ledger> plan = one.planMerge("what-if", MergeRules.strict());

        other.timeline("what-if").apply(Ledger::incremented);

        assertThatThrownBy(plan::execute).isInstanceOf(ConflictException.class);
        assertThat(plan.renewed().execute().state().count()).isEqualTo(2);
    }

    @Test
    void whatIsHeldOfATimelineOutlivesItsDeletionAndTheCollectionsOfOthers() {
        Tenant<Ledger> one = tenant(OFTEN);
        Tenant<Ledger> other = tenant(OFTEN);
        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());
        mine.apply(state -> filled("a"));
        mine.snapshot(SnapshotRequest.named("a"));
        mine.apply(state -> filled("b"));
        Ledger head = other.timeline("what-if").state();
        Ledger snapshot = other.timeline("what-if").at(SnapshotRef.named("a")).state();

        one.deleteTimeline("what-if");
        clock.move(Duration.ofHours(1)); // The reader grace is over.
        one.collectGarbage();
        other.collectGarbage();

        assertThat(head).isEqualTo(filled("b"));
        assertThat(snapshot).isEqualTo(filled("a"));
        other.apply(state -> head);
        assertThat(one.refresh()).isEqualTo(filled("b"));
        StoreCheck.of(stores.data(), "acme").requireNothingMissing("after a held state became the head");
    }

    @Test
    void whatAnotherProcessMayBeAboutToReadOfADeletedTimelineStaysForAWhile() {
        Tenant<Ledger> one = tenant(SELDOM);
        Tenant<Ledger> mine = one.branch("what-if", SnapshotRef.head());
        mine.apply(state -> filled("a"));
        mine.snapshot();
        int before = StoreCheck.of(stores.data(), "acme").stored().size();
        one.deleteTimeline("what-if");
        opened.forEach(StateManager::close);

        Tenant<Ledger> again = tenant(OFTEN);
        again.collectGarbage();
        assertThat(StoreCheck.of(stores.data(), "acme").stored()).hasSizeGreaterThanOrEqualTo(before);

        clock.move(Duration.ofHours(4));
        again.collectGarbage();
        again.collectGarbage();
        StoreCheck check = StoreCheck.of(stores.data(), "acme");
        check.requireNothingMissing("after the grace").requireNoMoreThanLeases("after the grace");
        assertThat(check.stored()).hasSizeLessThan(before / 2);
    }

    @Test
    void aCollectionOfOneLeavesTheTimelinesOfTheOther() {
        Tenant<Ledger> one = tenant(OFTEN);
        Tenant<Ledger> other = tenant(OFTEN);
        Tenant<Ledger> theirs = other.branch("what-if", SnapshotRef.head());
        for (int i = 0; i < 5; i++) {
            String version = "v" + i;
            theirs.apply(state -> filled(version));
            theirs.snapshot();
            one.collectGarbage();
            theirs.apply(Ledger::incremented);
        }

        assertThat(one.timeline("what-if").state()).isEqualTo(filled("v4").incremented());
        assertThat(theirs.at(SnapshotRef.index(3)).state()).isEqualTo(filled("v2"));
        StoreCheck.of(stores.data(), "acme").requireNothingMissing("collected");
    }

    @Test
    void handlesOfTimelinesAreLostWithTheTenant() {
        Tenant<Ledger> mine = tenant(SELDOM).branch("what-if", SnapshotRef.head());
        StateManager<Ledger> owner = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .takeOver()
                .open();
        opened.add(owner);
        Tenant<Ledger> taken = owner.tenant("acme").timeline("what-if");

        assertThatThrownBy(() -> mine.apply(Ledger::incremented)).isInstanceOf(TenantOwnedException.class);
        assertThat(taken.apply(Ledger::incremented).count()).isOne();
    }
}
