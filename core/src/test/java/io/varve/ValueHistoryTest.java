package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.StatePath;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class ValueHistoryTest extends BackendTest {

    private static final StatePath NUMBER =
            StatePath.root().component("entries").key("k").component("number");
    private static final StatePath ENTRY = StatePath.root().component("entries").key("k");

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;

    @BeforeEach
    void openTenant() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
    }

    private void put(String who, long number) {
        clock.move(Duration.ofHours(1));
        acme.apply(TransitionContext.by(who), state -> state.with("k", number));
    }

    private static Vector<Object> values(Iterable<ValueChange> history) {
        return Vector.ofAll(history).map(change -> change.after().getOrElse("nothing"));
    }

    private static Vector<String> who(Iterable<ValueChange> history) {
        return Vector.ofAll(history).map(change -> change.who().getOrElse("?"));
    }

    @Test
    void everyValueThatASnapshotKeepsIsFoundWithWhoAndWhen() {
        acme.snapshot();
        put("ann", 1);
        acme.snapshot(SnapshotRequest.named("one"));
        put("bob", 2);
        acme.snapshot();
        put("cyd", 3);

        ValueHistory history = acme.historyOf(NUMBER);

        assertThat(values(history)).containsExactly(1L, 2L, 3L);
        assertThat(who(history)).containsExactly("ann", "bob", "cyd");
        Vector<ValueChange> changes = Vector.ofAll(history);
        assertThat(changes.map(ValueChange::before)).containsExactly(Option.none(), Option.some(1L), Option.some(2L));
        assertThat(changes.get(0).snapshot().flatMap(SnapshotInfo::name)).contains("one");
        assertThat(changes.get(0).madeBy().map(AuditEntry::at)).contains(TestClock.START.plus(Duration.ofHours(1)));
        assertThat(changes.get(2).snapshot()).isEmpty();
        assertThat(changes.get(2)).hasToString("2026-03-01T15:00:00.123456789Z entries[\"k\"].number: 2 -> 3 by cyd");
    }

    @Test
    void theNewestMayComeFirst() {
        acme.snapshot();
        for (int i = 1; i <= 4; i++) {
            put("ann", i);
            acme.snapshot();
        }

        assertThat(values(acme.historyOf(NUMBER).newestFirst())).containsExactly(4L, 3L, 2L, 1L);
        assertThat(Vector.ofAll(acme.historyOf(NUMBER).newestFirst()).reverse())
                .isEqualTo(Vector.ofAll(acme.historyOf(NUMBER)));
    }

    @Test
    void aValueThatGoesAndComesAgainIsTwoChanges() {
        put("ann", 1);
        acme.snapshot();
        acme.apply(state -> new Ledger(0, "", state.entries().remove("k")));
        acme.snapshot();
        put("bob", 1);
        acme.snapshot();

        assertThat(values(acme.historyOf(ENTRY).newestFirst()))
                .containsExactly(new Ledger.Entry("text of k", 1), "nothing", new Ledger.Entry("text of k", 1));
        assertThat(values(acme.historyOf(NUMBER))).containsExactly(1L, "nothing", 1L);
    }

    @Test
    void whatChangedElsewhereIsNoChange() {
        put("ann", 1);
        acme.snapshot();
        for (int i = 0; i < 5; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot();
        }

        assertThat(values(acme.historyOf(NUMBER))).containsExactly(1L);
        assertThat(values(acme.historyOf(StatePath.root().component("count")))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void theFirstKnownValueMayBeOlderThanItsSnapshot() {
        put("ann", 1);
        acme.snapshot();

        ValueChange first = acme.historyOf(NUMBER).iterator().next();
        assertThat(first.isFirstKnown()).isTrue();
        assertThat(first.who()).isEmpty();
        assertThat(first.changes()).isEmpty();
    }

    @Test
    void whereSeveralCouldHaveMadeAChangeNobodyIsNamed() {
        acme.snapshot();
        put("ann", 1);
        put("bob", 2);
        acme.snapshot();
        put("ann", 3);
        put("ann", 4);
        acme.snapshot();
        put("ann", 5);
        acme.apply(Ledger::incremented); // by nobody knows whom

        assertThat(who(acme.historyOf(NUMBER))).containsExactly("?", "ann", "?");
        assertThat(Vector.ofAll(acme.historyOf(NUMBER))
                        .map(change -> change.changes().size()))
                .containsExactly(2, 2, 1);
        assertThat(Vector.ofAll(acme.historyOf(NUMBER))
                        .map(change -> change.madeBy().isDefined()))
                .containsOnly(false);
    }

    @Test
    void withASnapshotForEachChangeItIsEveryValue() {
        acme = reopen(builder -> builder.clock(clock).automaticSnapshots(SnapshotPolicy.everyChanges(1)))
                .tenant("acme");
        acme.snapshot();
        for (int i = 1; i <= 5; i++) {
            put("user " + i, i);
        }

        assertThat(values(acme.historyOf(NUMBER))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(who(acme.historyOf(NUMBER))).containsExactly("user 1", "user 2", "user 3", "user 4", "user 5");
    }

    @Test
    void aRollbackIsAChangeToo() {
        put("ann", 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        put("bob", 2);
        acme.snapshot();
        acme.rollback(TransitionContext.by("cyd"), SnapshotRef.named("v1"));

        assertThat(values(acme.historyOf(NUMBER))).containsExactly(1L, 2L, 1L);
        assertThat(who(acme.historyOf(NUMBER))).containsExactly("?", "bob", "cyd");
    }

    @Test
    void holdingAndReleasingAreNoChanges() {
        acme.snapshot();
        put("ann", 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.hold(SnapshotRef.named("v1"), HoldRequest.named("case-12").by("legal"));
        put("bob", 2);

        assertThat(who(acme.historyOf(NUMBER))).containsExactly("ann", "bob");
    }

    @Test
    void itIsTheSameAfterARestart() {
        acme.snapshot();
        put("ann", 1);
        acme.snapshot();
        put("bob", 2);
        acme.snapshot();
        Vector<ValueChange> before = Vector.ofAll(acme.historyOf(NUMBER));
        acme = reopen(builder -> builder.clock(clock)).tenant("acme");

        assertThat(Vector.ofAll(acme.historyOf(NUMBER))).isEqualTo(before);
    }

    @Test
    void aHistoryIsThatOfTheMomentWhenItWasAskedFor() {
        put("ann", 1);
        acme.snapshot(SnapshotRequest.named("v1"));
        ValueHistory history = acme.historyOf(NUMBER);
        put("bob", 2);
        acme.delete(SnapshotRef.named("v1"));
        acme.collectGarbage();

        assertThat(values(history)).containsExactly(1L);
        assertThat(values(acme.historyOf(NUMBER))).containsExactly(2L);
    }

    @Test
    void nothingIsReadThatWasNotAskedFor() {
        put("ann", 1);
        acme.snapshot();
        java.util.Iterator<ValueChange> changes = acme.historyOf(NUMBER).iterator();
        closeAll();

        assertThatThrownBy(changes::next).isInstanceOf(ClosedException.class);
    }

    @Test
    void aPlaceThatCantBeIsRefused() {
        assertThatThrownBy(() -> acme.historyOf(StatePath.root().component("entires")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no component 'entires' at (state), a Ledger; it has: count, note, entries");
        put("ann", 1);
        assertThatThrownBy(() -> acme.historyOf(ENTRY.component("size")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no component 'size' at entries[\"k\"], a Entry; it has: text, number");
        assertThat(acme.historyOf(StatePath.root().component("entries").key("other")))
                .isEmpty();
        assertThat(acme.historyOf(StatePath.root().component("entries").key(7))).isEmpty();
        assertThat(acme.historyOf(StatePath.root().component("note").index(0))).isEmpty();
    }

    @Test
    void theHistoryOfTheWholeStateIsThatOfAllThatDiffers() {
        acme.snapshot();
        acme.snapshot();
        put("ann", 1);
        put("ann", 1);

        assertThat(who(acme.historyOf(StatePath.root()))).containsExactly("?", "ann");
    }

    @Test
    void itEqualsWhatReadingEverySnapshotGives() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Vector<Option<Object>> read = Vector.empty();
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(4)) {
                case 0 -> acme.apply(state -> state.with("k", random.nextInt(3)));
                case 1 ->
                    acme.apply(state ->
                            new Ledger(state.count(), "", state.entries().remove("k")));
                case 2 -> acme.apply(Ledger::incremented);
                default ->
                    acme.rollback(
                            acme.snapshotCount() == 0
                                    ? SnapshotRef.id(acme.snapshot().id())
                                    : SnapshotRef.index(random.nextInt(acme.snapshotCount())));
            }
            if (random.nextBoolean()) {
                acme.snapshot();
            }
        }
        for (SnapshotInfo info : acme.snapshots()) {
            read = read.append(value(acme.at(SnapshotRef.id(info.id())).state()));
        }
        read = read.append(value(acme.state()));
        Vector<Option<Object>> expected = Vector.empty();
        for (Option<Object> value : read) {
            if (!value.equals(expected.lastOption().getOrElse(Option.none()))) {
                expected = expected.append(value);
            }
        }

        assertThat(Vector.ofAll(acme.historyOf(NUMBER)).map(ValueChange::after))
                .as("seed %d", seed)
                .isEqualTo(expected);
        assertThat(Vector.ofAll(acme.historyOf(NUMBER).newestFirst()).reverse())
                .as("seed %d", seed)
                .isEqualTo(Vector.ofAll(acme.historyOf(NUMBER)));
    }

    private static Option<Object> value(Ledger state) {
        return state.entries().get("k").map(Ledger.Entry::number);
    }

    @Test
    void whatIsReadFollowsTheChangesAndNotTheSize() {
        acme.apply(state -> new Ledger(
                0,
                "",
                state.entries()
                        .putAll(Iterator.range(0, 20_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i))))));
        for (int i = 0; i < 20; i++) {
            int number = i;
            acme.apply(state -> state.with("key " + number * 7, -1));
            acme.snapshot();
        }
        CountingStore[] counting = new CountingStore[1];
        closeAll();
        acme = open(store -> counting[0] = new CountingStore(store), builder -> builder.memoryBudget(50_000_000))
                .tenant("acme");
        counting[0].reset();

        assertThat(acme.historyOf(StatePath.root().component("entries").key("key 7777")))
                .hasSize(1);
        assertThat(counting[0].pagesRead()).isLessThan(20 * 8);
    }
}
