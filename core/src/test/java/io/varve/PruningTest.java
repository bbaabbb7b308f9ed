package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.spi.PageStat;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.collection.Seq;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class PruningTest extends BackendTest {

    private static final RetentionPolicy FOR_A_DAY = RetentionPolicy.keepAll().keepAutomaticFor(Duration.ofDays(1));

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;

    private void take(int snapshots) {
        for (int i = 0; i < snapshots; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot();
        }
    }

    private Seq<Long> sequences() {
        return acme.snapshots().map(SnapshotInfo::sequence);
    }

    @Test
    void whatBecomesTooOldGoesInTheBackground() {
        acme = open(builder -> builder.clock(clock)
                        .retention(FOR_A_DAY)
                        .pruning(PruningPolicy.every(Duration.ofHours(1)).atMostSnapshotsPerSecond(1_000)))
                .createTenant("acme");
        take(30);
        SnapshotInfo held = acme.hold(SnapshotRef.index(3), HoldRequest.named("case-12"));
        clock.move(Duration.ofDays(2));

        // The keeper counts the time from when it sees the tenant first, which may be after that.
        await().untilAsserted(() -> {
            clock.move(Duration.ofHours(1));
            assertThat(acme.snapshots()).containsExactly(held);
        });
        assertThat(acme.audit().last().kind()).isEqualTo(AuditKind.PRUNE);
    }

    @Test
    void whatBecomesTooOldGoesFromEveryTimelineThatIsOpen() {
        acme = open(builder ->
                        builder.clock(clock).retention(FOR_A_DAY).pruning(PruningPolicy.every(Duration.ofHours(1))))
                .createTenant("acme");
        Tenant<Ledger> branch = acme.branch("what-if", SnapshotRef.head());
        branch.apply(Ledger::incremented);
        branch.snapshot();
        clock.move(Duration.ofDays(2));

        await().untilAsserted(() -> {
            clock.move(Duration.ofHours(1));
            assertThat(branch.snapshots()).isEmpty();
        });
        assertThat(branch.audit().last().kind()).isEqualTo(AuditKind.PRUNE);
    }

    @Test
    void nothingGoesInTheBackgroundUnlessItIsAskedFor() {
        acme = open(builder -> builder.clock(clock).retention(FOR_A_DAY)).createTenant("acme");

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("varve-pruning"));
    }

    @Test
    void pruningIsToldOfInTheAuditTrailWithHowManyAndByWhat() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        take(30);
        acme.prune(TransitionContext.by("ann"), RetentionPolicy.keepAutomatic(2));
        acme.prune(TransitionContext.by("ann"), RetentionPolicy.keepAutomatic(2));
        acme.prune(TransitionContext.by("bob").because("too many"), RetentionPolicy.keepAutomatic(1));

        Seq<AuditEntry> trail =
                reopen(builder -> builder.clock(clock)).tenant("acme").audit();
        assertThat(trail.map(AuditEntry::kind)).containsExactly(AuditKind.PRUNE, AuditKind.PRUNE);
        assertThat(trail.map(entry -> entry.who().get())).containsExactly("ann", "bob");
        assertThat(trail.map(entry -> entry.reason().get()))
                .containsExactly(
                        "removed 28 of 30 snapshots by the policy automatic: the last 2; named: all", "too many");
    }

    @Test
    void aPolicyThatWouldRemoveEverythingIsRefused() {
        RetentionPolicy nothing = RetentionPolicy.keepAutomatic(0).keepNamed(0);
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        take(2);

        assertThatThrownBy(() -> acme.prune(nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the retention policy (automatic: none; named: none) would remove every snapshot, which is more"
                                + " likely to be a mistake than meant: keep at least one of either kind, or add a rule");
        assertThatThrownBy(() -> acme.planRetention(nothing)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StateManager.builder(Ledger.class).retention(nothing))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(sequences()).containsExactly(0L, 1L);
    }

    @Test
    void rulesOfTheCalendarAreAppliedWithEachSnapshot() {
        acme = open(builder -> builder.clock(clock)
                        .retention(RetentionPolicy.keepOnly(RetentionRule.last(2), RetentionRule.daily(3))))
                .createTenant("acme");
        for (int i = 0; i < 12; i++) {
            take(1);
            clock.move(Duration.ofHours(8)); // From noon of the first of March on.
        }

        assertThat(sequences()).containsExactly(7L, 10L, 11L);
    }

    private void takeLarge(int snapshots) {
        for (int i = 0; i < snapshots; i++) {
            int version = i;
            acme.apply(state -> new Ledger(
                    version,
                    "",
                    state.entries()
                            .putAll(Iterator.range(version * 1_000, version * 1_000 + 1_000)
                                    .map(key ->
                                            Tuple.of("key " + key, new Ledger.Entry("text " + key * 7919L, key))))));
            acme.snapshot();
        }
    }

    @Test
    void theOldestGoUntilTheOthersFitIntoTheSpace() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        takeLarge(6);
        String report = acme.planRetention(RetentionPolicy.keepAll().atMostBytes(Long.MAX_VALUE))
                .describe();
        long all = bytesAfter(report);

        RetentionPlan plan = acme.prune(RetentionPolicy.keepAll().atMostBytes(all - 1));

        assertThat(plan.removed().map(SnapshotInfo::sequence)).containsExactly(0L);
        assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(bytesAfter(acme.planRetention(RetentionPolicy.keepAll().atMostBytes(Long.MAX_VALUE))
                        .describe()))
                .isLessThan(all);
        assertThat(acme.prune(RetentionPolicy.keepAll().atMostBytes(all - 1)).removed())
                .isEmpty();
    }

    /** The largest total that a report tells of. */
    private static long bytesAfter(String report) {
        return report.lines()
                .filter(line -> line.contains(" there are "))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".* there are (\\d+) of .*", "$1")))
                .max()
                .orElseThrow();
    }

    @Test
    void theSpaceIsThatOfAllPagesThatAreThere() {
        acme = open(builder -> builder.clock(clock).auditLimit(0)).createTenant("acme");
        takeLarge(4);
        acme = reopen(builder -> builder.clock(clock).auditLimit(0)).tenant("acme"); // Nobody holds the initial state.
        acme.collectGarbage();
        long counted = bytesAfter(acme.planRetention(RetentionPolicy.keepAll().atMostBytes(Long.MAX_VALUE))
                .describe());
        closeAll();

        TenantId id = new TenantId("acme");
        try (SnapshotStore store = store()) {
            assertThat(store.scanPages(id, null, 100_000).stream()
                            .mapToLong(PageStat::size)
                            .sum())
                    .isEqualTo(counted);
        }
    }

    @Test
    void theNewestStaysHoweverLargeItIs() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        takeLarge(3);
        acme.hold(SnapshotRef.index(0), HoldRequest.named("case-12"));
        acme.prune(RetentionPolicy.keepAll().atMostBytes(0));

        assertThat(sequences()).containsExactly(0L, 2L);
    }
}
