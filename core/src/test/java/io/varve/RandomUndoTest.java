package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.Operation.Status;
import io.varve.collection.PersistentMap;
import io.varve.diff.MergeRules;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Anything in any order, with undos and redos in between, beside a list of what was done. And after each step: undo ∘ do = identity. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomUndoTest extends BackendTest {

    private static final int STEPS = Boolean.getBoolean("varve.soak") ? 2_000 : 70;
    private static final int LIMIT = 12;

    private SnapshotStore raw;
    private Model model = new Model(Ledger.EMPTY, Map.of());
    private final List<Done> all = new ArrayList<>();
    private final List<Done> undone = new ArrayList<>();
    private Done current;

    /** What can be seen: the head, and the names and states of the snapshots by their numbers. */
    private record Model(Ledger head, Map<Long, Named> snapshots) {}

    private record Named(String name, Ledger state) {}

    /** An operation as the model knows it; which one it came after, and what was deleted by it. */
    private record Done(long number, Done parent, Ledger before, Ledger after, Option<Long> deleted, Named named) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    /** The same on the heap, which outlives the manager. */
    private static Ledger whole(Ledger state) {
        return new Ledger(
                state.count(),
                state.note(),
                PersistentMap.<String, Ledger.Entry>empty()
                        .putAll(state.entries().toVector()));
    }

    private Tenant<Ledger> openAgain(Durability mode) {
        closeAll();
        return open(
                        store -> {
                            raw = store;
                            return store;
                        },
                        builder -> builder.durability(mode).undoLimit(LIMIT).memoryBudget(0))
                .tenantOrCreate("acme");
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void undoAfterAnythingLeadsToWhatWasBefore(Durability mode) {
        long seed = Long.getLong("varve.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("RandomUndoTest seed " + seed + " in mode " + mode + " on " + backend);
        Random random = new Random(seed);
        Tenant<Ledger> acme = openAgain(mode);
        acme.branch("other", SnapshotRef.head());
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            acme = step(acme, mode, random, step, where);
            requireAsModelled(acme, where);
            if (random.nextInt(3) == 0) {
                requireIdentity(acme, where);
            }
        }
        acme = openAgain(mode);
        requireAsModelled(acme, "seed " + seed + ", opened again");
        acme.collectGarbage();
        StoreCheck.of(raw, "acme").requireNothingMissing("seed " + seed).requireNoGarbage("seed " + seed);
        while (isKept(current)) {
            undo(acme);
            requireAsModelled(acme, "seed " + seed + ", back to the beginning of the log");
        }
    }

    private Tenant<Ledger> step(Tenant<Ledger> acme, Durability mode, Random random, int step, String where) {
        Ledger before = model.head();
        switch (random.nextInt(13)) {
            case 0 -> {
                SnapshotInfo taken = acme.snapshot(SnapshotRequest.named("s" + step));
                put(taken.sequence(), new Named("s" + step, before));
            }
            case 1 -> {
                if (!model.snapshots().isEmpty()) {
                    Named target = any(model.snapshots(), random).getValue();
                    Ledger after = acme.rollback(
                                    SnapshotRef.named(target.name()), RollbackOption.WITHOUT_SAFETY_SNAPSHOT)
                            .state();
                    assertThat(after).as(where).isEqualTo(target.state());
                    doneIfChanged(acme, before, after);
                }
            }
            case 2 -> {
                if (!model.snapshots().isEmpty()) {
                    Map.Entry<Long, Named> gone = any(model.snapshots(), random);
                    acme.delete(SnapshotRef.named(gone.getValue().name()));
                    remove(gone.getKey());
                    done(before, before, Option.some(gone.getKey()), gone.getValue());
                }
            }
            case 3 -> {
                acme.timeline("other").apply(state -> state.with("other " + step, step));
                Ledger after = acme.merge(
                                "other", MergeRules.strict().lastWriter("/**"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT)
                        .get()
                        .state();
                doneIfChanged(acme, before, after);
            }
            case 4 -> acme.collectGarbage();
            case 5 -> {
                return openAgain(mode);
            }
            case 6, 7 -> {
                if (isKept(current)) {
                    undo(acme);
                } else {
                    assertThatThrownBy(acme::undo).as(where).isInstanceOf(UndoRefusedException.class);
                }
            }
            case 8 -> {
                if (undone.isEmpty()) {
                    assertThatThrownBy(acme::redo).as(where).isInstanceOf(UndoRefusedException.class);
                } else {
                    redo(acme);
                }
            }
            case 9 -> {
                if (!all.isEmpty()) {
                    returnTo(acme, all.get(random.nextInt(all.size())));
                }
            }
            default -> {
                int number = random.nextInt(200);
                Ledger after = acme.apply(state -> {
                    Ledger next = state.incremented();
                    for (int i = 0; i < 20; i++) {
                        next = next.with("key " + (number + i), step);
                    }
                    return next;
                });
                done(before, after, Option.none(), null);
            }
        }
        return acme;
    }

    /** The laws: undo then redo, and redo then undo, change nothing that can be seen. */
    private void requireIdentity(Tenant<Ledger> acme, String where) {
        if (isKept(current)) {
            Model before = model;
            undo(acme);
            requireAsModelled(acme, where + ", undone");
            redo(acme);
            assertThat(model).as("redo ∘ undo, " + where).isEqualTo(before);
            requireAsModelled(acme, where + ", redone");
        }
        if (!undone.isEmpty()) {
            Model before = model;
            redo(acme);
            undo(acme);
            assertThat(model).as("undo ∘ redo, " + where).isEqualTo(before);
            requireAsModelled(acme, where + ", undone again");
        }
    }

    private void undo(Tenant<Ledger> acme) {
        Done last = current;
        UndoResult<Ledger> result = acme.undo();
        assertThat(result.operation().number()).isEqualTo(last.number());
        assertThat(result.state()).isEqualTo(last.before());
        back(last);
        undone.add(last);
        assertThat(result.redoable()).isEqualTo(undone.size());
    }

    private void redo(Tenant<Ledger> acme) {
        Done next = undone.remove(undone.size() - 1);
        UndoResult<Ledger> result = acme.redo();
        assertThat(result.operation().number()).isEqualTo(next.number());
        assertThat(result.state()).isEqualTo(next.after());
        assertThat(result.redoable()).isEqualTo(undone.size());
        forth(next);
    }

    private void returnTo(Tenant<Ledger> acme, Done target) {
        UndoResult<Ledger> result = acme.returnTo(TransitionContext.by("test"), target.number());
        List<Done> line = lineOf(undone.isEmpty() ? current : undone.get(0));
        List<Done> lineOfTarget = lineOf(target);
        while (isKept(current) && !lineOfTarget.contains(current)) {
            back(current);
        }
        for (int i = lineOfTarget.size() - 1; i >= 0; i--) {
            Done next = lineOfTarget.get(i);
            if (!lineOf(current).contains(next)) {
                forth(next);
            }
        }
        undone.clear();
        if (line.contains(target)) {
            undone.addAll(line.subList(0, line.indexOf(target)));
        }
        assertThat(result.state()).isEqualTo(target.after());
    }

    private List<Done> lineOf(Done from) {
        List<Done> line = new ArrayList<>();
        for (Done one = from; isKept(one); one = one.parent()) {
            line.add(one);
        }
        return line;
    }

    private boolean isKept(Done one) {
        return one != null && all.contains(one);
    }

    private void back(Done one) {
        model = new Model(one.before(), model.snapshots());
        one.deleted().forEach(sequence -> put(sequence, one.named()));
        current = one.parent();
    }

    private void forth(Done one) {
        model = new Model(one.after(), model.snapshots());
        one.deleted().forEach(this::remove);
        current = one;
    }

    /** A rollback or a merge that finds nothing to do is no operation; it may be one that leaves an equal state. */
    private void doneIfChanged(Tenant<Ledger> acme, Ledger before, Ledger after) {
        long last = all.isEmpty() ? 0 : all.get(all.size() - 1).number();
        if (acme.operations().lastOption().exists(operation -> operation.number() > last)) {
            done(before, after, Option.none(), null);
        } else {
            assertThat(after).isEqualTo(before);
        }
    }

    private void done(Ledger before, Ledger after, Option<Long> deleted, Named named) {
        long number = all.isEmpty() ? 1 : all.get(all.size() - 1).number() + 1;
        Ledger kept = whole(after);
        current = new Done(number, current, before, kept, deleted, named);
        all.add(current);
        undone.clear();
        if (all.size() > LIMIT) {
            all.remove(0);
        }
        model = new Model(kept, model.snapshots());
    }

    private void put(long sequence, Named named) {
        Map<Long, Named> next = new TreeMap<>(model.snapshots());
        next.put(sequence, named);
        model = new Model(model.head(), next);
    }

    private void remove(long sequence) {
        Map<Long, Named> next = new TreeMap<>(model.snapshots());
        next.remove(sequence);
        model = new Model(model.head(), next);
    }

    private static Map.Entry<Long, Named> any(Map<Long, Named> snapshots, Random random) {
        return List.copyOf(snapshots.entrySet()).get(random.nextInt(snapshots.size()));
    }

    private void requireAsModelled(Tenant<Ledger> acme, String where) {
        assertThat(acme.state()).as(where).isEqualTo(model.head());
        Map<Long, Named> snapshots = new TreeMap<>();
        for (SnapshotInfo info : acme.snapshots()) {
            snapshots.put(
                    info.sequence(),
                    new Named(
                            info.name().get(),
                            acme.at(SnapshotRef.id(info.id())).state()));
        }
        assertThat(snapshots).as(where).isEqualTo(new TreeMap<>(model.snapshots()));
        List<Done> line = lineOf(current);
        List<String> expected = all.stream()
                .map(one -> one.number() + " "
                        + (line.contains(one) ? Status.DONE : undone.contains(one) ? Status.UNDONE : Status.ASIDE))
                .toList();
        assertThat(acme.operations().map(operation -> operation.number() + " " + operation.status()))
                .as(where)
                .containsExactlyElementsOf(expected);
    }
}
