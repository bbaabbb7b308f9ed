package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is seen while a write is under way: the store's commits are held back. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DurableHeadTest extends BackendTest {

    private GateStore gate;
    private final Workers workers = new Workers();

    private Tenant<Ledger> tenant(Durability mode) {
        return open(this::gated, builder -> builder.durability(mode)).createTenant("acme");
    }

    private SnapshotStore gated(SnapshotStore store) {
        gate = new GateStore(store);
        return gate;
    }

    @AfterEach
    void openGate() {
        gate.open();
    }

    @Test
    void noReaderSeesAStateThatIsNotOnDiskIfEveryTransitionIsDurable() throws Exception {
        Tenant<Ledger> acme = tenant(Durability.EVERY_TRANSITION);
        Ledger before = acme.apply(Ledger::incremented);
        gate.shut();
        Thread writer = workers.start(() -> acme.apply(Ledger::incremented));
        await().until(() -> gate.waiting() == 1);

        assertThat(acme.state()).isSameAs(before);
        assertThat(writer.isAlive()).isTrue();

        gate.open();
        workers.join();
        assertThat(acme.state().count()).isEqualTo(2);
    }

    @Test
    void noReaderSeesASnapshotThatIsNotOnDiskIfSnapshotsAreDurable() throws Exception {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        acme.apply(Ledger::incremented);
        gate.shut();
        Thread writer = workers.start(() -> acme.snapshot(SnapshotRequest.named("v1")));
        await().until(() -> gate.waiting() == 1);

        assertThat(writer.isAlive()).isTrue();
        assertThat(acme.find(SnapshotRef.named("v1"))).isEmpty();
        assertThat(acme.snapshots()).isEmpty();

        gate.open();
        workers.join();
        assertThat(acme.find(SnapshotRef.named("v1"))).isNotEmpty();
    }

    @Test
    void aRollbackReturnsWhenItIsOnDiskIfSnapshotsAreDurable() throws Exception {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        gate.shut();
        Thread writer = workers.start(() -> acme.rollback(SnapshotRef.named("v1")));
        await().until(() -> gate.waiting() == 1);

        assertThat(writer.isAlive()).isTrue();

        gate.open();
        workers.join();
        assertThat(acme.state().count()).isZero();
    }

    @Test
    void transitionsOfConcurrentThreadsShareAWrite() throws Exception {
        Tenant<Ledger> acme = tenant(Durability.EVERY_TRANSITION);
        gate.shut();
        int before = gate.commits();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            threads.add(workers.start(() -> acme.apply(Ledger::incremented)));
        }
        await().until(() -> gate.waiting() > 0 && threads.stream().allMatch(DurableHeadTest::isWaiting));

        gate.open();
        workers.join();

        assertThat(acme.state().count()).isEqualTo(12);
        assertThat(gate.commits() - before).as("writes for 12 transitions").isLessThanOrEqualTo(4);
    }

    /** The test's store, with the gate before the writes of one tenant. */
    private SnapshotStore gatedFor(String id, SnapshotStore store) {
        return new ForwardingStore(gated(store)) {
            @Override
            public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
                return tenant.value().equals(id)
                        ? gate.commit(tenant, stamp, pages, updates)
                        : gate.store.commit(tenant, stamp, pages, updates);
            }
        };
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void nothingWaitsForTheStoreIfWritesAreAsynchronous() {
        Tenant<Ledger> acme = tenant(Durability.ASYNC);
        gate.shut();

        acme.apply(Ledger::incremented);
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        acme.rollback(SnapshotRef.named("v1"));
        acme.delete(SnapshotRef.latest());

        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(acme.snapshots()).containsExactly(v1);
        gate.open();
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state().count()).isEqualTo(1);
        assertThat(reopened.snapshots()).containsExactly(v1);
        assertThat(reopened.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
    }

    @Test
    void transitionsDoNotWaitForTheStoreIfOnlySnapshotsAreDurable() {
        Tenant<Ledger> acme = tenant(Durability.ON_SNAPSHOT);
        gate.shut();

        acme.apply(Ledger::incremented);

        assertThat(acme.state().count()).isEqualTo(1);
    }

    @Test
    void readersOfHistoryDoNotWaitForAWriter() throws Exception {
        Tenant<Ledger> acme = tenant(Durability.EVERY_TRANSITION);
        acme.snapshot(SnapshotRequest.named("v1"));
        gate.shut();
        workers.start(() -> acme.snapshot(SnapshotRequest.named("v2")));
        await().until(() -> gate.waiting() == 1);

        assertThat(acme.snapshots()).hasSize(1);
        assertThat(acme.find(SnapshotRef.named("v1"))).isNotEmpty();
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(Ledger.EMPTY);

        gate.open();
        workers.join();
        assertThat(acme.snapshots()).hasSize(2);
    }

    @Test
    void oneTenantDoesNotWaitForAnothersWrite() throws Exception {
        StateManager<Ledger> states =
                open(store -> gatedFor("slow", store), builder -> builder.durability(Durability.EVERY_TRANSITION));
        Tenant<Ledger> slow = states.createTenant("slow");
        Tenant<Ledger> fast = states.createTenant("fast");
        gate.shut();
        workers.start(() -> slow.apply(Ledger::incremented));
        await().until(() -> gate.waiting() == 1);

        fast.apply(Ledger::incremented);

        assertThat(fast.state().count()).isEqualTo(1);
        assertThat(slow.state().count()).isZero();
        gate.open();
        workers.join();
    }
}
