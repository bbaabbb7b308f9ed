package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two managers on one store, as in two processes, that share their tenants. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedTenantTest {

    /** So that nothing is seen unless it is looked for. */
    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));

    private final SharedStores stores = stores();
    private final TestClock clock = new TestClock();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();

    /** Where the tenants are. */
    SharedStores stores() {
        return SharedStores.inMemory();
    }

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        stores.close();
    }

    private StateManager<Ledger> open(Consumer<StateManagerBuilder<Ledger>> settings) {
        StateManagerBuilder<Ledger> builder = StateManager.builder(Ledger.class)
                .store(stores.open())
                .initialState(Ledger.EMPTY)
                .clock(clock)
                .memoryBudget(0);
        settings.accept(builder);
        StateManager<Ledger> states = builder.open();
        opened.add(states);
        return states;
    }

    private StateManager<Ledger> sharing(Sharing settings) {
        return open(builder -> builder.shared(settings));
    }

    private Tenant<Ledger> tenant() {
        return sharing(SELDOM).tenantOrCreate("acme");
    }

    private static Ledger filled(String version) {
        return new Ledger(
                1,
                version,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, 2_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry(version + i, i)))));
    }

    private static void requireFilled(Ledger state, String version) {
        assertThat(state.entries().size()).isEqualTo(2_000);
        state.entries().forEach((key, entry) -> assertThat(entry.text()).isEqualTo(version + entry.number()));
    }

    @Test
    void eachChangesWhatTheOtherHasMade() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();

        one.apply(Ledger::incremented);
        other.apply(Ledger::incremented);
        one.apply(Ledger::incremented);

        assertThat(one.state().count()).isEqualTo(3);
        assertThat(other.state().count()).isEqualTo(2);
        assertThat(other.refresh().count()).isEqualTo(3);
        assertThat(other.state().count()).isEqualTo(3);
    }

    @Test
    void whatTheOtherHasMadeIsSeenWithoutBeingAskedForAfterAWhile() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other =
                sharing(Sharing.DEFAULT.withPolling(Duration.ofMillis(20))).tenant("acme");

        one.apply(Ledger::incremented);
        one.snapshot(SnapshotRequest.named("v1"));

        await().until(() -> other.state().count() == 1
                && other.find(SnapshotRef.named("v1")).isDefined());
    }

    @Test
    void snapshotsOfBothAreOneHistory() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();

        one.snapshot(SnapshotRequest.named("a"));
        other.apply(Ledger::incremented);
        other.snapshot(SnapshotRequest.named("b"));
        one.apply(Ledger::incremented);
        one.snapshot();

        other.refresh();
        assertThat(other.snapshots()).isEqualTo(one.snapshots());
        assertThat(one.snapshots().map(SnapshotInfo::sequence)).containsExactly(0L, 1L, 2L);
        assertThat(other.at(SnapshotRef.latest()).state().count()).isEqualTo(2);
        assertThat(one.at(SnapshotRef.named("b")).state().count()).isEqualTo(1);
        assertThat(one.snapshots().map(SnapshotInfo::createdAt).toJavaList()).isSorted();
    }

    @Test
    void aNameIsGivenOnceAmongAll() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        one.snapshot(SnapshotRequest.named("v1"));

        assertThatThrownBy(() -> other.snapshot(SnapshotRequest.named("v1")))
                .isInstanceOf(DuplicateNameException.class);

        other.apply(Ledger::incremented);
        other.snapshot(SnapshotRequest.named("v1").replaceName());
        assertThat(one.refresh().count()).isEqualTo(1);
        assertThat(one.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
        assertThat(one.snapshots().head().name()).isEmpty();
    }

    @Test
    void whatTheOtherHasRemovedIsGoneHereToo() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        for (int i = 0; i < 30; i++) {
            one.apply(Ledger::incremented);
            one.snapshot(SnapshotRequest.named("v" + i));
        }
        other.refresh();

        other.prune(RetentionPolicy.keepAll().keepNamed(3));

        assertThat(other.snapshots().flatMap(SnapshotInfo::name)).containsExactly("v27", "v28", "v29");
        // The head is the same, so only the history tells.
        assertThat(one.refresh().count()).isEqualTo(30);
        assertThat(one.snapshots()).isEqualTo(other.snapshots());
        assertThatThrownBy(() -> one.rollback(SnapshotRef.named("v3"))).isInstanceOf(SnapshotNotFoundException.class);
    }

    @Test
    void aRollbackToASnapshotThatTheOtherHasJustRemovedIsRefused() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        one.snapshot(SnapshotRequest.named("v1"));
        one.apply(Ledger::incremented);
        other.refresh();
        one.delete(SnapshotRef.named("v1"));

        assertThatThrownBy(() -> other.rollback(SnapshotRef.named("v1"))).isInstanceOf(SnapshotNotFoundException.class);
        assertThat(other.state().count()).isEqualTo(1);
    }

    @Test
    void eachRollsBackWhatTheOtherHasMadeAndUndoesIt() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        one.apply(state -> filled("a"));
        one.snapshot(SnapshotRequest.named("a"));
        one.apply(state -> filled("b"));

        other.rollback(SnapshotRef.named("a"));

        requireFilled(one.refresh(), "a");
        one.undoRollback();
        requireFilled(other.refresh(), "b");
        assertThat(other.snapshots()).isEqualTo(one.snapshots());
    }

    @Test
    void transactionsOfBothRunOneUponTheOther() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        int number = 0;
        for (Tenant<Ledger> tenant : List.of(one, other, one)) {
            number++;
            assertThat(tenant.transaction("t" + number)
                            .checkpoint("first", Ledger::incremented)
                            .step(Ledger::incremented)
                            .run()
                            .isRight())
                    .isTrue();
        }
        assertThat(other.refresh().count()).isEqualTo(6);
        assertThat(other.snapshots()).isEqualTo(one.snapshots());
        assertThat(other.find(SnapshotRef.named("t3/first"))).isNotEmpty();
    }

    @Test
    void theAuditTrailTellsOfBoth() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        for (int i = 0; i < 5; i++) {
            one.apply(TransitionContext.by("one"), Ledger::incremented);
            other.apply(TransitionContext.by("other"), Ledger::incremented);
        }
        one.refresh();
        assertThat(one.audit()).hasSize(10).isEqualTo(other.audit());
        assertThat(one.audit().flatMap(AuditEntry::who).take(2)).containsExactly("one", "other");
        assertThat(one.audit().map(AuditEntry::sequence)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void anAuditTrailWithALimitIsCutByBoth() {
        Sharing often = SELDOM.withPolling(Duration.ofMillis(10));
        Tenant<Ledger> one =
                open(builder -> builder.shared(often).auditLimit(3)).createTenant("acme");
        Tenant<Ledger> other =
                open(builder -> builder.shared(often).auditLimit(3)).tenant("acme");
        for (int i = 0; i < 20; i++) {
            (i % 3 == 0 ? other : one).apply(TransitionContext.by("user " + i), Ledger::incremented);
        }
        one.collectGarbage();
        assertThat(other.audit()).hasSize(3);
        other.refresh();
        assertThat(other.audit().flatMap(AuditEntry::who)).containsExactly("user 17", "user 18", "user 19");
        assertThat(one.audit()).isEqualTo(other.audit());
    }

    @Test
    void aTenantThatTheOtherHasRemovedIsGone() {
        StateManager<Ledger> manager = sharing(SELDOM);
        Tenant<Ledger> one = manager.createTenant("acme");
        Tenant<Ledger> other = tenant();
        manager.removeTenant("acme");

        assertThatThrownBy(() -> other.apply(Ledger::incremented)).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(other::state).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(one::state).isInstanceOf(TenantNotFoundException.class);
        assertThat(stores.data().scanTenants(null, 9)).isEmpty();
    }

    @Test
    void aTenantThatIsSharedIsNotOpenedByOneWhoDoesNotShareUnlessHeTakesItOver() {
        Tenant<Ledger> one = tenant();
        one.apply(Ledger::incremented);

        assertThatThrownBy(() -> open(builder -> {}).tenant("acme"))
                .isInstanceOf(TenantOwnedException.class)
                .hasMessageContaining("is shared by process")
                .hasMessageContaining("takeOver()");

        Tenant<Ledger> taken = open(StateManagerBuilder::takeOver).tenant("acme");
        assertThat(taken.apply(Ledger::incremented).count()).isEqualTo(2);
        assertThatThrownBy(() -> one.apply(Ledger::incremented)).isInstanceOf(TenantOwnedException.class);
    }

    @Test
    void aTenantThatIsNoLongerSharedCanBeOwned() {
        StateManager<Ledger> states = sharing(SELDOM);
        states.createTenant("acme").apply(Ledger::incremented);
        states.close();

        assertThat(open(builder -> {}).tenant("acme").state().count()).isEqualTo(1);
        assertThatThrownBy(() -> tenant())
                .isInstanceOf(TenantOwnedException.class)
                .hasMessageContaining("is open for writing in process");
    }

    @Test
    void whatIsHeldHereOutlivesTheGarbageCollectionsOfOthers() {
        Sharing often = SELDOM.withPolling(Duration.ofMillis(10));
        Tenant<Ledger> one = sharing(often).createTenant("acme");
        Tenant<Ledger> other = sharing(often).tenant("acme");
        one.apply(state -> filled("a"));
        one.snapshot(SnapshotRequest.named("a"));
        Ledger ofHead = other.refresh();
        Ledger ofSnapshot = other.at(SnapshotRef.named("a")).state();
        one.delete(SnapshotRef.named("a"));
        one.apply(state -> filled("b"));
        clock.move(Duration.ofHours(1)); // The reader grace is over.

        assertThat(one.collectGarbage().pagesPinned()).isPositive();

        requireFilled(ofHead, "a");
        requireFilled(ofSnapshot, "a");

        other.apply(state -> ofHead);
        requireFilled(one.refresh(), "a");
        StoreCheck.of(stores.data(), "acme").requireNothingMissing("after a held state became the head");
    }

    @Test
    void whoWasSilentForLongerThanTheLeaseIsShutOutAndReadsNothingThatIsGone() {
        Tenant<Ledger> one = sharing(SELDOM).createTenant("acme");
        StateManager<Ledger> silent = sharing(SELDOM);
        Tenant<Ledger> other = silent.tenant("acme");
        one.apply(state -> filled("a"));
        Ledger held = other.refresh();
        one.apply(state -> filled("b"));
        clock.move(Duration.ofHours(4));
        assertThat(one.state()).isNotNull();

        await().untilAsserted(() -> {
            System.gc(); // What the collecting manager itself had on its heap stays until then.
            one.collectGarbage();
            assertThatThrownBy(() -> requireFilled(held, "a"))
                    .isInstanceOf(StateExpiredException.class)
                    .hasMessageContaining("lease");
        });
        assertThatThrownBy(() -> other.apply(state -> held)).isInstanceOf(StateExpiredException.class);
        assertThatThrownBy(other::state).isInstanceOf(StateExpiredException.class);
        StoreCheck.of(stores.data(), "acme").requireNothingMissing("after the silent one was refused");

        Tenant<Ledger> again = silent.tenant("acme");
        requireFilled(again.state(), "b");
        again.apply(Ledger::incremented);
        assertThat(one.refresh().count()).isEqualTo(2);
    }

    @Test
    void aCollectionWaitsForOthersToSayWhatTheyHold() throws Exception {
        Tenant<Ledger> one = sharing(SELDOM).createTenant("acme");
        Tenant<Ledger> other = tenant();
        one.apply(state -> filled("a"));
        Ledger held = other.refresh();
        one.apply(state -> filled("b"));

        Workers workers = new Workers();
        Thread collector = workers.start(one::collectGarbage);
        await().until(() -> collector.getState() == Thread.State.TIMED_WAITING);
        requireFilled(held, "a");

        other.refresh(); // It sees the new epoch, and says what it holds.
        workers.join();
        requireFilled(held, "a");
    }

    @Test
    void whenAllHaveLetGoACollectionLeavesNoGarbage() {
        StateManager<Ledger> first = sharing(SELDOM);
        Tenant<Ledger> one = first.createTenant("acme");
        StateManager<Ledger> second = sharing(SELDOM);
        Tenant<Ledger> other = second.tenant("acme");
        for (int i = 0; i < 10; i++) {
            one.apply(state -> filled("one"));
            other.apply(state -> filled("other"));
            other.snapshot();
        }
        one.refresh();
        while (one.snapshotCount() > 2) {
            one.delete(SnapshotRef.index(0));
        }
        first.close();
        second.close();
        clock.move(Duration.ofHours(1));
        StateManager<Ledger> alone = sharing(SELDOM);
        alone.collectGarbage();
        alone.close();

        StoreCheck.of(stores.data(), "acme").requireNoMoreThanLeases("after the last collection");
    }

    @Test
    void sharingNeedsAStoreForSeveralProcessesAndDurableTransitions() {
        assertThatThrownBy(() -> StateManager.builder(Ledger.class)
                        .store(SnapshotStores.open("memory:"))
                        .initialState(Ledger.EMPTY)
                        .shared()
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("several processes");
        assertThatThrownBy(() -> open(builder -> builder.shared().durability(Durability.ON_SNAPSHOT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("EVERY_TRANSITION")
                .hasMessageContaining("ON_SNAPSHOT");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> Sharing.DEFAULT.withLease(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sharing.DEFAULT.withPolling(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sharing.DEFAULT.withReaderGrace(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNextCollectionLeavesNoTraceOfThoseWhoShared() {
        for (int i = 0; i < 3; i++) {
            StateManager<Ledger> states = sharing(SELDOM);
            states.tenantOrCreate("acme").apply(Ledger::incremented);
            states.close();
        }
        SnapshotStore data = stores.data();
        TenantId acme = new TenantId("acme");
        assertThat(data.scanRefs(acme, "c/", null, 9)).isEmpty();
        assertThat(data.scanRefs(acme, "l/", null, 9)).hasSize(3);

        StateManager<Ledger> owner = open(builder -> {});
        owner.collectGarbage();
        owner.close();

        assertThat(data.scanRefs(acme, "l/", null, 9)).isEmpty();
        StoreCheck.of(data, "acme").requireNoGarbage("after the next collection");
    }
}
