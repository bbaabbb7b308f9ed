package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.diff.PlainPatch;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Comparing snapshots and the head of a tenant. */
@ParameterizedClass
@EnumSource(Backend.class)
class TenantDiffTest extends BackendTest {

    private static final int ENTRIES = 100_000;

    /** Pages from the root of the state down to a leaf, as {@link CountingTest} has it. */
    private static final int DEPTH = 5;

    private CountingStore counting;

    private SnapshotStore counting(SnapshotStore store) {
        counting = new CountingStore(store);
        return counting;
    }

    private static Ledger filled(Ledger state, int entries) {
        return new Ledger(
                1,
                "full",
                state.entries()
                        .putAll(Iterator.range(0, entries)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i)))));
    }

    /** Snapshots v1 and v2 of many entries, of which some differ; the head is v2's, and nothing is on the heap. */
    private Tenant<Ledger> reopenedWithChanges(int entries, int changes) {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.ON_SNAPSHOT)).createTenant("acme");
        acme.apply(state -> filled(state, entries));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> {
            Ledger changed = state;
            for (int i = 0; i < changes; i++) {
                changed = changed.with("key " + i * (entries / changes), -1);
            }
            return changed;
        });
        acme.snapshot(SnapshotRequest.named("v2"));
        closeAll();
        Tenant<Ledger> again = open(this::counting, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .tenant("acme");
        counting.reset();
        return again;
    }

    @Test
    void theChangesLeadFromOneStateToTheOther() {
        Tenant<Ledger> acme = open().createTenant("acme");
        Ledger one = acme.apply(state -> filled(state, 1_000));
        acme.snapshot(SnapshotRequest.named("v1"));
        Ledger two = acme.apply(state -> new Ledger(2, "two", state.entries().remove("key 3"))
                .with("key 4", -4)
                .with("new", 1));

        StateDiff<Ledger> diff = acme.diff(SnapshotRef.named("v1"), SnapshotRef.head());

        assertThat(diff.before()).isSameAs(one);
        assertThat(diff.after()).isSameAs(two);
        assertThat(PlainPatch.applied(one, diff)).isEqualTo(two);
        assertThat(diff)
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "count: 1 -> 2",
                        "note: \"full\" -> \"two\"",
                        "entries[\"key 3\"]: removed Entry[text=text 3, number=3]",
                        "entries[\"key 4\"].text: \"text 4\" -> \"text of key 4\"",
                        "entries[\"key 4\"].number: 4 -> -4",
                        "entries[\"new\"]: added Entry[text=text of new, number=1]");
        assertThat(PlainPatch.applied(two, acme.diff(SnapshotRef.head(), SnapshotRef.latest())))
                .isEqualTo(one);
        assertThat(diff.summary().toString()).isEqualTo("""
                        1 added, 1 removed, 3 changed
                        count: 1 -> 2
                        note: "full" -> "two"
                        entries: size 1000 -> 1000
                          1 added: "new"
                          1 removed: "key 3"
                          1 changed: "key 4\"""");
    }

    @Test
    void randomVersionsDifferInTheStoreAsOnTheHeap() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Tenant<Ledger> acme = open().createTenant("acme");
        for (int i = 0; i < 6; i++) {
            acme.apply(state -> {
                Ledger next = random.nextInt(3) == 0 ? state.incremented() : state;
                for (int edits = random.nextInt(300); edits > 0; edits--) {
                    String key = "key " + random.nextInt(500);
                    next = random.nextInt(3) == 0
                            ? new Ledger(
                                    next.count(), next.note(), next.entries().remove(key))
                            : next.with(key, random.nextInt(3));
                }
                return next;
            });
            acme.snapshot();
        }
        List<Ledger> states = Iterator.range(0, 6)
                .map(i -> acme.at(SnapshotRef.index(i)).state())
                .toJavaList();
        for (int from = 0; from < 6; from++) {
            Tenant<Ledger> again = reopen().tenant("acme");
            for (int to = 0; to < 6; to++) {
                StateDiff<Ledger> diff = again.diff(SnapshotRef.index(from), SnapshotRef.index(to));
                Vector<StateChange> changes = Vector.ofAll(diff);
                assertThat(PlainPatch.applied(states.get(from), changes)).isEqualTo(states.get(to));
                assertThat(Vector.ofAll(diff)).as("again").isEqualTo(changes);
                assertThat(Vector.ofAll(StateDiff.between(states.get(from), states.get(to))))
                        .as("on the heap")
                        .isEqualTo(changes);
            }
        }
    }

    @Test
    void aStateComparedWithItselfReadsNothing() {
        Tenant<Ledger> acme = reopenedWithChanges(3_000, 10);
        acme.at(SnapshotRef.named("v2"));
        counting.reset();

        assertThat(acme.diff(SnapshotRef.named("v2"), SnapshotRef.named("v2")).isEmpty())
                .isTrue();
        assertThat(acme.diff(SnapshotRef.named("v2"), SnapshotRef.latest())
                        .summary()
                        .isEmpty())
                .isTrue();

        assertThat(counting.pagesRead()).isZero();
    }

    @Test
    void aHundredChangesInAHundredThousandEntriesReadTheirPathsOnlyAndTheFirstItsOwn() {
        Tenant<Ledger> acme = reopenedWithChanges(ENTRIES, 100);
        StateDiff<Ledger> diff = acme.diff(SnapshotRef.named("v1"), SnapshotRef.named("v2"));

        assertThat(diff.isEmpty()).isFalse();
        assertThat(counting.pagesRead()).as("for the first").isLessThanOrEqualTo(2 * DEPTH + 2);

        assertThat(diff.summary().changed()).isEqualTo(100);
        assertThat(counting.pagesRead()).as("for all").isBetween(100, 2 * 100 * DEPTH);

        counting.reset();
        assertThat(diff).hasSize(200);
        assertThat(counting.pagesRead()).as("for the second time, leaves only").isLessThanOrEqualTo(2 * 100);
    }

    @Test
    void aSelectiveRollbackReadsAndWritesThePathsOfItsChangesOnly() {
        int changes = 20;
        Tenant<Ledger> acme = reopenedWithChanges(20_000, changes);
        Ledger one = acme.at(SnapshotRef.named("v1")).state();
        counting.reset();

        acme.planRollback(SnapshotRef.named("v1"))
                .only(StatePath.root().component("entries"))
                .execute();

        assertThat(counting.pagesRead()).isBetween(changes, 2 * changes * DEPTH);
        // The head, and its part of the audit trail.
        assertThat(counting.pagesWritten()).isBetween(changes, changes * DEPTH + 2);
        assertThat(acme.state()).isEqualTo(one);
    }

    @Test
    void takingADiffReadsTheRootsOnly() {
        Tenant<Ledger> acme = reopenedWithChanges(3_000, 10);

        acme.diff(SnapshotRef.named("v1"), SnapshotRef.head());

        assertThat(counting.pagesRead()).isLessThanOrEqualTo(2);
    }

    @Test
    void aSnapshotThatIsNotThereIsNotFoundOnEitherSide() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));

        assertThatThrownBy(() -> acme.diff(SnapshotRef.named("v2"), SnapshotRef.head()))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("'v2'")
                .hasMessageContaining("acme")
                .hasMessageContaining("'v1'");
        assertThatThrownBy(() -> acme.diff(SnapshotRef.head(), SnapshotRef.index(7)))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageContaining("7");
    }

    @Test
    void aDiffOutlivesItsSnapshotsAndLaterChanges() {
        Tenant<Ledger> acme = reopenedWithChanges(3_000, 10);
        StateDiff<Ledger> diff = acme.diff(SnapshotRef.named("v1"), SnapshotRef.head());
        acme.delete(SnapshotRef.named("v1"));
        acme.apply(state -> Ledger.EMPTY);
        acme.snapshot();

        assertThat(diff.summary().changed()).isEqualTo(10);
    }

    @Test
    void aDiffThatIsIteratedAfterTheManagerWasClosedSaysSo() {
        Tenant<Ledger> acme = reopenedWithChanges(3_000, 10);
        StateDiff<Ledger> diff = acme.diff(SnapshotRef.named("v1"), SnapshotRef.head());
        closeAll();

        assertThatThrownBy(diff::summary).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> acme.diff(SnapshotRef.named("v1"), SnapshotRef.head()))
                .isInstanceOf(ClosedException.class);
    }

    @Test
    void aDiffThatIsIteratedAfterTheTenantWasRemovedSaysSo() {
        reopenedWithChanges(3_000, 10);
        StateManager<Ledger> states = reopen();
        Tenant<Ledger> acme = states.tenant("acme");
        StateDiff<Ledger> diff = acme.diff(SnapshotRef.named("v1"), SnapshotRef.head());
        states.removeTenant("acme");

        assertThatThrownBy(diff::isEmpty).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(() -> acme.diff(SnapshotRef.head(), SnapshotRef.head()))
                .isInstanceOf(TenantNotFoundException.class);
    }

    @Test
    void aDamagedPageHurtsTheDiffThatNeedsItAndNoOther() {
        Set<PageId> before = pagesOf("v1", true);
        Set<PageId> after = pagesOf("v2", false);
        PageId changed = one(after, before, false);
        PageId shared = one(after, before, true);

        assertThatThrownBy(() -> spoiled(changed).summary())
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(changed.toString())
                .hasMessageContaining("v2");
        assertThat(spoiled(shared).summary().changed()).isEqualTo(1);
    }

    /** A page that a snapshot has and another has (or has not) too. The root of the state is the one read first. */
    private static PageId one(Set<PageId> pages, Set<PageId> others, boolean alsoThere) {
        return pages.stream()
                .filter(id -> others.contains(id) == alsoThere)
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    /** The pages below a snapshot's root. */
    private Set<PageId> pagesOf(String name, boolean fresh) {
        Tenant<Ledger> acme;
        if (fresh) {
            acme = reopenedWithChanges(3_000, 1);
        } else {
            closeAll();
            acme = open(this::counting, builder -> {}).tenant("acme");
        }
        Ledger state = acme.at(SnapshotRef.named(name)).state();
        counting.reset();
        assertThat(state.entries().iterator().length()).isEqualTo(3_000);
        Map<PageId, Integer> read = counting.sizesRead();
        assertThat(read).hasSizeGreaterThan(50);
        return new HashSet<>(read.keySet());
    }

    private StateDiff<Ledger> spoiled(PageId page) {
        closeAll();
        return open(
                        store -> {
                            SpoiledStore spoiled = new SpoiledStore(store, SpoiledStore.Damage.ONE_BIT_FLIPPED);
                            spoiled.spoil(page);
                            return spoiled;
                        },
                        builder -> {})
                .tenant("acme")
                .diff(SnapshotRef.named("v1"), SnapshotRef.named("v2"));
    }

    @Test
    void bothSidesAreOfOneMoment() throws InterruptedException {
        Tenant<Ledger> acme = open(builder -> builder.retention(RetentionPolicy.keepAutomatic(3)))
                .createTenant("acme");
        acme.snapshot();
        AtomicBoolean done = new AtomicBoolean();
        Workers workers = new Workers();
        workers.start(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    acme.apply(Ledger::incremented);
                    acme.snapshot();
                }
            } finally {
                done.set(true);
            }
        });
        workers.start(() -> {
            while (!done.get()) {
                StateDiff<Ledger> diff = acme.diff(SnapshotRef.latest(), SnapshotRef.head());
                // The latest snapshot is of the head, or of the one before it.
                assertThat(diff.after().count() - diff.before().count()).isBetween(0L, 1L);
            }
        });
        workers.join();

        assertThat(acme.diff(SnapshotRef.latest(), SnapshotRef.head())).isEmpty();
    }
}
