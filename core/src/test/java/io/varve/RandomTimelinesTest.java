package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.diff.MergeResolution;
import io.varve.diff.MergeRules;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Anything in any order with several timelines, beside a model of what each of them has to be. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomTimelinesTest extends BackendTest {

    private static final int STEPS = 120;

    private SnapshotStore raw;

    /** What a timeline has to be. */
    private static final class Model {

        Ledger head;
        final Map<String, Ledger> snapshots = new LinkedHashMap<>();

        Model(Ledger head) {
            this.head = head;
        }
    }

    private Tenant<Ledger> openAgain(Durability mode) {
        closeAll();
        return open(
                        store -> {
                            raw = store;
                            return store;
                        },
                        builder -> builder.durability(mode).memoryBudget(0))
                .tenantOrCreate("acme");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void everyTimelineIsWhatItsOwnChangesMadeOfIt(Durability mode) {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("RandomTimelinesTest seed " + seed + " in mode " + mode + " on " + backend);
        Random random = new Random(seed);
        Tenant<Ledger> acme = openAgain(mode);
        Map<String, Model> models = new LinkedHashMap<>();
        models.put("main", new Model(Ledger.EMPTY));
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            String name = any(models.keySet(), random);
            Tenant<Ledger> timeline = acme.timeline(name);
            Model model = models.get(name);
            String fresh = "t" + step;
            switch (random.nextInt(14)) {
                case 0 -> {
                    if (models.size() < 6) {
                        acme.timeline(name).branch(fresh, SnapshotRef.head());
                        models.put(fresh, new Model(model.head));
                    }
                }
                case 1 -> {
                    if (models.size() < 6 && !model.snapshots.isEmpty()) {
                        String snapshot = any(model.snapshots.keySet(), random);
                        timeline.branch(fresh, SnapshotRef.named(snapshot));
                        models.put(fresh, new Model(model.snapshots.get(snapshot)));
                    }
                }
                case 2 -> {
                    if (!name.equals("main")) {
                        acme.deleteTimeline(name);
                        models.remove(name);
                    }
                }
                case 3 -> {
                    if (!name.equals("main")) {
                        timeline.renameTimeline(name, fresh);
                        models.put(fresh, models.remove(name));
                    }
                }
                case 4 -> {
                    String other = any(models.keySet(), random);
                    if (!other.equals(name)) {
                        MergePlan<Ledger> plan = timeline.planMerge(other, MergeRules.strict())
                                .resolve(conflict -> Option.some(
                                        random.nextBoolean() ? MergeResolution.ours() : MergeResolution.theirs()));
                        Ledger merged = plan.merge().patch().apply(model.head).get();
                        assertThat(plan.execute().state()).as(where).isEqualTo(merged);
                        model.head = merged;
                    }
                }
                case 5 -> {
                    if (!model.snapshots.isEmpty()) {
                        String snapshot = any(model.snapshots.keySet(), random);
                        timeline.rollback(SnapshotRef.named(snapshot));
                        model.head = model.snapshots.get(snapshot);
                    }
                }
                case 6 -> {
                    if (!model.snapshots.isEmpty()) {
                        String snapshot = any(model.snapshots.keySet(), random);
                        timeline.delete(SnapshotRef.named(snapshot));
                        model.snapshots.remove(snapshot);
                    }
                }
                case 7 -> timeline.collectGarbage();
                case 8 -> acme = openAgain(mode);
                case 9, 10 -> {
                    timeline.snapshot(SnapshotRequest.named(fresh));
                    model.snapshots.put(fresh, model.head);
                }
                default -> {
                    int number = random.nextInt(400);
                    UnaryOperator<Ledger> change = random.nextInt(5) == 0
                            ? state -> state.noted(fresh)
                            : state -> {
                                Ledger next = state.incremented();
                                for (int i = 0; i < 30; i++) {
                                    next = next.with("key " + (number + i), number);
                                }
                                return next;
                            };
                    timeline.apply(change::apply);
                    model.head = change.apply(model.head);
                }
            }
            if (step % 10 == 9 || step == STEPS - 1) {
                requireAll(acme, models, where);
            }
        }
        acme = openAgain(mode);
        acme.collectGarbage();
        StoreCheck.of(raw, "acme").requireNothingMissing("seed " + seed).requireNoGarbage("seed " + seed);
        requireAll(acme, models, "seed " + seed);
        closeAll();
        VerificationReport report = open().verify();
        assertThat(report.isSound()).as(report.toString()).isTrue();
    }

    private static void requireAll(Tenant<Ledger> acme, Map<String, Model> models, String where) {
        assertThat(acme.timelines().map(TimelineInfo::name)).as(where).hasSameElementsAs(models.keySet());
        models.forEach((name, model) -> {
            Tenant<Ledger> timeline = acme.timeline(name);
            assertThat(timeline.state()).as("%s, %s", where, name).isEqualTo(model.head);
            model.snapshots.forEach((snapshot, state) -> assertThat(
                            timeline.at(SnapshotRef.named(snapshot)).state())
                    .as("%s, %s of %s", where, snapshot, name)
                    .isEqualTo(state));
        });
    }

    private static String any(Iterable<String> names, Random random) {
        List<String> all = new ArrayList<>();
        names.forEach(all::add);
        return all.get(random.nextInt(all.size()));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void timelinesAreChangedByManyThreadsWhileGarbageIsCollected(Durability mode) throws Exception {
        Tenant<Ledger> acme = openAgain(mode);
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            String name = "t" + i % 2;
            int number = i;
            Tenant<Ledger> timeline = acme.findTimeline(name).getOrElse(() -> acme.branch(name, SnapshotRef.head()));
            threads.add(new Thread(() -> {
                try {
                    for (int change = 0; change < 60; change++) {
                        int now = change;
                        timeline.apply(state -> state.incremented().with("key " + number + "/" + now % 40, now));
                        if (change % 10 == 0) {
                            timeline.snapshot();
                        }
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        Thread other = new Thread(() -> {
            try {
                for (int i = 0; !done.get(); i++) {
                    acme.collectGarbage();
                    acme.branch("short-lived " + i, SnapshotRef.head()).apply(Ledger::incremented);
                    acme.apply(state -> state.noted("changed"));
                    acme.merge("t" + i % 2, MergeRules.strict().lastWriter("/**"));
                    acme.deleteTimeline("short-lived " + i);
                }
            } catch (Throwable e) {
                failures.add(e);
            }
        });
        threads.forEach(Thread::start);
        other.start();
        for (Thread thread : threads) {
            thread.join();
        }
        done.set(true);
        other.join();

        assertThat(failures).isEmpty();
        assertThat(acme.timeline("t0").state().count()).isEqualTo(120);
        assertThat(acme.timeline("t1").state().count()).isEqualTo(120);
        Tenant<Ledger> again = openAgain(mode);
        again.collectGarbage();
        StoreCheck.of(raw, "acme").requireNothingMissing("raced").requireNoGarbage("raced");
        assertThat(again.timeline("t1").state().count()).isEqualTo(120);
        assertThat(again.timelines()).hasSize(3);
    }
}
