package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The log of operations keeps the pages of the states in it, and no others. */
@ParameterizedClass
@EnumSource(Backend.class)
class UndoGarbageTest extends BackendTest {

    private static final int LIMIT = 3;

    private Tenant<Ledger> acme(int limit) {
        closeAll();
        return open(builder -> builder.durability(Durability.ON_SNAPSHOT)
                        .undoLimit(limit)
                        .memoryBudget(0))
                .tenantOrCreate("acme");
    }

    /** A state that shares no page with that of another number. */
    private static Ledger filled(int number) {
        return new Ledger(
                number,
                "filled",
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, 300)
                                .map(i -> Tuple.of(number + " key " + i, new Ledger.Entry(number + " text " + i, i)))));
    }

    private void collectAndCheck(int limit) {
        acme(limit).collectGarbage();
        closeAll();
        try (SnapshotStore store = store()) {
            StoreCheck.of(store, "acme").requireNothingMissing("collected").requireNoGarbage("collected");
            if (limit > 0) {
                assertThat(operationRefs(store)).isLessThanOrEqualTo(limit + 1);
            }
        }
    }

    private static int operationRefs(SnapshotStore store) {
        return store.scanRefs(new TenantId("acme"), "u/", null, 10_000).size();
    }

    private int pages() {
        closeAll();
        try (SnapshotStore store = store()) {
            return StoreCheck.of(store, "acme").stored().size();
        }
    }

    @Test
    void whatIsInTheLogSurvivesACollectionAndWhatFellOutIsFreed() {
        Tenant<Ledger> acme = acme(LIMIT);
        acme.apply(state -> filled(0));
        acme.snapshot();
        acme.delete(SnapshotRef.latest());
        for (int i = 1; i <= LIMIT + 2; i++) {
            int number = i;
            acme.apply(state -> filled(number));
            acme.snapshot();
            acme.prune(RetentionPolicy.keepAutomatic(0).keepNamed(1));
        }
        int before = pages();
        collectAndCheck(LIMIT);
        assertThat(pages()).as("two of six states are needed no more").isLessThan(before * 5 / 6);

        acme = acme(LIMIT);
        for (int i = LIMIT + 1; i >= 2; i--) {
            assertThat(acme.undo().state()).isEqualTo(filled(i));
        }
        assertThatThrownBy(acme::undo).isInstanceOf(UndoRefusedException.class);
        collectAndCheck(LIMIT);
        acme = acme(LIMIT);
        for (int i = 3; i <= LIMIT + 2; i++) {
            assertThat(acme.redo().state()).isEqualTo(filled(i));
        }
    }

    @Test
    void statesBetweenTwoWritesAreKeptToo() {
        Tenant<Ledger> acme = acme(10);
        for (int i = 1; i <= 4; i++) {
            int number = i;
            acme.apply(state -> filled(number));
        }
        acme.snapshot();
        collectAndCheck(10);

        acme = acme(10);
        for (int i = 3; i >= 1; i--) {
            assertThat(acme.undo().state()).isEqualTo(filled(i));
        }
        assertThat(acme.undo().state()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void whatARollbackReplacedAndWhatWasLeftAsideIsReachableUntilItFallsOut() {
        Tenant<Ledger> acme = acme(LIMIT);
        acme.apply(state -> filled(1));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> filled(2));
        acme.rollback(SnapshotRef.named("v1"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        acme.delete(SnapshotRef.named("v1"));
        acme.undo();
        acme.undo();
        acme.undo();
        assertThat(acme.state()).isEqualTo(filled(1));
        collectAndCheck(LIMIT);

        acme = acme(LIMIT);
        acme.apply(state -> filled(3));
        collectAndCheck(LIMIT);
        acme = acme(LIMIT);
        assertThat(acme.returnTo(TransitionContext.anonymous(), 4).state()).isEqualTo(filled(1));
        assertThat(acme.snapshotCount()).isZero();
        assertThat(acme.returnTo(TransitionContext.anonymous(), 3).state()).isEqualTo(filled(1));
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(filled(1));
        assertThat(acme.undo().state()).as("what the rollback replaced").isEqualTo(filled(2));
    }

    @Test
    void aManagerWithoutALogLetsItGo() {
        Tenant<Ledger> acme = acme(LIMIT);
        for (int i = 1; i <= LIMIT; i++) {
            int number = i;
            acme.apply(state -> filled(number));
            acme.snapshot(SnapshotRequest.named("last").replaceName());
        }
        acme.prune(RetentionPolicy.keepAutomatic(0).keepNamed(1));
        collectAndCheck(LIMIT);
        int before = pages();
        acme = acme(0);
        for (int i = 0; i < LIMIT; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("last").replaceName());
        }
        acme.prune(RetentionPolicy.keepAutomatic(0).keepNamed(1));
        collectAndCheck(0);
        assertThat(pages()).isLessThan(before / 2);
        try (SnapshotStore store = store()) {
            assertThat(operationRefs(store)).isZero();
        }
    }

    @Test
    void aStateThatIsDamagedIsNotGoneBackTo() {
        Tenant<Ledger> acme = acme(LIMIT);
        acme.apply(state -> filled(1));
        acme.apply(state -> filled(2));
        acme.snapshot();
        closeAll();
        Set<PageId> others;
        try (SnapshotStore store = store()) {
            others = new TreeSet<>(StoreCheck.of(store, "acme").stored());
        }
        others.removeAll(pagesOfHeadAndLog());
        assertThat(others).isNotEmpty();

        SpoiledStore[] spoiled = new SpoiledStore[1];
        Tenant<Ledger> damaged = open(
                        store -> spoiled[0] = new SpoiledStore(store, SpoiledStore.Damage.ONE_BIT_FLIPPED),
                        builder -> builder.undoLimit(LIMIT).memoryBudget(0))
                .tenant("acme");
        others.forEach(spoiled[0]::spoil);
        assertThatThrownBy(damaged::undo)
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("no snapshot needs it")
                .hasMessageContaining("operations that could be undone need it");
        assertThat(damaged.state()).isEqualTo(filled(2));
        assertThat(damaged.operations().map(Operation::status))
                .containsExactly(Operation.Status.DONE, Operation.Status.DONE);
    }

    private Set<PageId> pagesOfHeadAndLog() {
        Set<PageId> read = new TreeSet<>();
        Tenant<Ledger> acme = open(
                        store -> new ForwardingStore(store) {
                            @Override
                            public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
                                read.addAll(ids);
                                return super.getPages(tenant, ids);
                            }
                        },
                        builder -> builder.undoLimit(LIMIT).memoryBudget(0))
                .tenant("acme");
        assertThat(acme.state()).isEqualTo(filled(2));
        assertThat(acme.operations()).hasSize(2);
        closeAll();
        return read;
    }

    @Test
    void aSnapshotCostsNothingToKeepAsLongAsTheLogHasItsState() {
        Tenant<Ledger> acme = acme(LIMIT);
        acme.apply(state -> filled(1));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> filled(2));
        acme.snapshot(SnapshotRequest.named("v2"));
        assertThat(acme.snapshotCost(SnapshotRef.named("v1")).pages()).isZero();
        for (int i = 0; i < LIMIT + 1; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("last").replaceName());
        }
        assertThat(acme.snapshotCost(SnapshotRef.named("v1")).pages()).isPositive();
    }
}
