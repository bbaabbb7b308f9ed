package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class AutomaticSnapshotsTest extends BackendTest {

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;

    private void open(SnapshotPolicy policy) {
        acme = open(builder -> builder.clock(clock).automaticSnapshots(policy)).createTenant("acme");
    }

    private void reopened(SnapshotPolicy policy) {
        acme = reopen(builder -> builder.clock(clock).automaticSnapshots(policy))
                .tenant("acme");
    }

    private void change(int times) {
        for (int i = 0; i < times; i++) {
            acme.apply(Ledger::incremented);
        }
    }

    private Seq<Long> versions() {
        return acme.snapshots().map(SnapshotInfo::stateVersion);
    }

    private Seq<String> reasons() {
        return acme.snapshots()
                .flatMap(SnapshotInfo::description)
                .map(text -> text.replace("by the manager's policy: ", ""));
    }

    @Test
    void nothingIsTakenUnlessAPolicySaysSo() {
        acme = open().createTenant("acme");
        change(10);

        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void everySoManyChangesASnapshotIsTaken() {
        open(SnapshotPolicy.everyChanges(3));
        change(8);

        assertThat(versions()).containsExactly(3L, 6L);
        assertThat(acme.at(SnapshotRef.latest()).state().count()).isEqualTo(6);
        assertThat(acme.snapshots().map(SnapshotInfo::kind)).containsOnly(SnapshotKind.AUTOMATIC);
        assertThat(reasons()).containsOnly("3 changes since the snapshot before");
    }

    @Test
    void theCountGoesOnAfterARestart() {
        open(SnapshotPolicy.everyChanges(3));
        change(5);
        reopened(SnapshotPolicy.everyChanges(3));
        change(1);

        assertThat(versions()).containsExactly(3L, 6L);
    }

    @Test
    void aSnapshotThatWasAskedForCountsToo() {
        open(SnapshotPolicy.everyChanges(3));
        change(2);
        acme.snapshot(SnapshotRequest.named("v1"));
        change(3);

        assertThat(versions()).containsExactly(2L, 5L);
    }

    @Test
    void whatChangesNothingDoesNotCount() {
        open(SnapshotPolicy.everyChanges(2));
        for (int i = 0; i < 5; i++) {
            acme.apply(state -> state);
        }
        change(1);
        assertThat(acme.snapshots()).isEmpty();
        acme.applyAll(List.of(Ledger::incremented, Ledger::incremented));
        assertThat(versions()).containsExactly(2L);
    }

    @Test
    void aChangeWhenTimeHasPassedIsTaken() {
        open(SnapshotPolicy.every(Duration.ofHours(1)));
        change(3);
        assertThat(versions()).as("the first one at once").containsExactly(1L);
        clock.move(Duration.ofMinutes(59));
        change(1);
        assertThat(versions()).containsExactly(1L);
        clock.move(Duration.ofMinutes(1));
        change(1);

        await().untilAsserted(() -> assertThat(versions()).contains(5L).allMatch(version -> version <= 5));
    }

    @Test
    void timeIsEnoughForAStateThatHasChangedAlready() {
        open(SnapshotPolicy.every(Duration.ofHours(1)));
        change(2);
        clock.move(Duration.ofHours(1));

        await().untilAsserted(() -> assertThat(versions()).containsExactly(1L, 2L));
    }

    @Test
    void timeIsEnoughOnEveryTimelineThatIsOpen() {
        open(SnapshotPolicy.every(Duration.ofHours(1)));
        Tenant<Ledger> branch = acme.branch("what-if", SnapshotRef.head());
        branch.apply(Ledger::incremented);
        clock.move(Duration.ofHours(1));

        await().untilAsserted(() ->
                assertThat(branch.snapshots().map(SnapshotInfo::stateVersion)).containsExactly(0L, 1L));
    }

    @Test
    void aChangeOfAWatchedPlaceIsTaken() {
        open(SnapshotPolicy.whenChanged("/note", "/entries/*/number"));
        change(3);
        acme.apply(state -> state.noted("a"));
        acme.apply(state -> state.with("k", 1));
        acme.apply(state -> state.with("k", 2));

        assertThat(versions()).containsExactly(4L, 6L);
        assertThat(reasons()).containsExactly("note changed", "entries[\"k\"].number changed");
    }

    @Test
    void aPlaceIsWatchedWithAllThatIsWithinIt() {
        open(SnapshotPolicy.whenChanged("/entries"));
        change(1);
        acme.apply(state -> state.with("k", 1));

        assertThat(versions()).containsExactly(2L);
    }

    @Test
    void aLargeChangeIsTaken() {
        open(SnapshotPolicy.whenLarge(3));
        acme.apply(state -> state.with("a", 1).with("b", 1));
        acme.apply(state -> state.with("a", 2).with("b", 2).incremented());

        assertThat(versions()).containsExactly(2L);
    }

    @Test
    void whatIsRiskyIsTakenBefore() {
        open(SnapshotPolicy.beforeRisky());
        change(1);
        Transition<Ledger> migration = state -> state.noted("migrated");
        acme.apply(migration.risky());

        assertThat(versions()).containsExactly(1L);
        assertThat(acme.state().note()).isEqualTo("migrated");
        assertThat(acme.at(SnapshotRef.latest()).state().note()).isEmpty();
        reopened(SnapshotPolicy.beforeRisky());
        assertThat(acme.at(SnapshotRef.latest()).state().note()).isEmpty();
    }

    @Test
    void theMarkStaysOnWhatIsMadeOfARiskyTransition() {
        Transition<Ledger> risky = ((Transition<Ledger>) Ledger::incremented).risky();
        Transition<Ledger> plain = Ledger::incremented;

        assertThat(risky.requiring(state -> true, "").isRisky()).isTrue();
        assertThat(risky.ensuring(state -> true, "").isRisky()).isTrue();
        assertThat(risky.andThen(plain).isRisky()).isTrue();
        assertThat(plain.andThen(risky).isRisky()).isTrue();
        assertThat(plain.andThen(plain).isRisky()).isFalse();
        open(SnapshotPolicy.beforeRisky());
        change(1);
        acme.applyAll(List.of(plain, risky));
        assertThat(versions()).containsExactly(1L);
    }

    @Test
    void aRiskyTransitionThatFailsLeavesNothing() {
        open(SnapshotPolicy.beforeRisky());
        change(1);
        Transition<Ledger> failing = state -> {
            throw new IllegalStateException("no");
        };

        assertThatThrownBy(() -> acme.apply(failing.risky())).isInstanceOf(TransitionFailedException.class);
        assertThat(acme.snapshots()).isEmpty();
        assertThat(acme.state().count()).isEqualTo(1);
        Transition<Ledger> idle = state -> state;
        acme.apply(idle.risky());
        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void aStateThatIsASnapshotAlreadyIsNotTakenAgain() {
        open(SnapshotPolicy.beforeRisky().or(SnapshotPolicy.everyChanges(1)));
        Transition<Ledger> plain = Ledger::incremented;
        acme.apply(plain);
        acme.apply(plain.risky());

        assertThat(versions()).containsExactly(1L, 2L);
    }

    @Test
    void aRiskyTransitionIsInTheAuditTrailAsAnyOther() {
        open(SnapshotPolicy.beforeRisky());
        Transition<Ledger> plain = Ledger::incremented;
        acme.apply(TransitionContext.by("ann"), plain.risky());

        assertThat(acme.audit().map(AuditEntry::who).map(who -> who.getOrElse("-")))
                .containsExactly("ann");
    }

    @Test
    void bothOfTwoPoliciesHaveToAgree() {
        open(SnapshotPolicy.whenChanged("/note").and(SnapshotPolicy.everyChanges(3)));
        change(4);
        assertThat(acme.snapshots()).isEmpty();
        acme.apply(state -> state.noted("a"));
        acme.apply(state -> state.noted("b"));

        assertThat(versions()).containsExactly(5L);
        assertThat(reasons()).containsExactly("note changed, and 5 changes since the snapshot before");
    }

    @Test
    void oneOfTwoPoliciesIsEnough() {
        open(SnapshotPolicy.whenChanged("/note").or(SnapshotPolicy.everyChanges(3)));
        change(2);
        acme.apply(state -> state.noted("a"));
        change(3);

        assertThat(versions()).containsExactly(3L, 6L);
    }

    @Test
    void whatIsRiskyAndAnythingElseIsTakenBefore() {
        open(SnapshotPolicy.beforeRisky().and(SnapshotPolicy.whenChanged("/note")));
        Transition<Ledger> plain = Ledger::incremented;
        Transition<Ledger> note = state -> state.noted("a");
        acme.apply(plain.risky());
        acme.apply(note);
        assertThat(acme.snapshots()).isEmpty();
        acme.apply(state -> state.noted("b"));
        acme.apply(note.risky());

        assertThat(versions()).containsExactly(3L);
    }

    @Test
    void rollbacksAndTransactionsCountToo() {
        open(SnapshotPolicy.everyChanges(3));
        change(1);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.transaction()
                .step(Ledger::incremented)
                .step(Ledger::incremented)
                .step(state -> state.noted("done"))
                .run();

        await().untilAsserted(
                        () -> assertThat(acme.snapshots().last().stateVersion()).isEqualTo(4));
    }

    @Test
    void theRetentionPolicyConcernsThemAsOthers() {
        acme = open(builder -> builder.automaticSnapshots(SnapshotPolicy.everyChanges(1))
                        .retention(RetentionPolicy.keepAutomatic(2)))
                .createTenant("acme");
        change(6);

        assertThat(versions()).containsExactly(5L, 6L);
    }

    @Test
    void theCountGoesOnAlthoughNoSnapshotIsKept() {
        acme = open(builder -> builder.automaticSnapshots(SnapshotPolicy.everyChanges(3)))
                .createTenant("acme");
        change(3);
        acme.delete(SnapshotRef.latest());
        change(2);
        assertThat(acme.snapshots()).isEmpty();
        change(1);
        assertThat(versions()).containsExactly(6L);
    }

    @Test
    void everyModeOfDurabilityTakesThem() {
        for (Durability mode : Durability.values()) {
            String id = mode.name().toLowerCase(java.util.Locale.ROOT);
            SnapshotPolicy policy = SnapshotPolicy.everyChanges(2).or(SnapshotPolicy.beforeRisky());
            acme = reopen(builder -> builder.durability(mode).automaticSnapshots(policy))
                    .createTenant(id);
            change(5);
            Transition<Ledger> plain = Ledger::incremented;
            acme.apply(plain.risky());
            assertThat(versions()).as("%s", mode).containsExactly(2L, 4L, 5L);
            acme = reopen().tenant(id);
            assertThat(versions()).as("%s", mode).containsExactly(2L, 4L, 5L);
            assertThat(acme.at(SnapshotRef.index(2)).state().count()).isEqualTo(5);
        }
    }

    @Test
    void aSnapshotThatCantBeTakenDoesNotMakeTheChangeFail() {
        List<VarveException> told = new CopyOnWriteArrayList<>();
        AtomicBoolean failing = new AtomicBoolean();
        acme = open(
                        store -> new ForwardingStore(store) {
                            @Override
                            public CommitResult commit(
                                    TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
                                if (failing.get()) {
                                    throw new StoreException(StoreException.Kind.UNAVAILABLE, "switched off", null);
                                }
                                return super.commit(tenant, stamp, pages, updates);
                            }
                        },
                        builder -> builder.clock(clock)
                                .durability(Durability.ON_SNAPSHOT)
                                .onBackgroundFailure((tenant, failure) -> told.add(failure))
                                .automaticSnapshots(SnapshotPolicy.everyChanges(2)))
                .createTenant("acme");
        change(1);
        failing.set(true);
        change(1);
        assertThat(acme.state().count()).isEqualTo(2);
        assertThat(told).isNotEmpty().allMatch(StoreFailedException.class::isInstance);
        failing.set(false);
        change(1);

        assertThat(versions()).containsExactly(3L);
    }

    @Test
    void manyThreadsTakeNoMoreThanTheyShould() throws Exception {
        open(SnapshotPolicy.everyChanges(10));
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> change(25));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(acme.state().count()).isEqualTo(100);
        Seq<Long> versions = versions();
        assertThat(versions.size()).isBetween(1, 10);
        assertThat(versions.zip(versions.tail()).forAll(pair -> pair._2() - pair._1() >= 10))
                .isTrue();
    }

    @Test
    void policiesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> SnapshotPolicy.everyChanges(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
        assertThatThrownBy(() -> SnapshotPolicy.every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SnapshotPolicy.whenLarge(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(SnapshotPolicy::whenChanged).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SnapshotPolicy.whenChanged("note"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with /");
        SnapshotPolicy policy = SnapshotPolicy.never();
        for (int i = 1; i < SnapshotPolicy.MAX_CONDITIONS; i++) {
            policy = policy.or(SnapshotPolicy.everyChanges(i));
        }
        SnapshotPolicy most = policy;
        assertThatThrownBy(() -> most.or(SnapshotPolicy.beforeRisky()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 64 conditions; found 65");
    }

    @Test
    void aPolicySaysWhatItMeans() {
        assertThat(SnapshotPolicy.everyChanges(100)
                        .or(SnapshotPolicy.every(Duration.ofHours(1)))
                        .or(SnapshotPolicy.whenChanged("/note").and(SnapshotPolicy.whenLarge(2)))
                        .or(SnapshotPolicy.beforeRisky()))
                .hasToString("(((every 100 changes or every 1 h) or (when /note changed and when 2 places changed)) or"
                        + " before what is risky)");
    }
}
