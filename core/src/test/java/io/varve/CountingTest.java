package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What calls cost, in pages: a map of 100,000 entries in snapshot v1, one entry of it changed in v2. */
@ParameterizedClass
@EnumSource(Backend.class)
class CountingTest extends BackendTest {

    private static final int ENTRIES = 100_000;

    /**
     * Pages from the root of the state down to a leaf: the state, the branches, a leaf. Leaves have at most 64 entries
     * and are two thirds full, so that there are about 2,400 of them, which is three levels of at most 32 slots.
     */
    private static final int DEPTH = 5;

    private CountingStore counting;
    private Tenant<Ledger> acme;

    @BeforeEach
    void fill() {
        acme = open(this::counting, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme");
        acme.apply(state -> new Ledger(
                1,
                "full",
                state.entries()
                        .putAll(Iterator.range(0, ENTRIES)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i))))));
        acme.snapshot(SnapshotRequest.named("v1"));
        counting.reset();
    }

    private SnapshotStore counting(SnapshotStore store) {
        counting = new CountingStore(store);
        return counting;
    }

    private void openAgain() {
        closeAll();
        acme = open(this::counting, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .tenant("acme");
    }

    @Test
    void openingATenantReadsAtMostTwoPages() {
        openAgain();
        acme.state();

        assertThat(counting.pagesRead()).isLessThanOrEqualTo(2);
    }

    @Test
    void readingTheHeadReadsOnePageTheFirstTimeAndNoneFromThenOn() {
        openAgain();
        counting.reset();
        assertThat(acme.state().note()).isEqualTo("full");
        assertThat(counting.pagesRead()).isLessThanOrEqualTo(1);
        counting.reset();

        assertThat(acme.state().note()).isEqualTo("full");

        assertThat(counting.pagesRead()).isZero();
    }

    @Test
    void openingASnapshotReadsAtMostTwoPages() {
        acme.apply(state -> state.with("key 1", -1));
        acme.snapshot(SnapshotRequest.named("v2"));
        openAgain();
        counting.reset();

        assertThat(acme.at(SnapshotRef.named("v1")).state().note()).isEqualTo("full");

        assertThat(counting.pagesRead()).isLessThanOrEqualTo(2);
    }

    @Test
    void readingOneEntryReadsNoMorePagesThanThePathToIt() {
        openAgain();
        counting.reset();

        assertThat(acme.state().entries().get("key 4711").get().number()).isEqualTo(4711);

        assertThat(counting.pagesRead()).isLessThanOrEqualTo(DEPTH + 2);
    }

    @Test
    void readingAnEntryAgainReadsNoPage() {
        openAgain();
        acme.state().entries().get("key 4711");
        counting.reset();

        acme.state().entries().get("key 4711");

        assertThat(counting.pagesRead()).isZero();
    }

    @Test
    void aSnapshotAfterOneChangeWritesThePathToIt() {
        acme.apply(state -> state.with("key 4711", -1));
        counting.reset();

        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(counting.pagesWritten()).isBetween(1, DEPTH + 2);
        assertThat(counting.commits()).isLessThanOrEqualTo(2);
    }

    @Test
    void aSnapshotAfterOneChangeOfAReopenedStateReadsAndWritesThePathToIt() {
        openAgain();
        counting.reset();
        acme.apply(state -> state.with("key 4711", -1));

        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(counting.pagesRead()).isLessThanOrEqualTo(DEPTH + 2);
        assertThat(counting.pagesWritten()).isBetween(1, DEPTH + 2);
    }

    @Test
    void aSnapshotAfterAChangeOfAScalarWritesTheRoot() {
        acme.apply(Ledger::incremented);
        counting.reset();

        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(counting.pagesWritten()).isBetween(1, 2);
    }

    @Test
    void aSnapshotOfAnUnchangedHeadWritesAtMostTheRoot() {
        acme.snapshot(SnapshotRequest.named("again"));

        assertThat(counting.pagesWritten()).isLessThanOrEqualTo(1);
        assertThat(counting.pagesRead()).isZero();
    }

    @Test
    void applyingWritesNothingWhenOnlySnapshotsAreDurable() {
        acme.apply(Ledger::incremented);

        assertThat(counting.commits()).isZero();
    }

    @Test
    void listingAndFindingReadNoPage() {
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v2"));
        openAgain();
        counting.reset();

        assertThat(acme.snapshots()).hasSize(2);
        assertThat(acme.find(SnapshotRef.named("v1"))).isNotEmpty();
        assertThat(acme.find(SnapshotRef.index(1))).isNotEmpty();
        assertThat(acme.find(SnapshotRef.asOf(java.time.Instant.MAX))).isNotEmpty();
        assertThat(acme.find(SnapshotRef.id(acme.snapshots().head().id()))).isNotEmpty();
        assertThat(acme.planRetention().decisions()).hasSize(2);

        assertThat(counting.pagesRead()).isZero();
    }

    @Test
    void rollingBackToAResidentSnapshotReadsNoPage() {
        acme.apply(Ledger::incremented);
        counting.reset();

        acme.rollback(SnapshotRef.named("v1"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);

        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(counting.pagesRead()).isZero();
        assertThat(counting.pagesWritten()).isLessThanOrEqualTo(1);
    }

    @Test
    void rollingBackToASnapshotThatIsNotResidentReadsAtMostTwoPages() {
        acme.apply(state -> state.with("key 1", -1));
        acme.snapshot(SnapshotRequest.named("v2"));
        openAgain();
        counting.reset();

        acme.rollback(SnapshotRef.named("v1"));

        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(counting.pagesRead()).isLessThanOrEqualTo(2);
    }

    @Test
    void deletingASnapshotReadsNoPage() {
        acme.delete(SnapshotRef.named("v1"));

        assertThat(counting.pagesRead()).isZero();
        assertThat(counting.pagesWritten()).isZero();
    }

    @Test
    void everyTransitionWritesThePathOfItsChange() {
        closeAll();
        acme = open(this::counting, builder -> builder.durability(Durability.EVERY_TRANSITION))
                .tenant("acme");
        counting.reset();

        acme.apply(state -> state.with("key 4711", -1));

        assertThat(counting.pagesWritten()).isBetween(1, DEPTH + 2);
        assertThat(counting.commits()).isEqualTo(1);
    }
}
