package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.MergeConflict;
import io.varve.diff.MergeResolution;
import io.varve.diff.MergeRules;
import io.varve.diff.Merger;
import io.varve.diff.StatePath;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Merging timelines: what is merged, from where, and that it is done whole and once. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimelineMergeTest extends BackendTest {

    private static final MergeRules STRICT = MergeRules.strict();

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

    private static MergeResult<Ledger> merge(Tenant<Ledger> into, String from) {
        return into.merge(from, STRICT).get();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatBothHaveChangedSinceTheBranchIsMerged(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        acme.apply(state -> full("one"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.with("theirs", 1));
        acme.apply(state -> state.with("ours", 2));

        MergeResult<Ledger> done = merge(acme, "what-if");

        Ledger both = full("one").with("theirs", 1).with("ours", 2);
        assertThat(done.state()).isEqualTo(both);
        assertThat(done.from()).isEqualTo("what-if");
        assertThat(acme.state()).isEqualTo(both);
        assertThat(whatIf.state()).isEqualTo(full("one").with("theirs", 1));
        acme.snapshot();
        assertThat(openAgain(builder -> builder.durability(mode)).state()).isEqualTo(both);
    }

    @Test
    void mergingWhatHasNotChangedChangesNothing() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        acme.apply(Ledger::incremented);

        MergeResult<Ledger> done = merge(acme, "what-if");
        merge(whatIf, "main");

        assertThat(done.safety()).isEmpty();
        assertThat(acme.audit()).isEmpty();
        assertThat(whatIf.state()).isEqualTo(acme.state());
        assertThat(acme.planMerge("what-if", STRICT).diff().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void whatWasMergedIsNotMergedAgain(Durability mode) {
        MergeRules counting = STRICT.at("/count", Merger.<Long>counter());
        Tenant<Ledger> acme = create(builder -> builder.durability(mode));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(Ledger::incremented);
        acme.apply(Ledger::incremented);
        acme.merge("what-if", counting).get();
        whatIf.apply(Ledger::incremented);
        acme.apply(Ledger::incremented);
        acme.snapshot();
        Tenant<Ledger> again = openAgain(builder -> builder.durability(mode).memoryBudget(0));
        Tenant<Ledger> whatIfAgain = again.timeline("what-if");

        again.merge("what-if", counting).get();
        assertThat(again.state().count()).isEqualTo(4);
        again.merge("what-if", counting).get();
        assertThat(again.state().count()).isEqualTo(4);
        whatIfAgain.merge("main", counting).get();
        assertThat(whatIfAgain.state().count()).isEqualTo(4);
    }

    @Test
    void aConflictLeavesTheHeadAndIsListedWithAllThreeValues() {
        Tenant<Ledger> acme = create();
        acme.apply(state -> state.noted("base"));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("theirs").incremented());
        acme.apply(state -> state.noted("ours"));

        Either<Seq<MergeConflict>, MergeResult<Ledger>> result = acme.merge("what-if", STRICT);

        assertThat(result.getLeft())
                .containsExactly(new MergeConflict(
                        StatePath.root().component("note"),
                        Option.some("base"),
                        Option.some("ours"),
                        Option.some("theirs")));
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.noted("ours"));
        assertThat(acme.snapshotCount()).isZero();
    }

    @Test
    void theLastWriterIsTheTimelineThatWasChangedLast() {
        TestClock clock = new TestClock();
        Tenant<Ledger> acme = create(builder -> builder.clock(clock));
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        MergeRules rules = STRICT.lastWriter("/note");
        acme.apply(state -> state.noted("ours"));
        clock.move(java.time.Duration.ofSeconds(1));
        whatIf.apply(state -> state.noted("theirs"));

        assertThat(acme.planMerge("what-if", rules).diff().after().note()).isEqualTo("theirs");
        assertThat(whatIf.planMerge("main", rules).diff().after().note()).isEqualTo("theirs");
        clock.move(java.time.Duration.ofSeconds(1));
        acme.apply(Ledger::incremented);
        assertThat(acme.planMerge("what-if", rules).diff().after().note()).isEqualTo("ours");
    }

    @Test
    void aPlanIsLookedAtResolvedAndDone() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("theirs").incremented());
        acme.apply(state -> state.noted("ours"));

        MergePlan<Ledger> plan = acme.planMerge("what-if", STRICT);
        assertThat(plan.from()).isEqualTo("what-if");
        assertThat(plan.into()).isEqualTo("main");
        assertThat(plan.base()).isEqualTo(Ledger.EMPTY);
        assertThat(plan.conflicts()).hasSize(1);
        assertThat(plan.diff().toPatch().changes()).hasSize(1);
        assertThatThrownBy(plan::execute)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the merge of timeline 'what-if' into 'main', planned on versions 1 and 1,"
                        + " has conflicts that are not resolved: note: base \"\", ours \"ours\", theirs \"theirs\"");
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.noted("ours"));

        MergeResult<Ledger> done = plan.resolve(StatePath.root().component("note"), MergeResolution.value("both"))
                .execute();

        assertThat(done.state()).isEqualTo(Ledger.EMPTY.noted("both").incremented());
        assertThat(acme.state()).isEqualTo(done.state());
    }

    @Test
    void aPlanIsNotDoneIfEitherHeadHasChanged() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("theirs"));
        MergePlan<Ledger> plan = acme.planMerge("what-if", STRICT);

        acme.apply(Ledger::incremented);
        assertThatThrownBy(plan::execute)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("can't be done, since the heads are at versions 1 and 1 by now");
        MergePlan<Ledger> second = plan.renewed();
        whatIf.apply(Ledger::incremented);
        assertThatThrownBy(second::execute).isInstanceOf(ConflictException.class);
        MergePlan<Ledger> third = second.renewed();
        third.resolve(conflict -> Option.some(MergeResolution.ours())).execute();
        assertThatThrownBy(third::execute).isInstanceOf(ConflictException.class);

        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.noted("theirs").incremented());
    }

    @Test
    void aPlanOfADeletedTimelineIsNotDone() {
        Tenant<Ledger> acme = create();
        acme.branch("what-if", SnapshotRef.head()).apply(Ledger::incremented);
        MergePlan<Ledger> plan = acme.planMerge("what-if", STRICT);

        acme.deleteTimeline("what-if");

        assertThatThrownBy(plan::execute).isInstanceOf(TimelineNotFoundException.class);
        assertThatThrownBy(plan::renewed).isInstanceOf(TimelineNotFoundException.class);
        assertThatThrownBy(() -> acme.merge("what-if", STRICT))
                .isInstanceOf(TimelineNotFoundException.class)
                .hasMessage("no timeline 'what-if' for tenant 'acme'; it has: main");
        assertThatThrownBy(() -> acme.planMerge("main", STRICT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be merged into itself");
    }

    @Test
    void aMergeIsTakenBackAndCanBeDoneAgain() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("theirs"));
        acme.apply(Ledger::incremented);
        MergeResult<Ledger> done = merge(acme, "what-if");
        assertThat(done.safety().get().description())
                .isEqualTo(Option.some("the head before timeline 'what-if' was merged"));

        acme.undoRollback();
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.incremented());
        merge(acme, "what-if");

        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.incremented().noted("theirs"));
    }

    @Test
    void theAuditTrailTellsOfAMerge() {
        Tenant<Ledger> acme = create();
        acme.branch("what-if", SnapshotRef.head()).apply(Ledger::incremented);
        acme.merge(TransitionContext.by("me"), "what-if", STRICT);
        acme.snapshot();

        AuditEntry entry = openAgain(builder -> {}).audit().last();

        assertThat(entry.kind()).isEqualTo(AuditKind.MERGE);
        assertThat(entry.who()).isEqualTo(Option.some("me"));
        assertThat(entry.reason()).isEqualTo(Option.some("merge of timeline 'what-if' at version 1"));
    }

    @Test
    void aSnapshotAfterAMergeComesFromBothSides() {
        Tenant<Ledger> acme = create();
        Tenant<Ledger> whatIf = acme.branch("what-if", SnapshotRef.head());
        whatIf.apply(state -> state.noted("theirs"));
        SnapshotInfo theirs = whatIf.snapshot();
        acme.apply(Ledger::incremented);
        SnapshotInfo ours = acme.snapshot();

        merge(acme, "what-if");
        SnapshotInfo both = acme.snapshot();

        assertThat(both.parents()).containsExactly(ours.id(), theirs.id());
        assertThat(openAgain(builder -> {}).snapshots().last()).isEqualTo(both);
    }

    @Test
    void aValidatorMayRefuseAMerge() {
        Tenant<Ledger> acme = create(builder -> builder.validator(StateValidator.<Ledger>requiring(
                state -> state.count() == 0 || state.note().isEmpty(), "not both")));
        acme.branch("what-if", SnapshotRef.head()).apply(state -> state.noted("theirs"));
        acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.merge("what-if", STRICT)).isInstanceOf(ValidationFailedException.class);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY.incremented());
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theBaseOfAMergeOutlastsItsSnapshotAndItsTimeline(Durability mode) {
        Tenant<Ledger> acme = create(builder -> builder.durability(mode).retention(RetentionPolicy.keepAutomatic(1)));
        acme.apply(state -> full("one"));
        Tenant<Ledger> one = acme.branch("one", SnapshotRef.head());
        one.apply(state -> state.with("of one", 1));
        one.branch("two", SnapshotRef.head()).apply(state -> state.with("of two", 2));
        acme.apply(state -> full("two"));
        one.apply(state -> state.with("of one", -1));
        for (int i = 0; i < 3; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot();
        }
        acme.deleteTimeline("one");
        Consumer<StateManagerBuilder<Ledger>> settings =
                builder -> builder.durability(mode).memoryBudget(0);
        openAgain(settings).collectGarbage();
        check().requireNothingMissing("collected").requireNoGarbage("collected");
        Tenant<Ledger> again = openAgain(settings);

        assertThat(again.planMerge("two", STRICT).base()).isEqualTo(full("one"));
        again.merge("two", STRICT).get();

        assertThat(again.state())
                .isEqualTo(new Ledger(
                        4,
                        "two",
                        full("two")
                                .entries()
                                .putAll(full("").with("of one", 1)
                                        .with("of two", 2)
                                        .entries()
                                        .filterKeys(key -> key.startsWith("of ")))));
        again.collectGarbage();
        check().requireNothingMissing("merged");
    }

    @Test
    void whatWasMergedOfADeletedTimelineIsForgottenWithTheNextMerge() {
        Tenant<Ledger> acme = create();
        acme.branch("one", SnapshotRef.head()).apply(state -> full("one"));
        merge(acme, "one");
        acme.deleteTimeline("one");
        acme.apply(state -> Ledger.EMPTY);
        acme.branch("two", SnapshotRef.head()).apply(Ledger::incremented);
        merge(acme, "two");
        acme.prune(RetentionPolicy.keepAutomatic(0));
        acme.snapshots().forEach(snapshot -> acme.delete(SnapshotRef.id(snapshot.id())));
        acme.snapshot();
        acme.deleteTimeline("two");

        openAgain(builder -> {}).collectGarbage();

        check().requireNothingMissing("collected").requireNoGarbage("collected");
        assertThat(check().stored()).hasSizeLessThan(8);
    }

    /** The graph of all heads, kept beside: which head was made of which. */
    private static final class Graph {

        final Map<String, Set<String>> ancestors = new HashMap<>();

        void add(String head, String... parents) {
            Set<String> all = new HashSet<>();
            for (String parent : parents) {
                all.add(parent);
                all.addAll(ancestors.get(parent));
            }
            ancestors.put(head, all);
        }

        /** What both come from, without what any of that comes from. */
        Set<String> bases(String one, String other) {
            Set<String> shared = new HashSet<>(ancestors.get(one));
            shared.add(one);
            Set<String> others = new HashSet<>(ancestors.get(other));
            others.add(other);
            shared.retainAll(others);
            Set<String> best = new HashSet<>(shared);
            shared.forEach(head -> best.removeAll(ancestors.get(head)));
            return best;
        }
    }

    @Test
    void theBaseIsTheOneThatTheGraphOfAllHeadsHas() {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("TimelineMergeTest seed " + seed);
        Random random = new Random(seed);
        MergeRules rules = STRICT.at("/note", (base, ours, theirs) -> Option.some(ours));
        Graph graph = new Graph();
        Tenant<Ledger> acme = create(builder -> builder.durability(Durability.EVERY_TRANSITION));
        acme.apply(state -> state.noted("0"));
        graph.add("0");
        List<String> timelines = new ArrayList<>(List.of("main"));
        for (int step = 1; step < 120; step++) {
            String name = timelines.get(random.nextInt(timelines.size()));
            Tenant<Ledger> timeline = acme.timeline(name);
            String before = timeline.state().note();
            String next = String.valueOf(step);
            String other = timelines.get(random.nextInt(timelines.size()));
            int what = random.nextInt(10);
            if (what == 0 && timelines.size() < 8) {
                timeline.branch("t" + step, SnapshotRef.head());
                timelines.add("t" + step);
            } else if (what == 1 && timelines.size() > 3 && !name.equals("main")) {
                acme.deleteTimeline(name);
                timelines.remove(name);
            } else if (what == 2) {
                acme = openAgain(builder -> builder.durability(Durability.EVERY_TRANSITION));
            } else if (what < 7 && !other.equals(name)) {
                String theirs = acme.timeline(other).state().note();
                MergePlan<Ledger> plan = timeline.planMerge(other, rules);
                assertThat(graph.bases(before, theirs))
                        .as("seed %s, step %s, %s into %s", seed, step, other, name)
                        .contains(plan.base().note());
                plan.execute();
                if (!graph.ancestors.get(before).contains(theirs) && !before.equals(theirs)) {
                    timeline.apply(state -> state.noted(next));
                    graph.add(next, before, theirs);
                }
            } else {
                timeline.apply(state -> state.noted(next));
                graph.add(next, before);
            }
        }
        acme.collectGarbage();
        check().requireNothingMissing("seed " + seed);
    }
}
