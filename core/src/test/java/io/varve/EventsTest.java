package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.diff.MergeRules;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantEvent;
import io.varve.spi.SnapshotStores;
import io.varve.tck.FaultStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventsTest extends BackendTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final EventWitness witness = new EventWitness();

    private Tenant<Ledger> acme(Durability mode) {
        return open(builder -> builder.durability(mode)).createTenant("acme");
    }

    private ListenerRegistration listening(Tenant<Ledger> tenant) {
        return tenant.listen(witness);
    }

    private void told(ListenerRegistration registration, String... lines) {
        assertThat(registration.awaitDelivered(LONG)).isTrue();
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines()).containsExactly(lines);
    }

    private void awaitLine(String line) {
        await().atMost(LONG).until(() -> witness.lines().contains(line));
    }

    @Test
    void whoChangedTheHeadAndFromWhatToWhat() {
        Tenant<Ledger> acme = acme(Durability.EVERY_TRANSITION);
        acme.apply(Ledger::incremented);
        ListenerRegistration registration = listening(acme);
        acme.apply(Ledger::incremented);
        acme.apply(state -> state);
        acme.apply(TransitionContext.by("admin"), Ledger::incremented);
        acme.applyAll(TransitionContext.by("batch"), List.of(Ledger::incremented, Ledger::incremented));

        told(
                registration,
                "acme v1 started with 1",
                "acme v2 TRANSITION from v1: 1 → 2",
                "acme v3 TRANSITION from v2: 2 → 3 by admin",
                "acme v4 TRANSITION from v3: 3 → 5 by batch");
    }

    @Test
    void whoChangedItAlsoIfNoTrailIsKept() {
        Tenant<Ledger> acme = open(builder ->
                        builder.durability(Durability.EVERY_TRANSITION).auditLimit(0))
                .createTenant("acme");
        ListenerRegistration registration = listening(acme);
        acme.apply(TransitionContext.by("admin"), Ledger::incremented);

        told(registration, "acme v0 started with 0", "acme v1 TRANSITION from v0: 0 → 1 by admin");
        assertThat(acme.audit()).isEmpty();
    }

    @Test
    void whatOneCommitDoesIsToldInItsOrder() {
        Tenant<Ledger> acme = acme(Durability.EVERY_TRANSITION);
        ListenerRegistration registration = listening(acme);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        acme.rollback(TransitionContext.by("admin"), SnapshotRef.named("v1"));
        acme.undoRollback();
        acme.applyWithSnapshot(Ledger::incremented, SnapshotRequest.named("v2"));
        acme.snapshot(SnapshotRequest.named("v2").replaceName());
        acme.hold(SnapshotRef.named("v1"), HoldRequest.named("audit").by("auditor"));
        acme.release(TransitionContext.by("boss"), SnapshotRef.named("v1"), "audit");
        acme.delete(SnapshotRef.named("v1"));

        told(
                registration,
                "acme v0 started with 0",
                "acme v0 took v1 of 0",
                "acme v1 TRANSITION from v0: 0 → 1",
                "acme v1 took SAFETY of 1",
                "acme v2 ROLLBACK from v1: 1 → 0 by admin",
                "acme v3 ROLLBACK from v2: 0 → 1",
                "acme v3 took v2 of 1",
                "acme v4 TRANSITION from v3: 1 → 2",
                "acme v4 took v2 of 2",
                "acme v4 edited v2 → AUTOMATIC with 0 holds",
                "acme v4 edited v1 → v1 with 1 holds by auditor",
                "acme v4 edited v1 → v1 with 0 holds by boss",
                "acme v4 removed v1");
    }

    @Test
    void anAtomicTransactionIsOneChange() {
        Tenant<Ledger> acme = acme(Durability.EVERY_TRANSITION);
        ListenerRegistration registration = listening(acme);
        acme.transaction("import")
                .by("job")
                .checkpoint("half", Ledger::incremented)
                .step("rest", Ledger::incremented)
                .atomic()
                .run()
                .get();

        told(
                registration,
                "acme v0 started with 0",
                "acme v0 took import/initial of 0".replace("import/initial", initialName(acme)),
                "acme v1 TRANSITION from v0: 0 → 2 by job",
                "acme v1 took " + acme.snapshots().last().name().get() + " of 1");
    }

    private static String initialName(Tenant<Ledger> tenant) {
        SnapshotInfo first = tenant.snapshots().head();
        return first.name().getOrElse(() -> "" + first.kind());
    }

    @Test
    void whatIsPruned() {
        Tenant<Ledger> acme = acme(Durability.EVERY_TRANSITION);
        for (int i = 0; i < 20; i++) {
            acme.snapshot(SnapshotRequest.named("v" + i));
            acme.apply(Ledger::incremented);
        }
        ListenerRegistration registration = listening(acme);
        RetentionPlan plan = acme.prune(
                TransitionContext.by("keeper"), RetentionPolicy.keepAll().keepNamed(5));

        assertThat(registration.awaitDelivered(LONG)).isTrue();
        List<SnapshotInfo> removed = new ArrayList<>();
        for (TenantEvent<Ledger> event : witness.events()) {
            if (event instanceof TenantEvent.SnapshotsRemoved<Ledger> gone) {
                removed.addAll(gone.snapshots().asJava());
                if (removed.size() == gone.snapshots().size()) {
                    assertThat(gone.context().get().who()).contains("keeper");
                }
            }
        }
        assertThat(removed).containsExactlyElementsOf(plan.removed());
    }

    @Test
    void whatIsPrunedAlong() {
        Tenant<Ledger> acme = open(builder -> builder.durability(Durability.EVERY_TRANSITION)
                        .retention(RetentionPolicy.keepAll().keepNamed(1)))
                .createTenant("acme");
        ListenerRegistration registration = listening(acme);
        acme.snapshot(SnapshotRequest.named("a"));
        acme.snapshot(SnapshotRequest.named("b"));

        told(registration, "acme v0 started with 0", "acme v0 took a of 0", "acme v0 took b of 0", "acme v0 removed a");
    }

    @Test
    void timelinesAndMergesAreToldOfAllToAManagersListener() {
        StateManager<Ledger> states =
                open(builder -> builder.durability(Durability.EVERY_TRANSITION).listener(witness));
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> idea = acme.branch("idea", SnapshotRef.head());
        idea.apply(state -> state.with("k", 1));
        acme.merge("idea", MergeRules.strict());
        // Who is told of a state reads it when told, and can't once it is gone.
        awaitLine("acme v1 MERGE from v0: 0 → 0");
        acme.deleteTimeline("idea");
        states.createTenant("other");
        awaitLine("other v0 started with 0");
        states.removeTenant("other");
        states.close();

        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines())
                .containsExactly(
                        "acme v0 started with 0",
                        "acme/idea v0 started with 0",
                        "acme/idea v1 TRANSITION from v0: 0 → 0",
                        "acme v0 took SAFETY of 0",
                        "acme v1 MERGE from v0: 0 → 0",
                        "acme/idea v1 ended: TimelineNotFoundException",
                        "other v0 started with 0",
                        "other v0 ended: TenantNotFoundException",
                        "acme v1 ended: ClosedException");
    }

    @Test
    void anImportOnTopIsToldAsSuchAndByWhom() throws IOException {
        for (int auditLimit : new int[] {100, 0}) {
            StateManager<Ledger> states = StateManager.builder(Ledger.class)
                    .store(SnapshotStores.open("memory:"))
                    .initialState(Ledger.EMPTY)
                    .auditLimit(auditLimit)
                    .open();
            Tenant<Ledger> acme = states.createTenant("acme");
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v1"));
            ByteArrayOutputStream full = new ByteArrayOutputStream();
            acme.exportBundle().to(full);
            acme.apply(Ledger::incremented);
            ByteArrayOutputStream more = new ByteArrayOutputStream();
            acme.exportBundle().since(SnapshotRef.named("v1")).to(more);
            Tenant<Ledger> copy = states.importBundle()
                    .as("copy")
                    .from(new ByteArrayInputStream(full.toByteArray()))
                    .tenant();
            EventWitness listener = new EventWitness();
            ListenerRegistration registration = copy.listen(listener);

            states.importBundle()
                    .as("copy")
                    .by(TransitionContext.by("ann"))
                    .from(new ByteArrayInputStream(more.toByteArray()));

            assertThat(registration.awaitDelivered(LONG)).isTrue();
            assertThat(listener.faults()).isEmpty();
            assertThat(listener.lines()).element(1).asString().contains(" IMPORT from v1: 1 → 2 by ann");
            states.close();
        }
    }

    @Test
    void whatASnapshotStoresIsSaidWhenItIs() {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        ListenerRegistration registration = listening(acme);
        acme.apply(Ledger::incremented);
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.snapshot(SnapshotRequest.named("again"));
        acme.apply(Ledger::incremented);
        acme.rollback(SnapshotRef.named("v1"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);

        told(
                registration,
                "acme v0 started with 0",
                "acme v1? TRANSITION from v0: 0 → 1",
                "acme v2? TRANSITION from v1: 1 → 2",
                "acme v2 took v1 of 2",
                "acme v2 stored",
                "acme v2 took again of 2",
                "acme v3? TRANSITION from v2: 2 → 3",
                "acme v4 ROLLBACK from v3: 3 → 2",
                "acme v4 stored");
    }

    @Test
    void whatIsWrittenInTheBackgroundIsSaidToBeStoredOnceItIs() {
        GateStore[] gate = new GateStore[1];
        Tenant<Ledger> acme = open(
                        store -> gate[0] = new GateStore(store), builder -> builder.durability(Durability.ASYNC))
                .createTenant("acme");
        ListenerRegistration registration = listening(acme);
        gate[0].shut();
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        told(registration, "acme v0 started with 0", "acme v1? TRANSITION from v0: 0 → 1", "acme v1? took v1 of 1");

        gate[0].open();
        acme.footprint(SnapshotRef.named("v1"));
        told(
                registration,
                "acme v0 started with 0",
                "acme v1? TRANSITION from v0: 0 → 1",
                "acme v1? took v1 of 1",
                "acme v1 stored");
    }

    @Test
    void whatACrashUndidIsSeenByThePosition() {
        StateManager<Ledger> states = open(builder -> builder.durability(Durability.ON_SNAPSHOT));
        Tenant<Ledger> acme = states.createTenant("acme");
        ListenerRegistration registration = listening(acme);
        acme.apply(Ledger::incremented);
        acme.snapshot();
        acme.apply(Ledger::incremented);
        assertThat(registration.awaitDelivered(LONG)).isTrue();
        var remembered = witness.stored();
        assertThat(witness.state("acme/main").count()).isEqualTo(2);
        if (backend.isOfOneProcess() && backend != Backend.MEMORY) {
            return; // A crash of such a store is a kill, see CrashTest; here another manager takes over.
        }

        EventWitness second = new EventWitness();
        Tenant<Ledger> again = open(builder -> builder.takeOver().durability(Durability.ON_SNAPSHOT))
                .tenant("acme");
        try (ListenerRegistration after = again.listen(second)) {
            assertThat(after.awaitDelivered(LONG)).isTrue();
            assertThat(second.lines()).containsExactly("acme v1 started with 1");
            assertThat(second.stored()).isEqualTo(remembered);
        }
        // What the first manager has left can't be written any more.
        assertThatThrownBy(states::close).isInstanceOf(VarveException.class);
    }

    @Test
    void whatCouldNotBeWrittenIsNotTold() {
        List<FaultStore> faulty = new ArrayList<>();
        Tenant<Ledger> acme = open(
                        store -> {
                            faulty.add(new FaultStore(store));
                            return faulty.get(0);
                        },
                        builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        ListenerRegistration registration = listening(acme);
        faulty.get(0).follow(WriteFault.UNAVAILABLE.at(write -> true));
        assertThatThrownBy(() -> acme.apply(Ledger::incremented)).isInstanceOf(StoreFailedException.class);
        faulty.get(0).follow(WriteFault.UNAVAILABLE.at(write -> false));
        acme.apply(TransitionContext.by("second"), Ledger::incremented);

        told(registration, "acme v0 started with 0", "acme v1 TRANSITION from v0: 0 → 1 by second");
    }

    @Test
    void thatATimelineHasAnotherName() {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        Tenant<Ledger> trial = acme.branch("trial", SnapshotRef.head());
        trial.apply(Ledger::incremented);
        List<String> told = new CopyOnWriteArrayList<>();
        ListenerRegistration registration = trial.listen(event -> told.add(event.timeline() + " "
                + (event instanceof TenantEvent.TimelineRenamed<Ledger> renamed
                        ? "was " + renamed.nameBefore()
                        : event.getClass().getSimpleName())));
        acme.renameTimeline("trial", "trial");
        acme.renameTimeline("trial", "better");
        trial.apply(Ledger::incremented);

        assertThat(registration.awaitDelivered(LONG)).isTrue();
        assertThat(told).containsExactly("trial ListeningStarted", "better was trial", "better HeadChanged");
    }
}
