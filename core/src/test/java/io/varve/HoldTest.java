package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class HoldTest extends BackendTest {

    private static final SnapshotRef V1 = SnapshotRef.named("v1");
    private static final HoldRequest LEGAL =
            HoldRequest.named("case-12").by("legal").because("the case of 2026");
    private static final RetentionPolicy ALMOST_NOTHING = RetentionPolicy.keepOnly(
            RetentionRule.last(1).of(SnapshotFilter.all().tagged("none has it")));

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;

    @BeforeEach
    void takeSnapshots() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        for (int i = 1; i <= 3; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v" + i));
        }
    }

    private Tenant<Ledger> reopened() {
        acme = reopen(builder -> builder.clock(clock)).tenant("acme");
        return acme;
    }

    private Seq<String> names() {
        return acme.snapshots().map(info -> info.name().getOrElse("-"));
    }

    @Test
    void aHeldSnapshotIsNotRemovedByAPolicy() {
        acme.hold(V1, LEGAL);

        RetentionPlan plan = acme.prune(ALMOST_NOTHING);

        assertThat(names()).containsExactly("v1");
        assertThat(plan.decisions().head().reason())
                .isEqualTo("held as 'case-12' by legal: the case of 2026, else kept by no rule");
    }

    @Test
    void aHeldSnapshotIsNotDeletedByHand() {
        acme.hold(V1, LEGAL);

        assertThatThrownBy(() -> acme.delete(V1))
                .isInstanceOf(SnapshotHeldException.class)
                .hasMessage("snapshot 'v1' of tenant 'acme' can't be removed, for it is held as 'case-12' by legal: the"
                        + " case of 2026; release it first, or wait until the holds have expired");
        assertThat(names()).containsExactly("v1", "v2", "v3");
    }

    @Test
    void aHoldIsThereAfterARestart() {
        SnapshotInfo held = acme.hold(V1, LEGAL.lasting(Duration.ofDays(1)));

        assertThat(held.holds())
                .containsExactly(new SnapshotHold(
                        "case-12",
                        Option.some("legal"),
                        Option.some("the case of 2026"),
                        TestClock.START,
                        Option.some(TestClock.START.plus(Duration.ofDays(1)))));
        assertThat(reopened().find(V1)).containsExactly(held);
        acme.prune(ALMOST_NOTHING);
        assertThat(names()).containsExactly("v1");
    }

    @Test
    void aReleasedSnapshotCanBeRemoved() {
        acme.hold(V1, LEGAL);

        SnapshotInfo released = acme.release(V1, "case-12");

        assertThat(released.holds()).isEmpty();
        assertThat(reopened().find(V1)).containsExactly(released);
        acme.delete(V1);
        assertThat(names()).containsExactly("v2", "v3");
    }

    @Test
    void aSnapshotStaysUntilItsLastHoldIsReleased() {
        acme.hold(V1, LEGAL);
        acme.hold(V1, HoldRequest.named("audit"));
        acme.release(V1, "case-12");

        assertThatThrownBy(() -> acme.delete(V1)).hasMessageContaining("held as 'audit';");
        acme.release(V1, "audit");
        acme.delete(V1);
    }

    @Test
    void anExpiredHoldCountsNoLonger() {
        acme.hold(V1, LEGAL.until(TestClock.START.plusSeconds(60)));
        clock.move(Duration.ofSeconds(59));
        assertThatThrownBy(() -> acme.delete(V1)).isInstanceOf(SnapshotHeldException.class);
        assertThat(acme.planRetention(ALMOST_NOTHING).kept()).hasSize(1);

        clock.move(Duration.ofSeconds(1));

        assertThat(acme.planRetention(ALMOST_NOTHING).kept()).isEmpty();
        acme.delete(V1);
        assertThat(names()).containsExactly("v2", "v3");
    }

    @Test
    void anExpiredHoldCanBePlacedAgainAndReleased() {
        acme.hold(V1, LEGAL.lasting(Duration.ofSeconds(60)));
        clock.move(Duration.ofSeconds(60));

        assertThat(acme.hold(V1, LEGAL).holds()).hasSize(1);
        assertThatThrownBy(() -> acme.delete(V1)).isInstanceOf(SnapshotHeldException.class);
        acme.release(V1, "case-12");
        acme.hold(V1, LEGAL.lasting(Duration.ofSeconds(60)));
        clock.move(Duration.ofSeconds(60));
        assertThat(acme.release(V1, "case-12").holds()).isEmpty();
    }

    @Test
    void aSnapshotCanBeHeldFromTheBeginning() {
        acme.apply(Ledger::incremented);
        SnapshotInfo taken = acme.snapshot(SnapshotRequest.automatic().held(LEGAL));

        assertThat(taken.isHeldAt(clock.instant())).isTrue();
        acme.prune(ALMOST_NOTHING);
        assertThat(reopened().snapshots()).containsExactly(taken);
    }

    @Test
    void aSnapshotBeforeAChangeCanBeHeldFromTheBeginningToo() {
        ApplyResult<Ledger> done = acme.applyWithSnapshot(
                Ledger::incremented, SnapshotRequest.named("before").held(LEGAL));

        assertThat(done.snapshot().holds()).hasSize(1);
        assertThat(acme.state().count()).isEqualTo(4);
        assertThat(reopened().find(SnapshotRef.named("before"))).containsExactly(done.snapshot());
        assertThat(acme.state().count()).isEqualTo(4);
        assertThat(acme.audit().map(AuditEntry::kind)).containsExactly(AuditKind.HOLD);
    }

    @Test
    void aMissingSnapshotCantBeHeld() {
        assertThatThrownBy(() -> acme.hold(SnapshotRef.named("v9"), LEGAL))
                .isInstanceOf(SnapshotNotFoundException.class)
                .hasMessageStartingWith("no snapshot named 'v9' for tenant 'acme'; it has: 'v1', 'v2', 'v3'");
        assertThat(acme.audit()).isEmpty();
    }

    @Test
    void anUnknownHoldCantBeReleased() {
        assertThatThrownBy(() -> acme.release(V1, "audit"))
                .isInstanceOf(HoldNotFoundException.class)
                .hasMessage("no hold 'audit' on snapshot 'v1' of tenant 'acme'; it is not held");
        acme.hold(V1, LEGAL);
        assertThatThrownBy(() -> acme.release(V1, "audit"))
                .isInstanceOf(HoldNotFoundException.class)
                .hasMessage(
                        "no hold 'audit' on snapshot 'v1' of tenant 'acme'; it is held as 'case-12' by legal: the case"
                                + " of 2026");
        assertThatThrownBy(() -> acme.release(SnapshotRef.named("v9"), "audit"))
                .isInstanceOf(SnapshotNotFoundException.class);
    }

    @Test
    void aSecondHoldOfTheSameNameIsRefused() {
        SnapshotInfo held = acme.hold(V1, LEGAL);

        assertThatThrownBy(() -> acme.hold(V1, HoldRequest.named("case-12").by("others")))
                .isInstanceOf(SnapshotHeldException.class)
                .hasMessageContaining("is held already as 'case-12' by legal");
        assertThat(acme.find(V1)).containsExactly(held);
        assertThat(acme.hold(SnapshotRef.named("v2"), LEGAL).holds()).hasSize(1);
    }

    @Test
    void aSnapshotHasAtMostFiveHolds() {
        for (int i = 1; i <= SnapshotHold.MAX_HOLDS; i++) {
            acme.hold(V1, HoldRequest.named("hold " + i));
        }
        assertThatThrownBy(() -> acme.hold(V1, LEGAL))
                .isInstanceOf(SnapshotHeldException.class)
                .hasMessageContaining("another hold than the 5 that it has: as 'hold 1'; as 'hold 2'");
        assertThat(reopened().find(V1).get().holds()).hasSize(5);
    }

    @Test
    void theLargestDescriptorThatCanBeAskedForFitsIntoARef() {
        String name = "\u20ac".repeat(SnapshotRequest.MAX_NAME_LENGTH);
        String text = "\u20ac".repeat(SnapshotRequest.MAX_TEXT_LENGTH);
        SnapshotRequest request = SnapshotRequest.named(name).by(name).describedAs(text);
        for (int i = 0; i < SnapshotRequest.MAX_ITEMS; i++) {
            request = request.tagged(i + name.substring(1)).with(i + name.substring(1), text);
        }
        for (int i = 0; i < SnapshotHold.MAX_HOLDS; i++) {
            request = request.held(HoldRequest.named(i + name.substring(1))
                    .by(name)
                    .because(text)
                    .lasting(Duration.ofDays(1)));
        }
        SnapshotInfo taken = acme.snapshot(request);

        assertThat(reopened().find(SnapshotRef.named(name))).containsExactly(taken);
    }

    @Test
    void aHoldThatWouldHaveEndedIsRefused() {
        assertThatThrownBy(() -> acme.hold(V1, LEGAL.until(TestClock.START)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would have ended already");
        assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.automatic().held(LEGAL.until(TestClock.START))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> acme.hold(V1, LEGAL.lasting(Duration.ofSeconds(Long.MAX_VALUE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than time can be told");
        assertThat(acme.snapshots().flatMap(SnapshotInfo::holds)).isEmpty();
        assertThat(acme.snapshots()).hasSize(3);
    }

    @Test
    void badRequestsAreRefused() {
        assertThatThrownBy(() -> HoldRequest.named(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HoldRequest.named("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEGAL.by("a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEGAL.because("x".repeat(1_001))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LEGAL.lasting(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        SnapshotRequest held = SnapshotRequest.automatic().held(LEGAL);
        assertThatThrownBy(() -> held.held(LEGAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'case-12', 'case-12'");
    }

    @Test
    void theAuditTrailTellsWhoHeldAndReleasedWhatAndWhy() {
        acme.hold(V1, LEGAL);
        acme.release(TransitionContext.by("judge").because("closed"), V1, "case-12");
        acme.snapshot(SnapshotRequest.automatic().held(HoldRequest.named("audit")));

        Seq<AuditEntry> trail = reopened().audit();
        assertThat(trail.map(AuditEntry::kind)).containsExactly(AuditKind.HOLD, AuditKind.RELEASE, AuditKind.HOLD);
        assertThat(trail.map(AuditEntry::sequence)).containsExactly(0L, 1L, 2L);
        assertThat(trail.get(0).who()).contains("legal");
        assertThat(trail.get(0).reason()).contains("the case of 2026");
        assertThat(trail.get(0).metadata().get("hold")).contains("case-12");
        assertThat(trail.get(0).snapshotName()).contains("v1");
        assertThat(trail.get(0).versionAfter()).isEqualTo(3);
        assertThat(trail.get(1).who()).contains("judge");
        assertThat(trail.get(1).reason()).contains("closed");
        assertThat(trail.get(2).snapshotId()).contains(acme.snapshots().last().id());
    }

    @Test
    void holdingLeavesStateVersionAndPlansWhatTheyAre() {
        RollbackPlan<Ledger> plan = acme.planRollback(V1);
        Ledger state = acme.state();
        acme.hold(V1, LEGAL);

        assertThat(acme.state()).isSameAs(state);
        plan.execute();
        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(acme.snapshot().stateVersion()).isEqualTo(4);
    }

    @Test
    void aHeldSnapshotThatLosesItsNameIsStillHeld() {
        acme.hold(V1, LEGAL);
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1").replaceName());

        SnapshotInfo loser = reopened().find(SnapshotRef.index(0)).get();
        assertThat(loser.kind()).isEqualTo(SnapshotKind.AUTOMATIC);
        assertThatThrownBy(() -> acme.delete(SnapshotRef.id(loser.id()))).isInstanceOf(SnapshotHeldException.class);
        acme.release(SnapshotRef.id(loser.id()), "case-12");
        acme.delete(SnapshotRef.id(loser.id()));
    }

    @Test
    void aHeldStateCanBeReadAfterTheGarbageWasCollected() {
        acme.hold(V1, LEGAL);
        acme.prune(ALMOST_NOTHING);
        acme.collectGarbage();

        assertThat(reopened().at(V1).state().count()).isEqualTo(1);
    }

    @Test
    void aHeldCheckpointStandsAgainstTakingItAgain() {
        TransactionFailure<Ledger> failure = acme.transaction("import")
                .checkpoint("a", Ledger::incremented)
                .checkpoint("b", Ledger::incremented)
                .step(state -> null)
                .run()
                .getLeft();
        SnapshotRef second = SnapshotRef.named("import/b");
        acme.hold(second, LEGAL);

        assertThatThrownBy(() -> failure.resumeFrom("a"))
                .isInstanceOf(SnapshotHeldException.class)
                .hasMessageContaining("snapshot 'import/b'");
        assertThat(acme.find(second)).isNotEmpty();
        acme.release(second, "case-12");
        assertThat(failure.resumeFrom("a").isLeft()).isTrue();
        assertThat(acme.find(second)).isNotEmpty();
    }

    @Test
    void removingTheTenantRemovesWhatIsHeld() {
        acme.hold(V1, LEGAL);
        StateManager<Ledger> states = reopen(builder -> builder.clock(clock));
        states.removeTenant("acme");

        assertThat(states.createTenant("acme").snapshots()).isEmpty();
    }

    @Test
    void holdsAreKeptInEveryModeOfDurability() {
        for (Durability mode : Durability.values()) {
            acme = reopen(builder -> builder.clock(clock).durability(mode)).tenant("acme");
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named(mode + ""));
            acme.hold(SnapshotRef.named(mode + ""), LEGAL);
            long count = acme.state().count();

            assertThat(reopened().find(SnapshotRef.named(mode + "")).get().holds())
                    .as("%s", mode)
                    .hasSize(1);
            assertThat(acme.state().count()).isEqualTo(count);
        }
    }

    @Test
    void withoutAnAuditTrailHoldsWorkAllTheSame() {
        acme = reopen(builder -> builder.clock(clock).auditLimit(0)).tenant("acme");
        acme.hold(V1, LEGAL);

        assertThatThrownBy(() -> reopened().delete(V1)).isInstanceOf(SnapshotHeldException.class);
    }
}
