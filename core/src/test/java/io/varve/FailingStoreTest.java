package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.tck.FaultStore;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that fails for a while; {@link FaultSweepTest} fails each write once. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingStoreTest extends BackendTest {

    private FaultStore faulty;

    private Tenant<Ledger> tenant(Durability mode) {
        return tenant(mode, (tenantId, failure) -> {});
    }

    private Tenant<Ledger> tenant(Durability mode, BackgroundFailureListener listener) {
        return open(this::faulty, builder -> builder.durability(mode).onBackgroundFailure(listener))
                .createTenant("acme");
    }

    private SnapshotStore faulty(SnapshotStore store) {
        faulty = new FaultStore(store);
        return faulty;
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aStoreThatIsUnavailableForAMomentIsNotNoticed(Durability mode) {
        Tenant<Ledger> acme = tenant(mode);
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> write == 0));

        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));

        assertThat(acme.state().count()).isEqualTo(1);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state().count()).isEqualTo(1);
        assertThat(reopened.snapshots()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = WriteFault.class,
            names = {"UNKNOWN_APPLIED", "UNKNOWN_NOT_APPLIED"})
    void aWriteWhoseOutcomeIsUnknownIsNeitherLostNorDoneTwice(WriteFault fault) {
        Tenant<Ledger> acme = tenant(Durability.EVERY_TRANSITION);
        int acknowledged = 0;
        faulty.follow(fault.at(write -> write % 3 == 0));
        for (int i = 0; i < 30; i++) {
            try {
                acme.apply(Ledger::incremented);
                acknowledged++;
            } catch (StoreFailedException e) {
                // Refused: must not count.
            }
            assertThat(acme.state().count()).isEqualTo(acknowledged);
        }
        faulty.heal();

        assertThat(faulty.counts().faults()).isPositive();
        assertThat(reopen().tenant("acme").state().count()).isEqualTo(acknowledged);
    }

    @Test
    void transitionsFailWhileTheStoreIsUnavailableAndChangeNothing() {
        Tenant<Ledger> acme = tenant(Durability.EVERY_TRANSITION);
        Ledger head = acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> true));

        assertThatThrownBy(() -> acme.apply(Ledger::incremented))
                .isInstanceOfSatisfying(
                        StoreFailedException.class,
                        e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                .hasMessageContaining("injected fault");
        assertThat(acme.state()).isSameAs(head);

        faulty.heal();
        acme.apply(Ledger::incremented);
        assertThat(acme.state().count()).isEqualTo(2);
        assertThat(reopen().tenant("acme").state().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"ON_SNAPSHOT", "EVERY_TRANSITION"})
    void changesOfHistoryFailWhileTheStoreIsUnavailableAndChangeNothing(Durability mode) {
        Tenant<Ledger> acme = tenant(mode);
        acme.apply(Ledger::incremented);
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        Ledger head = acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> true));

        assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.named("v2"))).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> acme.rollback(SnapshotRef.named("v1"))).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> acme.delete(SnapshotRef.named("v1"))).isInstanceOf(StoreFailedException.class);
        assertThat(acme.state()).isEqualTo(head);
        assertThat(acme.snapshots()).containsExactly(v1);

        faulty.heal();
        acme.snapshot(SnapshotRequest.named("v2"));
        assertThat(acme.snapshots().flatMap(SnapshotInfo::name)).containsExactly("v1", "v2");
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.snapshots().flatMap(SnapshotInfo::name)).containsExactly("v1", "v2");
        assertThat(reopened.at(SnapshotRef.named("v2")).state()).isEqualTo(head);
    }

    @Test
    void aSnapshotThatTheStoreHasNoRoomForFailsAndTheTenantGoesOn() {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        Ledger head = acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.TOO_LARGE.at(write -> true));

        assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.named("v1")))
                .isInstanceOfSatisfying(
                        StoreFailedException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.TOO_LARGE));
        faulty.heal();

        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots()).isEmpty();
        acme.snapshot(SnapshotRequest.named("v1"));
        assertThat(reopen().tenant("acme").at(SnapshotRef.named("v1")).state()).isEqualTo(head);
    }

    @Test
    void concurrentTransitionsThatShareAFailedWriteAllFailAndNoneIsCounted() throws Exception {
        Tenant<Ledger> acme = tenant(Durability.EVERY_TRANSITION);
        AtomicInteger acknowledged = new AtomicInteger();
        Set<Long> results = Collections.synchronizedSet(new HashSet<>());
        faulty.follow(WriteFault.TOO_LARGE.at(write -> write % 2 == 1));
        Workers writers = new Workers();
        for (int t = 0; t < 6; t++) {
            writers.start(() -> {
                for (int i = 0; i < 20; i++) {
                    try {
                        results.add(acme.apply(Ledger::incremented).count());
                        acknowledged.incrementAndGet();
                    } catch (StoreFailedException e) {
                        // Refused: must not count.
                    }
                }
            });
        }
        writers.join();
        faulty.heal();

        assertThat(faulty.counts().faults()).isPositive();
        assertThat(acme.state().count()).isEqualTo(acknowledged.get());
        assertThat(results).hasSize(acknowledged.get());
        assertThat(reopen().tenant("acme").state().count()).isEqualTo(acknowledged.get());
    }

    @Test
    void aFailedBackgroundWriteIsReportedToTheListenerAndByTheNextChange() {
        List<VarveException> heard = new CopyOnWriteArrayList<>();
        List<String> tenants = new CopyOnWriteArrayList<>();
        Tenant<Ledger> acme = tenant(Durability.ASYNC, (tenantId, failure) -> {
            tenants.add(tenantId);
            heard.add(failure);
        });
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> true));
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        await().until(() -> !heard.isEmpty());

        assertThat(tenants).contains("acme");
        assertThat(heard.get(0)).isInstanceOf(StoreFailedException.class).hasMessageContaining("injected fault");
        Ledger head = acme.state();
        assertThatThrownBy(() -> acme.apply(Ledger::incremented)).isInstanceOf(StoreFailedException.class);
        assertThat(acme.state()).isSameAs(head);
        faulty.heal();
    }

    @Test
    void aFailedBackgroundWriteIsTriedAgainUntilItWorks() {
        List<VarveException> heard = new CopyOnWriteArrayList<>();
        Tenant<Ledger> acme = tenant(Durability.ASYNC, (tenantId, failure) -> heard.add(failure));
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> true));
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        await().until(() -> !heard.isEmpty());
        faulty.heal();

        await().ignoreExceptionsInstanceOf(StoreFailedException.class).untilAsserted(() -> {
            long before = acme.state().count();
            acme.apply(Ledger::incremented);
            assertThat(acme.state().count()).isEqualTo(before + 1);
        });

        long count = acme.state().count();
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state().count()).isEqualTo(count);
        assertThat(reopened.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
    }

    @Test
    void aListenerThatThrowsDoesNoHarm() {
        AtomicInteger heard = new AtomicInteger();
        Tenant<Ledger> acme = tenant(Durability.ASYNC, (tenantId, failure) -> {
            heard.incrementAndGet();
            throw new IllegalStateException("from the listener");
        });
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> true));
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        await().until(() -> heard.get() > 0);
        faulty.heal();

        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
    }

    @Test
    void closingReportsWhatCouldNotBeWrittenAndClosesAllTheSame() {
        StateManager<Ledger> states = open(this::faulty, builder -> builder.durability(Durability.ON_SNAPSHOT));
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        faulty.follow(WriteFault.UNAVAILABLE.at(write -> true));

        assertThatThrownBy(states::close).isInstanceOf(StoreFailedException.class);

        faulty.heal();
        states.close();
        assertThatThrownBy(acme::state).isInstanceOf(ClosedException.class);
        // Closing could not tell the store either that nobody owns the tenant now.
        Tenant<Ledger> reopened = open(StateManagerBuilder::takeOver).tenant("acme");
        assertThat(reopened.state().count()).as("the last durable head").isZero();
        assertThat(reopened.snapshots()).hasSize(1);
    }
}
