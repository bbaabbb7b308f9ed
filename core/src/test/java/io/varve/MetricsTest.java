package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.event.ListenerRegistration;
import io.varve.internal.page.UnreadablePageException;
import io.varve.metrics.LatencyMetrics;
import io.varve.metrics.ManagerMetrics;
import io.varve.metrics.PageMetrics;
import io.varve.metrics.TenantMetrics;
import io.varve.metrics.WriteMetrics;
import io.varve.spi.SnapshotStore;
import io.varve.tck.FaultStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the metrics say is what was counted elsewhere. */
@ParameterizedClass
@EnumSource(Backend.class)
class MetricsTest extends BackendTest {

    private TrafficStore traffic;
    private FaultStore faulty;

    private SnapshotStore watched(SnapshotStore store) {
        traffic = new TrafficStore(store);
        return traffic;
    }

    private SnapshotStore failing(SnapshotStore store) {
        faulty = new FaultStore(store);
        return faulty;
    }

    private static Ledger filled(Ledger state, int entries) {
        return new Ledger(
                state.count(),
                state.note(),
                state.entries()
                        .putAll(Iterator.range(0, entries)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i)))));
    }

    private static void readAll(Tenant<Ledger> tenant) {
        long sum = 0;
        for (Ledger.Entry entry : tenant.state().entries().values()) {
            sum += entry.number();
        }
        assertThat(sum).isNotNegative();
    }

    private PageMetrics counted() {
        return new PageMetrics(
                traffic.pagesRead(), traffic.bytesRead(), traffic.pagesWritten(), traffic.bytesWritten());
    }

    @Test
    void aTenantThatHasDoneNothingSaysSo() {
        TenantMetrics metrics = open().createTenant("acme").metrics();

        LatencyMetrics none = new LatencyMetrics(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        assertThat(metrics.transitions().latency()).isEqualTo(none);
        assertThat(metrics.snapshots().latency()).isEqualTo(none);
        assertThat(metrics.rollbacks()).isEqualTo(none);
        assertThat(metrics.pages()).isEqualTo(new PageMetrics(0, 0, 0, 0));
        assertThat(metrics.lastSnapshot()).isEmpty();
        assertThat(metrics.stateBytes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void transitionsAreCountedByWhatBecameOfThem(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.apply(Ledger::incremented);
        acme.applyAll(List.of(Ledger::incremented, Ledger::incremented));
        acme.apply(state -> state);
        assertThatThrownBy(() -> acme.apply(state -> null)).isInstanceOf(TransitionFailedException.class);
        assertThatThrownBy(() -> acme.apply(state -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(TransitionFailedException.class);

        TenantMetrics metrics = acme.metrics();

        assertThat(metrics.transitions().applied()).isEqualTo(2);
        assertThat(metrics.transitions().unchanged()).isEqualTo(1);
        assertThat(metrics.transitions().failed()).isEqualTo(2);
        assertThat(metrics.transitions().latency().count()).isEqualTo(3);
    }

    @Test
    void aTransitionThatTheStoreRefusedCountsAsFailed() {
        Tenant<Ledger> acme = open(this::failing, builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        faulty.follow(WriteFault.TOO_LARGE.at(write -> true));
        assertThatThrownBy(() -> acme.apply(Ledger::incremented)).isInstanceOf(StoreFailedException.class);
        faulty.heal();

        assertThat(acme.metrics().transitions().applied()).isZero();
        assertThat(acme.metrics().transitions().failed()).isEqualTo(1);
    }

    @Test
    void aTransitionTakesAtLeastAsLongAsItSaysItself() {
        Tenant<Ledger> acme = open().createTenant("acme");
        AtomicLong longest = new AtomicLong();
        for (int i = 0; i < 100; i++) {
            acme.apply(state -> {
                long start = System.nanoTime();
                Ledger next = filled(state, 100);
                longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                return next.incremented();
            });
        }

        LatencyMetrics latency = acme.metrics().transitions().latency();

        assertThat(latency.count()).isEqualTo(100);
        assertThat(latency.max()).isGreaterThanOrEqualTo(Duration.ofNanos(longest.get()));
        assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p95());
        assertThat(latency.p95()).isLessThanOrEqualTo(latency.p99());
        assertThat(latency.p99()).isLessThanOrEqualTo(latency.max());
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void snapshotsAndRollbacksAreCountedAndTimed(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode).retention(RetentionPolicy.keepAutomatic(2)))
                .createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        for (int i = 0; i < 5; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot();
        }
        acme.apply(Ledger::incremented);
        acme.rollback(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.latest());

        TenantMetrics metrics = acme.metrics();

        assertThat(metrics.snapshots().taken()).as("6 and the safety snapshot").isEqualTo(7);
        assertThat(metrics.snapshots().removed()).isEqualTo(7 - acme.snapshots().size());
        assertThat(metrics.snapshots().latency().count()).isEqualTo(6);
        assertThat(metrics.rollbacks().count()).isEqualTo(1);
        assertThat(metrics.rollbacks().max()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void pagesAndBytesAreWhatTheStoreSaw(Durability mode) {
        StateManager<Ledger> states = open(this::watched, builder -> builder.durability(mode));
        Tenant<Ledger> acme = states.createTenant("acme");
        traffic.reset();
        acme.apply(state -> filled(state, 5_000));
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.with("key 17", -1));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.rollback(SnapshotRef.named("v1"));
        Awaitility.await().untilAsserted(() -> {
            assertThat(traffic.pagesWritten()).isPositive();
            assertThat(acme.metrics().pages()).isEqualTo(counted());
        });
        closeAll();

        StateManager<Ledger> again = open(this::watched, builder -> builder.durability(mode));
        Tenant<Ledger> reopened = again.tenant("acme");
        traffic.reset();
        readAll(reopened);
        assertThat(reopened.at(SnapshotRef.named("v2")).state().entries().get("key 17"))
                .isNotEmpty();

        assertThat(reopened.metrics().pages()).isEqualTo(counted());
        assertThat(again.metrics().pages()).isEqualTo(counted());
        assertThat(reopened.metrics().pages().read()).isGreaterThan(100);
    }

    @Test
    void pagesThatWereHandedToTheStoreTwiceCountTwice() {
        StateManager<Ledger> states =
                open(store -> watched(failing(store)), builder -> builder.durability(Durability.ON_SNAPSHOT));
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.apply(state -> filled(state, 500));
        long before = acme.metrics().pages().written();
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> write < 2));
        acme.snapshot();

        assertThat(faulty.counts().faults()).isEqualTo(2);
        assertThat(states.metrics().pages()).isEqualTo(counted());
        assertThat(acme.metrics().pages().written() - before)
                .isEqualTo(3 * acme.metrics().lastSnapshot().get().pages());
        assertThat(acme.metrics().faults().storeRetries()).isEqualTo(2);
    }

    @Test
    void theLastSnapshotTellsWhatItWroteAndWhatItShared() throws UnreadablePageException {
        Tenant<Ledger> acme = open(this::watched, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme");
        acme.apply(state -> filled(state, 20_000));
        traffic.reset();
        acme.snapshot();
        assertThat(acme.metrics().lastSnapshot())
                .contains(new WriteMetrics(traffic.pagesWritten(), traffic.bytesWritten(), 0));

        acme.apply(state -> state.with("key 4711", -1));
        traffic.reset();
        acme.snapshot();

        WriteMetrics last = acme.metrics().lastSnapshot().get();
        assertThat(last)
                .isEqualTo(new WriteMetrics(traffic.pagesWritten(), traffic.bytesWritten(), traffic.linksToOthers()));
        assertThat(last.pages()).isLessThan(10);
        assertThat(last.shared()).isGreaterThan(10);

        acme.snapshot();
        assertThat(acme.metrics().lastSnapshot()).contains(new WriteMetrics(0, 0, 0));
    }

    @Test
    void aMissIsAPageReadThatIsNotTheRootOfAState() {
        open(builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme")
                .apply(state -> filled(state, 20_000));
        closeAll();
        Tenant<Ledger> acme = open(this::watched, builder -> {}).tenant("acme");
        acme.state();
        traffic.reset();
        readAll(acme);

        assertThat(acme.metrics().cache().misses()).isEqualTo(traffic.pagesRead());

        readAll(acme);
        assertThat(acme.metrics().cache().misses()).as("all is there now").isEqualTo(traffic.pagesRead());
    }

    @Test
    void aHitIsCountedOnceUntilMorePagesWereLoaded() {
        open(builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme")
                .apply(state -> filled(state, 20_000));
        StateManager<Ledger> states = reopen(builder -> builder.durability(Durability.ON_SNAPSHOT));
        Tenant<Ledger> acme = states.tenant("acme");
        var entries = acme.state().entries();
        assertThat(entries.get("key 1")).isNotEmpty();
        assertThat(entries.get("key 1")).isNotEmpty();
        long before = acme.metrics().cache().hits();

        assertThat(entries.get("key 1")).isNotEmpty();
        assertThat(acme.metrics().cache().hits())
                .as("nothing came onto the heap")
                .isEqualTo(before);

        Tenant<Ledger> other = states.createTenant("other");
        other.apply(state -> filled(state, 20_000));
        other.snapshot();
        assertThat(entries.get("key 1")).isNotEmpty();
        assertThat(acme.metrics().cache().hits()).isGreaterThan(before);
    }

    @Test
    void storeRetriesAreCounted() {
        StateManager<Ledger> states = open(this::failing, builder -> builder.durability(Durability.ON_SNAPSHOT));
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> write < 3));
        acme.snapshot();

        assertThat(acme.metrics().faults().storeRetries()).isEqualTo(3);
        assertThat(acme.metrics().faults().unknownOutcomes()).isZero();
        assertThat(states.metrics().faults()).isEqualTo(acme.metrics().faults());
    }

    @Test
    void aCommitOfUnknownOutcomeThatIsMadeAgainIsCounted() {
        Tenant<Ledger> acme = open(this::failing, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme");
        acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.UNKNOWN_NOT_APPLIED.at(write -> write < 2));
        acme.snapshot();
        faulty.follow(WriteFault.UNKNOWN_APPLIED.at(write -> write < 1));
        acme.snapshot();

        assertThat(acme.metrics().faults().unknownOutcomes()).isEqualTo(3);
        assertThat(acme.metrics().faults().commitRetries()).isEqualTo(2);
    }

    @Test
    void failuresInTheBackgroundAreCounted() {
        AtomicInteger told = new AtomicInteger();
        Tenant<Ledger> acme = open(
                        this::failing,
                        builder -> builder.durability(Durability.ASYNC)
                                .onBackgroundFailure((tenant, failure) -> told.incrementAndGet()))
                .createTenant("acme");
        acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.TOO_LARGE.at(write -> true));
        acme.snapshot();
        Awaitility.await().until(() -> told.get() == 1);
        faulty.heal();

        assertThat(acme.metrics().faults().backgroundFailures()).isEqualTo(1);
    }

    @Test
    void failuresOfListenersAreCounted() {
        StateManager<Ledger> states = open(builder -> builder.onBackgroundFailure((tenant, failure) -> {}));
        Tenant<Ledger> acme = states.createTenant("acme");
        ListenerRegistration registration = acme.listen(event -> {
            throw new IllegalStateException("no listener");
        });
        acme.apply(Ledger::incremented);
        assertThat(registration.awaitDelivered(Duration.ofSeconds(60))).isTrue();

        assertThat(acme.metrics().faults().listenerFailures()).isEqualTo(2);
        states.removeTenant("acme");
        assertThat(states.metrics().faults().listenerFailures()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theManagerSumsUpItsTenantsAlsoThoseThatAreGone() {
        StateManager<Ledger> states = open(this::watched, builder -> {});
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> globex = states.createTenant("globex");
        acme.apply(state -> filled(state, 1_000));
        acme.snapshot(SnapshotRequest.named("v1"));
        globex.apply(Ledger::incremented);
        globex.snapshot(SnapshotRequest.named("v1"));
        globex.rollback(SnapshotRef.named("v1"));
        settle(states);

        ManagerMetrics both = states.metrics();
        assertThat(both.tenants().keySet()).containsExactly("acme", "globex");
        assertThat(both.tenants().get("acme")).contains(acme.metrics());
        assertThat(both.transitions().applied()).isEqualTo(2);
        assertThat(both.transitions().latency().count()).isEqualTo(2);
        assertThat(both.rollbacks().count()).isEqualTo(1);
        assertThat(both.pages()).as("creating a tenant writes pages too").isEqualTo(counted());
        assertThat(both.cache().residentBytes())
                .isEqualTo(acme.metrics().cache().residentBytes()
                        + globex.metrics().cache().residentBytes());

        states.removeTenant("acme");

        ManagerMetrics one = states.metrics();
        assertThat(one.tenants().keySet()).containsExactly("globex");
        assertThat(one.transitions()).isEqualTo(both.transitions());
        assertThat(one.snapshots()).isEqualTo(both.snapshots());
        assertThat(one.pages()).isEqualTo(counted());
        assertThat(one.cache().residentBytes())
                .isEqualTo(globex.metrics().cache().residentBytes());
    }

    /** Waits until what is written in the background has been. */
    private void settle(StateManager<Ledger> states) {
        Awaitility.await()
                .until(() -> states.metrics()
                        .tenants()
                        .values()
                        .forAll(tenant -> tenant.lastSnapshot().isDefined()));
    }

    @Test
    void aTenantThatIsOpenedAgainBeginsAnew() {
        StateManager<Ledger> states = open();
        states.createTenant("acme").apply(Ledger::incremented);
        states.removeTenant("acme");
        Tenant<Ledger> acme = states.createTenant("acme");

        assertThat(acme.metrics().transitions().applied()).isZero();
        assertThat(states.metrics().transitions().applied()).isEqualTo(1);
    }

    @Test
    void theBudgetIsTold() {
        assertThat(open(builder -> builder.memoryBudget(12_345)).metrics().memoryBudget())
                .isEqualTo(12_345);
    }

    @Test
    void aClosedManagerHasNoMetrics() {
        StateManager<Ledger> states = open();
        states.close();

        assertThatThrownBy(states::metrics).isInstanceOf(ClosedException.class);
    }

    @Test
    void countsAreExactUnderContention() throws Exception {
        Tenant<Ledger> acme = open().createTenant("acme");
        int threads = 4;
        int each = 500;
        Thread[] workers = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        int number = i;
                        acme.apply(state -> number % 5 == 0 ? state : state.incremented());
                    }
                }))
                .limit(threads)
                .toArray(Thread[]::new);
        for (Thread worker : workers) {
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }

        TenantMetrics metrics = acme.metrics();
        assertThat(metrics.transitions().applied()).isEqualTo(acme.state().count());
        assertThat(metrics.transitions().unchanged())
                .isEqualTo((long) threads * each - acme.state().count());
        assertThat(metrics.transitions().latency().count()).isEqualTo((long) threads * each);
    }
}
