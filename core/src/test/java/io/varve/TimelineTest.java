package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.MergeRules;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timelines: made, found, listed, renamed, deleted, each with a life of its own. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimelineTest extends BackendTest {

    private SnapshotStore raw;

    private Tenant<Ledger> create(Consumer<StateManagerBuilder<Ledger>> settings) {
        return open(this::seen, settings).createTenant("acme");
    }

    private Tenant<Ledger> create() {
        return create(builder -> {});
    }

    private Tenant<Ledger> openAgain(Consumer<StateManagerBuilder<Ledger>> settings) {
        closeAll();
        return open(this::seen, settings).tenant("acme");
    }

    private Tenant<Ledger> openAgain() {
        return openAgain(builder -> {});
    }

    private SnapshotStore seen(SnapshotStore store) {
        raw = store;
        return store;
    }

    private StoreCheck check() {
        return StoreCheck.of(raw, "acme");
    }

    private static Ledger full(String version) {
        return new Ledger(
                1,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, 500).map(i -> Tuple.of("key " + i, new Ledger.Entry(version, i)))));
    }

    private static Seq<String> namesOf(Tenant<Ledger> tenant) {
        return tenant.timelines().map(TimelineInfo::name);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aBranchBeginsWithTheStateOfTheHeadAndGoesItsOwnWay(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        acme.apply(state -> state.noted("together"));

        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("tried"));
        acme.apply(Ledger::incremented);

        assertThat(whatIf.state()).isEqualTo(Ledger.EMPTY.noted("tried"));
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.noted("together").incremented());
        assertThat(whatIf.id()).isEqualTo("acme");
        assertThat(whatIf.timelineName()).isEqualTo("what-if");
        assertThat(acme.timelineName()).isEqualTo(Tenant.MAIN_TIMELINE);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aBranchIsThereAfterTheTenantWasOpenedAgain(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        acme.apply(state -> full("one"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("tried"));
        whatIf.snapshot(SnapshotRequest.named("tried"));
        acme.apply(state -> state.noted("went on"));

        Tenant<Ledger> again = openAgain(builder -> builder.durability(mode));

        assertThat(again.timeline("what-if").state()).isEqualTo(full("one").noted("tried"));
        assertThat(again.timeline("what-if").at(SnapshotRef.named("tried")).state())
                .isEqualTo(full("one").noted("tried"));
        assertThat(again.state()).isEqualTo(full("one").noted("went on"));
    }

    @Test
    void aBranchBeginsWithASnapshotOfThePast() {
        Tenant<Ledger> acme = create();
        acme.apply(state -> state.noted("v1"));
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.noted("later"));

        Tenant<Ledger> hotfix = acme.branch("hotfix", SnapshotRef.named("v1"));

        assertThat(hotfix.state().note()).isEqualTo("v1");
        TimelineInfo info = acme.timelines().last();
        assertThat(info.name()).isEqualTo("hotfix");
        TimelineInfo.Origin origin = info.origin().get();
        assertThat(origin.timeline()).isEqualTo(Option.some("main"));
        assertThat(origin.snapshotId()).isEqualTo(Option.some(v1.id()));
        assertThat(origin.version()).isEqualTo(v1.stateVersion());
    }

    @Test
    void aBranchWritesNoPageAndSharesAllThatThereAre() {
        Tenant<Ledger> acme = create();
        acme.apply(state -> full("one"));
        acme.snapshot(SnapshotRequest.named("v1"));
        int before = check().stored().size();

        acme.branch("what-if", SnapshotRef.named("v1"));
        acme.branch("other", SnapshotRef.head());

        assertThat(check().requireNothingMissing("branched").stored()).hasSize(before);
    }

    @Test
    void aBranchHasSnapshotsWithNamesOfItsOwn() {
        Tenant<Ledger> acme = create();
        acme.snapshot(SnapshotRequest.named("v1"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.named("v1"));
        whatIf.apply(Ledger::incremented);

        SnapshotInfo other = whatIf.snapshot(SnapshotRequest.named("v1"));

        assertThat(acme.at(SnapshotRef.named("v1")).state().count()).isZero();
        assertThat(whatIf.at(SnapshotRef.named("v1")).state().count()).isOne();
        assertThat(whatIf.snapshots().last()).isEqualTo(other);
        assertThat(acme.snapshotCount()).isOne();
        assertThatThrownBy(() -> whatIf.snapshot(SnapshotRequest.named("v1")))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessageContaining("timeline 'what-if' of tenant 'acme' has a snapshot 'v1' already");
        assertThat(openAgain()
                        .timeline("what-if")
                        .at(SnapshotRef.named("v1"))
                        .state()
                        .count())
                .isOne();
        verifyWell();
    }

    @Test
    void aMissingSnapshotIsSaidToBeMissingInTheTimeline() {
        Tenant<Ledger> acme = create();
        acme.snapshot(SnapshotRequest.named("v1"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());

        assertThatThrownBy(() -> whatIf.at(SnapshotRef.named("v1")))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("for timeline 'what-if' of tenant 'acme'; it has: automatic #0");
    }

    @Test
    void theFirstSnapshotOfABranchIsWhereItBegan() {
        Tenant<Ledger> acme = create();
        acme.apply(state -> state.noted("base"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(Ledger::incremented);

        whatIf.rollback(SnapshotRef.index(0));

        assertThat(whatIf.state()).isEqualTo(Ledger.EMPTY.noted("base"));
        assertThat(whatIf.snapshots().head().description())
                .isEqualTo(Option.some("where the timeline began: the head of main"));
        whatIf.undoRollback();
        assertThat(whatIf.state().count()).isOne();
    }

    @Test
    void aRollbackInABranchLeavesTheMainTimelineAlone() {
        Tenant<Ledger> acme = create();
        acme.apply(Ledger::incremented);
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("one"));
        whatIf.snapshot(SnapshotRequest.named("one"));
        whatIf.apply(state -> state.noted("two"));

        whatIf.rollback(SnapshotRef.named("one"));

        assertThat(whatIf.state().note()).isEqualTo("one");
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.incremented());
        assertThat(acme.audit()).isEmpty();
        assertThat(whatIf.audit()).hasSize(1);
        assertThat(openAgain().timeline("what-if").audit()).hasSize(1);
    }

    @Test
    void aTransactionRunsOnABranch() {
        Tenant<Ledger> whatIf = create().branch("what-if", SnapshotRef.head());

        whatIf.transaction("move")
                .checkpoint("one", Ledger::incremented)
                .step(state -> state.noted("done"))
                .run();

        assertThat(whatIf.state()).isEqualTo(Ledger.EMPTY.incremented().noted("done"));
    }

    @Test
    void aBranchCanBeBranchedOffItself() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> one = acme.branch("one", SnapshotRef.head());
        one.apply(state -> state.noted("one"));

        Tenant<Ledger> two = one.branch("two", SnapshotRef.head());
        acme.deleteTimeline("one");

        assertThat(two.state().note()).isEqualTo("one");
        assertThat(acme.timelines().last().origin().get().timeline()).isEqualTo(Option.none());
        assertThat(openAgain().timeline("two").state().note()).isEqualTo("one");
        verifyWell();
    }

    @Test
    void timelinesAreListedFromTheMainOneOn() {
        Tenant<Ledger> acme = create();
        assertThat(namesOf(acme)).containsExactly("main");

        acme.branch("b", SnapshotRef.head());
        Tenant<Ledger> a = acme.branch("a", SnapshotRef.head());

        assertThat(namesOf(acme)).containsExactly("main", "b", "a");
        assertThat(namesOf(a)).containsExactly("main", "b", "a");
        assertThat(acme.timelines().head().origin()).isEqualTo(Option.none());
        assertThat(namesOf(openAgain())).containsExactly("main", "b", "a");
    }

    @Test
    void twoLookUpsOfATimelineGiveTheSameHandle() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());

        assertThat(acme.timeline("what-if")).isSameAs(whatIf);
        assertThat(whatIf.timeline("main")).isSameAs(acme);
        assertThat(whatIf.findTimeline("what-if").get()).isSameAs(whatIf);
        assertThat(acme.findTimeline("nothing")).isEqualTo(Option.none());
    }

    @Test
    void aTimelineThatIsNotThereIsToldWithThoseThatAre() {
        Tenant<Ledger> acme = create();
        acme.branch("what-if", SnapshotRef.head());

        for (Runnable call : new Runnable[] {
            () -> acme.timeline("whatif"),
            () -> acme.renameTimeline("whatif", "other"),
            () -> acme.deleteTimeline("whatif")
        }) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(TimelineNotFoundException.class)
                    .hasMessage("no timeline 'whatif' for tenant 'acme'; it has: main, what-if");
        }
    }

    @Test
    void aNameIsTakenOnce() {
        Tenant<Ledger> acme = create();
        acme.branch("what-if", SnapshotRef.head());
        acme.branch("other", SnapshotRef.head());

        for (String taken : new String[] {"what-if", "main"}) {
            assertThatThrownBy(() -> acme.branch(taken, SnapshotRef.head()))
                    .isInstanceOf(DuplicateNameException.class)
                    .hasMessageContaining("has a timeline '" + taken + "' already");
            assertThatThrownBy(() -> acme.renameTimeline("other", taken)).isInstanceOf(DuplicateNameException.class);
        }
        assertThat(namesOf(acme)).containsExactly("main", "what-if", "other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../g", "b/0000000000000001/h/main", "h/main", "名前 🌍", "%00'; drop table", "a'b\"c", "\uD800"
            })
    void aNameMayBeAnyTextThatCanBeShown(String name) {
        Tenant<Ledger> acme = create();
        acme.branch(name, SnapshotRef.head()).apply(state -> state.noted(name.replace('\uD800', '?')));
        acme.branch(name + "2", SnapshotRef.head());

        Tenant<Ledger> again = openAgain();

        assertThat(again.timeline(name).state().note()).isEqualTo(name.replace('\uD800', '?'));
        assertThat(again.state()).isEqualTo(Ledger.EMPTY);
        again.deleteTimeline(name);
        assertThat(namesOf(again)).containsExactly("main", name + "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "\0"})
    void aNameThatCanNotBeReadIsRefused(String name) {
        Tenant<Ledger> acme = create();
        acme.branch("other", SnapshotRef.head());

        assertThatThrownBy(() -> acme.branch(name, SnapshotRef.head()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the name of a timeline has 1 to ");
        assertThatThrownBy(() -> acme.renameTimeline("other", name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thereIsAMostOfTimelines() {
        Tenant<Ledger> acme = create();
        for (int i = 0; i < Tenant.MAX_TIMELINES; i++) {
            acme.branch("t".repeat(SnapshotRequest.MAX_NAME_LENGTH - 2) + (10 + i), SnapshotRef.head());
        }

        assertThatThrownBy(() -> acme.branch("more", SnapshotRef.head()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32 timelines beside the main one, which is the most; delete one of: main, ttt");
    }

    @Test
    void aHandleStaysGoodWhenItsTimelineIsRenamed() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());

        TimelineInfo renamed = acme.renameTimeline("what-if", "plan b");
        whatIf.apply(Ledger::incremented);
        whatIf.snapshot(SnapshotRequest.named("v1"));

        assertThat(renamed.name()).isEqualTo("plan b");
        assertThat(whatIf.timelineName()).isEqualTo("plan b");
        assertThat(acme.timeline("plan b")).isSameAs(whatIf);
        assertThat(acme.findTimeline("what-if")).isEqualTo(Option.none());
        acme.branch("what-if", SnapshotRef.head());
        Tenant<Ledger> again = openAgain();
        assertThat(again.timeline("plan b").at(SnapshotRef.named("v1")).state().count())
                .isOne();
        assertThat(again.timeline("what-if").state().count()).isZero();
    }

    @Test
    void theMainTimelineIsNeitherRenamedNorDeleted() {
        Tenant<Ledger> acme = create();

        assertThatThrownBy(() -> acme.deleteTimeline("main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the main timeline can't be deleted; remove the tenant instead");
        assertThatThrownBy(() -> acme.renameTimeline("main", "other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the main timeline can't be renamed");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aDeletedTimelineIsGoneForItsHandlesToo(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.snapshot(SnapshotRequest.named("v1"));
        whatIf.apply(Ledger::incremented);

        assertThat(acme.deleteTimeline("what-if").name()).isEqualTo("what-if");

        for (TenantCall call : TenantCall.values()) {
            assertThatThrownBy(() -> call.on(whatIf), "%s", call)
                    .isInstanceOf(TimelineNotFoundException.class)
                    .hasMessageContaining("timeline 'what-if' of tenant 'acme' was deleted");
        }
        assertThat(namesOf(acme)).containsExactly("main");
        acme.apply(Ledger::incremented);
        assertThat(namesOf(openAgain())).containsExactly("main");
    }

    @Test
    void aNameCanBeUsedAgainAfterItsTimelineWasDeleted() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> first = acme.branch("what-if", SnapshotRef.head());
        first.apply(Ledger::incremented);
        first.snapshot(SnapshotRequest.named("v1"));
        acme.deleteTimeline("what-if");

        Tenant<Ledger> second = acme.branch("what-if", SnapshotRef.head());
        second.snapshot(SnapshotRequest.named("v1"));

        assertThat(second).isNotSameAs(first);
        assertThat(second.at(SnapshotRef.named("v1")).state()).isEqualTo(Ledger.EMPTY);
        assertThatThrownBy(first::state).isInstanceOf(TimelineNotFoundException.class);
        verifyWell();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatOnlyADeletedTimelineNeededIsGarbage(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        acme.apply(state -> full("one"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        for (int i = 0; i < 40; i++) {
            int now = i;
            whatIf.apply(
                    TransitionContext.by("me"), state -> full("v" + now % 3).noted("v" + now));
            whatIf.snapshot(i % 2 == 0 ? SnapshotRequest.named("v" + i) : SnapshotRequest.automatic());
        }
        acme.deleteTimeline("what-if");
        Tenant<Ledger> again = openAgain(builder -> builder.durability(mode));

        again.collectGarbage();

        check().requireNothingMissing("collected").requireNoGarbage("collected");
        assertThat(again.state()).isEqualTo(full("one"));
        assertThat(raw.scanRefs(new TenantId("acme"), "", null, 1_000).stream().map(Ref::name))
                .noneMatch(name -> name.startsWith("b/") || name.startsWith("n/"));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aCollectionLeavesWhatAnyTimelineNeeds(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        acme.apply(state -> full("one"));
        acme.snapshot(SnapshotRequest.named("v1"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.named("v1"));
        whatIf.apply(state -> full("two"));
        whatIf.snapshot(SnapshotRequest.named("two"));
        whatIf.apply(state -> full("three"));
        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot();
        acme.delete(SnapshotRef.named("v1"));
        Tenant<Ledger> again = openAgain(builder -> builder.durability(mode).memoryBudget(0));

        again.collectGarbage();
        again.timeline("what-if").collectGarbage();

        check().requireNothingMissing("collected").requireNoGarbage("collected");
        Tenant<Ledger> branch = again.timeline("what-if");
        assertThat(branch.state()).isEqualTo(full("three"));
        assertThat(branch.at(SnapshotRef.named("two")).state()).isEqualTo(full("two"));
        assertThat(branch.at(SnapshotRef.index(0)).state()).isEqualTo(full("one"));
        verifyWell();
    }

    @Test
    void limitsOfRetentionHoldForEachTimeline() {
        Tenant<Ledger> acme = create(builder -> builder.retention(RetentionPolicy.keepAutomatic(2)));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        for (int i = 0; i < 5; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot();
        }
        whatIf.apply(Ledger::incremented);
        whatIf.snapshot();

        assertThat(acme.snapshotCount()).isEqualTo(2);
        assertThat(whatIf.snapshotCount()).isEqualTo(2);
        whatIf.apply(Ledger::incremented);
        whatIf.snapshot();
        assertThat(whatIf.snapshotCount()).isEqualTo(2);
    }

    @Test
    void aSnapshotKnowsTheOneThatItComesFrom() {
        Tenant<Ledger> acme = create();
        SnapshotInfo first = acme.snapshot(SnapshotRequest.named("first"));
        acme.apply(Ledger::incremented);
        SnapshotInfo second = acme.snapshot(SnapshotRequest.named("second"));
        acme.apply(Ledger::incremented);
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("first")).safety().get();
        acme.apply(state -> state.noted("other way"));
        SnapshotInfo third = acme.snapshot();
        SnapshotInfo fourth = acme.snapshot();

        assertThat(first.parents()).isEmpty();
        assertThat(second.parents()).containsExactly(first.id());
        assertThat(safety.parents()).containsExactly(second.id());
        assertThat(third.parents()).containsExactly(first.id());
        assertThat(fourth.parents()).containsExactly(third.id());
        assertThat(openAgain().snapshots()).containsExactly(first, second, safety, third, fourth);
    }

    @Test
    void theFirstSnapshotOfABranchComesFromTheOneThatItWasBranchedOff() {
        Tenant<Ledger> acme = create();
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        Tenant<Ledger> ofSnapshot = acme.branch("a", SnapshotRef.named("v1"));
        Tenant<Ledger> ofHead = acme.branch("b", SnapshotRef.head());
        ofHead.apply(Ledger::incremented);
        SnapshotInfo next = ofHead.snapshot();

        assertThat(ofSnapshot.snapshots().head().parents()).containsExactly(v1.id());
        assertThat(ofHead.snapshots().head().parents()).containsExactly(v1.id());
        assertThat(next.parents()).containsExactly(ofHead.snapshots().head().id());
    }

    @Test
    void theGraphTellsWhichSnapshotWasMadeOfWhich() {
        Tenant<Ledger> acme = create();
        SnapshotInfo root = acme.snapshot(SnapshotRequest.named("root"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.named("root"));
        SnapshotInfo began = whatIf.snapshots().head();
        whatIf.apply(Ledger::incremented);
        SnapshotInfo theirs = whatIf.snapshot();
        acme.apply(state -> state.noted("ours"));
        SnapshotInfo ours = acme.snapshot();
        SnapshotGraph before = acme.snapshotGraph();
        acme.merge("what-if", MergeRules.strict());
        SnapshotInfo merged = acme.snapshot();

        SnapshotGraph graph = openAgain().snapshotGraph();

        assertThat(graph.snapshots().map(SnapshotGraph.Node::info)).containsExactly(root, ours, merged, began, theirs);
        assertThat(idsOf(graph.parents(merged.id()))).containsExactly(ours.id(), theirs.id());
        assertThat(idsOf(graph.children(root.id()))).containsExactly(ours.id(), began.id());
        assertThat(graph.ancestors(theirs.id())).containsExactlyInAnyOrder(began.id(), root.id());
        assertThat(graph.commonAncestor(ours.id(), theirs.id()).get().info()).isEqualTo(root);
        assertThat(graph.commonAncestor(merged.id(), theirs.id()).get().info()).isEqualTo(theirs);
        assertThat(graph.find(theirs.id()).get().timeline()).isEqualTo("what-if");
        assertThat(idsOf(graph.ofHead("main"))).containsExactly(merged.id());
        assertThat(idsOf(before.ofHead("main"))).containsExactly(ours.id());
        assertThat(idsOf(graph.ofHead("what-if"))).containsExactly(theirs.id());
        assertThatThrownBy(() -> graph.ofHead("other")).hasMessageContaining("it has: main, what-if");
        assertThat(graph.find("nothing")).isEqualTo(Option.none());
    }

    private static Seq<String> idsOf(Seq<SnapshotGraph.Node> nodes) {
        return nodes.map(node -> node.info().id());
    }

    @Test
    void aTenantIsRemovedWithAllItsTimelines() {
        StateManager<Ledger> states = open(this::seen, builder -> {});
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(Ledger::incremented);
        whatIf.snapshot();

        states.removeTenant("acme");

        assertThatThrownBy(whatIf::state).isInstanceOf(TenantNotFoundException.class);
        assertThat(namesOf(states.createTenant("acme"))).containsExactly("main");
    }

    @Test
    void aClosedManagersTimelinesAreClosed() {
        Tenant<Ledger> whatIf = create().branch("what-if", SnapshotRef.head());

        closeAll();

        assertThatThrownBy(whatIf::state).isInstanceOf(ClosedException.class);
    }

    @Test
    void allTimelinesAreVerified() {
        Tenant<Ledger> acme = create();
        acme.branch("what-if", SnapshotRef.head()).snapshot(SnapshotRequest.named("v1"));

        closeAll();
        StateManager<Ledger> states = open();
        assertThat(states.verify().isSound()).isTrue();
        ReadabilityReport report = states.verifyReadable("acme");
        assertThat(report.isReadable()).isTrue();
        assertThat(report.results().map(ReadabilityReport.Result::state))
                .contains("the head of timeline 'what-if'", "snapshot 'v1' of timeline 'what-if'");
    }

    private void verifyWell() {
        closeAll();
        VerificationReport report = open(this::seen, builder -> {}).verify();
        assertThat(report.isSound()).as(report.toString()).isTrue();
    }
}
