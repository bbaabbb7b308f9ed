package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.event.EventState;
import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How listeners are told: slow ones, failing ones, those that are in the way, and until when. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenersTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final EventWitness witness = new EventWitness();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();

    private StateManager<Ledger> open(Consumer<StateManagerBuilder<Ledger>> settings) {
        StateManagerBuilder<Ledger> builder = StateManager.builder(Ledger.class)
                .store(Backend.MEMORY.open(java.nio.file.Path.of("")))
                .initialState(Ledger.EMPTY);
        settings.accept(builder);
        StateManager<Ledger> states = builder.open();
        opened.add(states);
        return states;
    }

    private Tenant<Ledger> acme(Durability mode) {
        return open(builder -> builder.durability(mode)).createTenant("acme");
    }

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
    }

    private ListenerRegistration listening(Tenant<Ledger> tenant) {
        return tenant.listen(witness);
    }

    private void told(ListenerRegistration registration, String... lines) {
        assertThat(registration.awaitDelivered(LONG)).isTrue();
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines()).containsExactly(lines);
    }

    @Test
    void aListenerThatFailsIsReportedAndToldOfWhatFollows() {
        List<String> failures = new CopyOnWriteArrayList<>();
        StateManager<Ledger> states = open(builder -> builder.durability(Durability.EVERY_TRANSITION)
                .onBackgroundFailure((tenant, failure) ->
                        failures.add(tenant + ": " + failure.getMessage() + ", " + failure.getCause())));
        Tenant<Ledger> acme = states.createTenant("acme");
        List<Long> handled = new CopyOnWriteArrayList<>();
        ListenerRegistration failing = acme.listen(event -> {
            if (event.position().version() == 1) {
                throw new IllegalStateException("no");
            }
            handled.add(event.position().version());
        });
        ListenerRegistration registration = listening(acme);
        acme.apply(Ledger::incremented);
        acme.apply(Ledger::incremented);

        assertThat(failing.awaitDelivered(LONG)).isTrue();
        assertThat(handled).containsExactly(0L, 2L);
        assertThat(failures)
                .containsExactly("acme: a listener failed when it was told of timeline 'main' of tenant 'acme' at"
                        + " version 1; it is told of what follows, but not of this again,"
                        + " java.lang.IllegalStateException: no");
        told(
                registration,
                "acme v0 started with 0",
                "acme v1 TRANSITION from v0: 0 → 1",
                "acme v2 TRANSITION from v1: 1 → 2");
    }

    @Test
    void aListenerThatFallsBehindIsToldWhatItMissed() throws InterruptedException {
        Tenant<Ledger> acme = acme(Durability.EVERY_TRANSITION);
        EventWitness prompt = new EventWitness();
        ListenerRegistration other = acme.listen(prompt);
        witness.shut();
        ListenerRegistration registration = acme.listen(witness, ListenerOptions.DEFAULT.capacity(2));
        witness.awaitEntered();
        for (int i = 0; i < 5; i++) {
            acme.apply(TransitionContext.by("writer " + i), Ledger::incremented);
        }
        acme.snapshot(SnapshotRequest.named("v1"));
        assertThat(other.awaitDelivered(LONG)).isTrue();
        assertThat(prompt.lines()).hasSize(7);
        assertThat(registration.waiting()).isEqualTo(3);
        witness.open();

        told(
                registration,
                "acme v0 started with 0",
                "acme v1 TRANSITION from v0: 0 → 1 by writer 0",
                "acme v2 TRANSITION from v1: 1 → 2 by writer 1",
                "acme v5 missed 4 from v2: 2 → 5");
        acme.apply(Ledger::incremented);
        assertThat(registration.awaitDelivered(LONG)).isTrue();
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines()).last().isEqualTo("acme v6 TRANSITION from v5: 5 → 6");
        // What the audit trail says of what was missed.
        assertThat(acme.audit()
                        .filter(entry -> entry.versionBefore() >= 2 && entry.versionAfter() <= 5)
                        .flatMap(AuditEntry::who))
                .containsExactly("writer 2", "writer 3", "writer 4");
    }

    @Test
    void aTenantWithMuchToTellDoesNotTakeAwayWhatOthersTell() throws InterruptedException {
        EventWitness slow = new EventWitness();
        slow.shut();
        StateManager<Ledger> states = open(builder ->
                builder.durability(Durability.EVERY_TRANSITION).listener(slow, ListenerOptions.DEFAULT.capacity(3)));
        Tenant<Ledger> loud = states.createTenant("loud");
        slow.awaitEntered();
        for (int i = 0; i < 10; i++) {
            loud.apply(Ledger::incremented);
        }
        Tenant<Ledger> calm = states.createTenant("calm");
        calm.apply(Ledger::incremented);
        slow.open();
        states.close();

        assertThat(slow.faults()).isEmpty();
        assertThat(slow.lines())
                .containsExactly(
                        "loud v0 started with 0",
                        "loud v1 TRANSITION from v0: 0 → 1",
                        "loud v2 TRANSITION from v1: 1 → 2",
                        "loud v3 TRANSITION from v2: 2 → 3",
                        "loud v10 missed 7 from v3: 3 → 10",
                        "calm v0 started with 0",
                        "calm v1 missed 1 from v0: 0 → 1",
                        slow.lines().get(7),
                        slow.lines().get(8));
        assertThat(slow.lines().subList(7, 9))
                .containsExactlyInAnyOrder("loud v10 ended: ClosedException", "calm v1 ended: ClosedException");
    }

    @Test
    void whoeverChangesATenantWaitsForAListenerThatWantsIt() throws Exception {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        witness.shut();
        ListenerRegistration registration =
                acme.listen(witness, ListenerOptions.DEFAULT.capacity(2).waiting());
        witness.awaitEntered();
        CountDownLatch third = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 20; i++) {
                acme.apply(Ledger::incremented);
                if (i == 1) {
                    third.countDown();
                }
            }
        });
        writer.start();
        third.await();
        // It waits for a moment for a lock, too.
        await().atMost(LONG).until(() -> registration.waiting() == 3 && writer.getState() == Thread.State.WAITING);
        assertThat(acme.state().count()).isEqualTo(3);
        witness.open();
        writer.join();

        assertThat(registration.awaitDelivered(LONG)).isTrue();
        assertThat(witness.faults()).isEmpty();
        assertThat(witness.lines()).hasSize(21).noneMatch(line -> line.contains("missed"));
    }

    @Test
    void aListenerMayChangeTheTenantItIsToldOfHoweverMuchWaits() {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        ListenerRegistration registration = acme.listen(
                event -> {
                    if (event instanceof TenantEvent.HeadChanged<Ledger> changed
                            && changed.after().get().count() < 50) {
                        acme.apply(Ledger::incremented);
                        acme.apply(Ledger::incremented);
                    }
                },
                ListenerOptions.DEFAULT.capacity(1).waiting());
        acme.apply(Ledger::incremented);
        while (registration.waiting() > 0 || acme.state().count() < 50) {
            assertThat(registration.awaitDelivered(LONG)).isTrue();
        }
        assertThat(acme.state().count()).isBetween(50L, 200L);
    }

    @Test
    void statesAreLetGoWhenTheListenerReturns() {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        List<EventState<Ledger>> kept = new CopyOnWriteArrayList<>();
        ListenerRegistration registration = acme.listen(event -> {
            if (event instanceof TenantEvent.HeadChanged<Ledger> changed) {
                assertThat(changed.before().get().count()).isZero();
                kept.add(changed.before());
            }
        });
        acme.apply(Ledger::incremented);
        assertThat(registration.awaitDelivered(LONG)).isTrue();

        assertThat(kept).hasSize(1);
        assertThatThrownBy(() -> kept.get(0).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the states of an event can be read until the listener returns, so that events do not hold"
                        + " on to them; keep what get() gives then, if it is needed for longer");
    }

    @Test
    void nothingIsToldAfterTheRegistrationWasClosed() throws InterruptedException {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        witness.shut();
        ListenerRegistration registration = listening(acme);
        witness.awaitEntered();
        acme.apply(Ledger::incremented);
        registration.close();
        registration.close();
        acme.apply(Ledger::incremented);
        witness.open();

        assertThat(registration.waiting()).isZero();
        assertThat(registration.awaitDelivered(LONG)).isFalse();
        EventWitness later = new EventWitness();
        try (ListenerRegistration next = acme.listen(later)) {
            assertThat(next.awaitDelivered(LONG)).isTrue();
        }
        assertThat(later.lines()).containsExactly("acme v2? started with 2");
        assertThat(witness.lines()).hasSizeLessThan(2);
    }

    @Test
    void closingTheManagerReportsWhatIsLeft() throws InterruptedException {
        List<String> failures = new CopyOnWriteArrayList<>();
        witness.shut();
        StateManager<Ledger> states = open(builder -> builder.durability(Durability.EVERY_TRANSITION)
                .listener(witness, ListenerOptions.DEFAULT.closeWait(Duration.ofMillis(20)))
                .onBackgroundFailure((tenant, failure) -> failures.add(failure.getMessage())));
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.apply(Ledger::incremented);
        acme.apply(Ledger::incremented);
        states.close();
        witness.open();

        assertThat(failures)
                .containsExactly("the manager was closed before a listener had handled all events of tenant 'acme': 4"
                        + " were left, of which the first was at version 0; it can catch up when the tenant is opened"
                        + " again");
    }

    @Test
    void whileTheManagerIsClosingListenersCanDoWhatTheyLike() {
        StateManager<Ledger>[] manager = newManager();
        List<String> seen = new CopyOnWriteArrayList<>();
        manager[0] =
                open(builder -> builder.durability(Durability.EVERY_TRANSITION).listener(event -> {
                    if (event instanceof TenantEvent.HeadChanged<Ledger> changed && changed.versionBefore() == 0) {
                        seen.add(""
                                + manager[0]
                                        .tenant("acme")
                                        .snapshot(SnapshotRequest.named("seen"))
                                        .stateVersion());
                    } else if (event instanceof TenantEvent.SnapshotTaken<Ledger> taken) {
                        seen.add(taken.snapshot().label());
                    }
                }));
        manager[0].createTenant("acme").apply(Ledger::incremented);
        manager[0].close();

        assertThat(seen).containsExactly("1", "'seen'");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static StateManager<Ledger>[] newManager() {
        return new StateManager[1];
    }

    @Test
    void waitingInAListenerIsRefused() {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        List<String> refused = new CopyOnWriteArrayList<>();
        ListenerRegistration other = listening(acme);
        ListenerRegistration registration = acme.listen(event -> {
            try {
                boolean unused = other.awaitDelivered(LONG);
            } catch (IllegalStateException e) {
                refused.add(e.getMessage());
            }
        });
        assertThat(registration.awaitDelivered(LONG)).isTrue();

        assertThat(refused)
                .containsExactly("a listener can't wait until listeners have handled something, for it could wait for"
                        + " itself; wait in another thread");
    }

    @Test
    void withoutListenersNothingIsAllocated() {
        Tenant<Ledger> acme = acme(Durability.ON_SNAPSHOT);
        Ledger[] two = {acme.state(), acme.state().incremented()};
        long without = allocated(acme, two);
        ListenerRegistration registration = acme.listen(event -> {});
        registration.close();
        // The least object has 16 bytes; less, on average, is something that grows now and then.
        assertThat(allocated(acme, two)).isLessThan(without + 16);
        // A state cell, a head, and what the call itself needs.
        assertThat(without).isLessThan(500);
    }

    /** How many bytes a transition allocates that itself allocates nothing. */
    private static long allocated(Tenant<Ledger> tenant, Ledger[] two) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                Ledger next = two[i & 1 ^ 1];
                tenant.apply(state -> next);
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000);
        }
        return least;
    }

    @Test
    void optionsOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> ListenerOptions.DEFAULT.capacity(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 to 1000000 events may wait for a listener; found 0");
        assertThatThrownBy(() -> ListenerOptions.DEFAULT.closeWait(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("closing waits for a listener no less than 0; found PT-1S");
    }

    @Test
    void aHandleThatIsOfNoUseTakesNoListener() {
        StateManager<Ledger> states = open(builder -> {});
        Tenant<Ledger> acme = states.createTenant("acme");
        states.removeTenant("acme");

        assertThatThrownBy(() -> acme.listen(witness)).isInstanceOf(TenantNotFoundException.class);
        assertThat(witness.lines()).isEmpty();
    }

    @Test
    void whoReportsFailuresMayFailItself() {
        StateManager<Ledger> states = open(builder -> builder.onBackgroundFailure((tenant, failure) -> {
            throw new AssertionError("no");
        }));
        Tenant<Ledger> acme = states.createTenant("acme");
        List<Long> handled = new CopyOnWriteArrayList<>();
        ListenerRegistration registration = acme.listen(event -> {
            handled.add(event.position().version());
            throw new IllegalStateException("no");
        });
        acme.apply(Ledger::incremented);

        assertThat(registration.awaitDelivered(LONG)).isTrue();
        assertThat(handled).containsExactly(0L, 1L);
    }
}
