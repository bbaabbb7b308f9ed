package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Seq;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class RetentionTest extends BackendTest {

    private Tenant<Ledger> tenant(RetentionPolicy policy) {
        return open(builder -> builder.retention(policy)).createTenant("acme");
    }

    private static void takeAutomatic(Tenant<Ledger> tenant, int snapshots) {
        for (int i = 0; i < snapshots; i++) {
            tenant.apply(Ledger::incremented);
            tenant.snapshot();
        }
    }

    private static void takeNamed(Tenant<Ledger> tenant, int snapshots) {
        for (int i = 0; i < snapshots; i++) {
            tenant.apply(Ledger::incremented);
            tenant.snapshot(SnapshotRequest.named("v" + tenant.state().count()));
        }
    }

    private static Seq<Long> sequences(Tenant<Ledger> tenant) {
        return tenant.snapshots().map(SnapshotInfo::sequence);
    }

    @Test
    void everySnapshotIsKeptUnlessAPolicySaysOtherwise() {
        Tenant<Ledger> acme = open().createTenant("acme");
        takeAutomatic(acme, 30);
        takeNamed(acme, 30);

        assertThat(acme.snapshots()).hasSize(60);
        assertThat(acme.prune().removed()).isEmpty();
        assertThat(acme.snapshots()).hasSize(60);
    }

    @Test
    void theOldestAutomaticSnapshotsGoFirst() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(3));
        takeAutomatic(acme, 5);

        assertThat(sequences(acme)).containsExactly(2L, 3L, 4L);
        assertThat(sequences(reopen().tenant("acme"))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void theOldestNamedSnapshotsGoFirst() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAll().keepNamed(2));
        takeNamed(acme, 5);

        assertThat(acme.snapshots().map(info -> info.name().get())).containsExactly("v4", "v5");
    }

    @Test
    void aLimitOfAutomaticSnapshotsLeavesNamedOnes() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(1));
        takeNamed(acme, 5);
        takeAutomatic(acme, 5);

        assertThat(sequences(acme)).containsExactly(0L, 1L, 2L, 3L, 4L, 9L);
    }

    @Test
    void aLimitOfNamedSnapshotsLeavesAutomaticOnes() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAll().keepNamed(1));
        takeAutomatic(acme, 5);
        takeNamed(acme, 5);

        assertThat(sequences(acme)).containsExactly(0L, 1L, 2L, 3L, 4L, 9L);
    }

    @Test
    void bothLimitsCountSeparately() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(2).keepNamed(1));
        for (int i = 0; i < 4; i++) {
            takeNamed(acme, 1);
            takeAutomatic(acme, 1);
        }
        assertThat(sequences(acme)).containsExactly(5L, 6L, 7L);
    }

    @Test
    void aLimitOfZeroKeepsNoneOfThatKind() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(0));
        takeNamed(acme, 2);
        takeAutomatic(acme, 2);
        acme.prune();

        assertThat(sequences(acme)).containsExactly(0L, 1L);
        assertThat(acme.state().count()).isEqualTo(4);
        assertThat(reopen().tenant("acme").state().count()).isEqualTo(4);
    }

    @Test
    void negativeLimitsAreRefused() {
        assertThatThrownBy(() -> RetentionPolicy.keepAutomatic(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> RetentionPolicy.keepAll().keepNamed(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void namesAndIndexesAreRightAfterwards() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAll().keepNamed(2));
        takeNamed(acme, 4);

        assertThat(acme.find(SnapshotRef.named("v1"))).isEmpty();
        assertThat(acme.find(SnapshotRef.named("v2"))).isEmpty();
        assertThat(acme.at(SnapshotRef.index(0)).state().count()).isEqualTo(3);
        assertThat(acme.at(SnapshotRef.named("v4")).state().count()).isEqualTo(4);
        assertThat(acme.find(SnapshotRef.index(2))).isEmpty();

        SnapshotInfo again = acme.snapshot(SnapshotRequest.named("v1"));
        assertThat(reopen().tenant("acme").find(SnapshotRef.named("v1"))).containsExactly(again);
    }

    @Test
    void aSafetySnapshotIsNotRemovedByTheRollbackThatTookIt() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(0));
        takeNamed(acme, 1);
        acme.apply(state -> state.noted("precious"));

        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();

        assertThat(acme.at(SnapshotRef.id(safety.id())).state().note()).isEqualTo("precious");
        assertThat(reopen(builder -> builder.retention(RetentionPolicy.keepAutomatic(0)))
                        .tenant("acme")
                        .at(SnapshotRef.id(safety.id()))
                        .state()
                        .note())
                .isEqualTo("precious");
    }

    @Test
    void aSafetySnapshotCountsAsAutomaticFromThenOn() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(1));
        takeNamed(acme, 1);
        acme.apply(Ledger::incremented);
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();
        takeAutomatic(acme, 1);

        assertThat(acme.find(SnapshotRef.id(safety.id()))).isEmpty();
        assertThat(sequences(acme)).containsExactly(0L, 2L);
    }

    @Test
    void theHeadStaysWhenItsSnapshotGoes() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(1));
        acme.apply(state -> state.with("a", 1));
        acme.snapshot();
        Ledger old = acme.state();
        acme.apply(state -> state.with("b", 2));
        acme.snapshot();
        acme.rollback(SnapshotRef.latest());
        acme.apply(state -> old);
        acme.snapshot();

        assertThat(acme.state()).isEqualTo(old);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(reopened.state()).isEqualTo(old);
        assertThat(reopened.at(SnapshotRef.latest()).state()).isEqualTo(old);
    }

    @Test
    void planningRemovesNothing() {
        takeAutomatic(open().createTenant("acme"), 5);
        Tenant<Ledger> acme = reopen(builder -> builder.retention(RetentionPolicy.keepAutomatic(2)))
                .tenant("acme");

        RetentionPlan plan = acme.planRetention();

        assertThat(plan.kept().map(SnapshotInfo::sequence)).containsExactly(3L, 4L);
        assertThat(plan.removed().map(SnapshotInfo::sequence)).containsExactly(0L, 1L, 2L);
        assertThat(acme.snapshots()).hasSize(5);
        assertThat(reopen().tenant("acme").snapshots()).hasSize(5);
    }

    @Test
    void pruningDoesWhatWasPlanned() {
        takeAutomatic(open().createTenant("acme"), 5);
        Tenant<Ledger> acme = reopen(builder -> builder.retention(RetentionPolicy.keepAutomatic(2)))
                .tenant("acme");
        RetentionPlan plan = acme.planRetention();

        assertThat(acme.prune()).isEqualTo(plan);
        assertThat(acme.snapshots()).containsExactlyElementsOf(plan.kept());
        assertThat(acme.prune().removed()).isEmpty();
    }

    @Test
    void aPlanNamesEverySnapshotOldestFirstWithAReason() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(2).keepNamed(2));
        takeAutomatic(acme, 2);
        takeNamed(acme, 2);

        RetentionPlan plan = acme.planRetention();

        assertThat(plan.decisions().map(RetentionPlan.Decision::snapshot)).containsExactlyElementsOf(acme.snapshots());
        assertThat(plan.decisions())
                .allSatisfy(decision -> assertThat(decision.reason()).isNotBlank());
    }

    @Test
    void pruningWithoutSnapshotsDoesNothing() {
        Tenant<Ledger> acme = tenant(RetentionPolicy.keepAutomatic(0));

        assertThat(acme.prune().decisions()).isEmpty();
    }

    @Test
    void hundredsOfSnapshotsCanGoAtOnce() {
        Tenant<Ledger> before = open().createTenant("acme");
        takeNamed(before, 150);
        takeAutomatic(before, 150);
        RetentionPolicy few = RetentionPolicy.keepAutomatic(3).keepNamed(2);
        Tenant<Ledger> acme = reopen(builder -> builder.retention(few)).tenant("acme");

        assertThat(acme.prune().removed()).hasSize(295);

        assertThat(sequences(acme)).containsExactly(148L, 149L, 297L, 298L, 299L);
        Tenant<Ledger> reopened = reopen().tenant("acme");
        assertThat(sequences(reopened)).containsExactly(148L, 149L, 297L, 298L, 299L);
        assertThat(reopened.find(SnapshotRef.named("v148"))).isEmpty();
        assertThat(reopened.at(SnapshotRef.named("v149")).state().count()).isEqualTo(149);
        assertThat(reopened.at(SnapshotRef.index(2)).state().count()).isEqualTo(298);
        assertThat(reopened.state().count()).isEqualTo(300);
    }

    @Test
    void takingASnapshotCanRemoveHundreds() {
        takeAutomatic(open().createTenant("acme"), 200);
        Tenant<Ledger> acme = reopen(builder -> builder.retention(RetentionPolicy.keepAutomatic(1)))
                .tenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));

        assertThat(sequences(acme)).containsExactly(199L, 200L);
        assertThat(sequences(reopen().tenant("acme"))).containsExactly(199L, 200L);
    }

    @Test
    void snapshotsThatAreTooOldGoWithTheNextOneTaken() {
        TestClock clock = new TestClock();
        Tenant<Ledger> acme = open(builder -> builder.clock(clock)
                        .retention(RetentionPolicy.keepAll()
                                .keepAutomaticFor(Duration.ofHours(2))
                                .keepNamedFor(Duration.ofHours(4))))
                .createTenant("acme");
        for (int hour = 0; hour < 7; hour++) {
            takeAutomatic(acme, 1);
            takeNamed(acme, 1);
            clock.move(Duration.ofHours(1));
        }

        assertThat(acme.snapshots().map(SnapshotInfo::label))
                .containsExactly(
                        "'v6'", "'v8'", "automatic #8", "'v10'", "automatic #10", "'v12'", "automatic #12", "'v14'");
        assertThat(acme.planRetention().removed().map(SnapshotInfo::label)).containsExactly("'v6'", "automatic #8");
        clock.move(Duration.ofDays(1));
        assertThat(acme.prune().removed()).hasSize(8);
        assertThat(acme.snapshots()).isEmpty();
        assertThat(acme.state().count()).isEqualTo(14);
    }

    @Test
    void aPolicyCanBeShownAndAppliedForOnce() {
        Tenant<Ledger> acme = open().createTenant("acme");
        takeAutomatic(acme, 60);
        takeNamed(acme, 3);
        RetentionPolicy few = RetentionPolicy.keepAutomatic(2).keepNamed(1);

        RetentionPlan shown = acme.planRetention(few);
        assertThat(acme.snapshots()).hasSize(63);
        RetentionPlan done = acme.prune(few);

        assertThat(done).isEqualTo(shown);
        assertThat(sequences(acme)).containsExactly(58L, 59L, 62L);
        assertThat(acme.find(SnapshotRef.named("v61"))).isEmpty();
        assertThat(acme.at(SnapshotRef.index(2)).info().name()).contains("v63");
        takeAutomatic(acme, 5);
        assertThat(sequences(acme)).hasSize(8);
        assertThat(sequences(reopen().tenant("acme"))).hasSize(8);
    }
}
