package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of who changed a state and why. {@link FaultSweepTest} and {@link io.varve.crash.CrashTest} look at it too. */
@ParameterizedClass
@EnumSource(Backend.class)
class AuditTest extends BackendTest {

    private static final TransitionContext CONTEXT =
            TransitionContext.by("admin").because("the price list of May").with("ticket", "42");

    private final TestClock clock = new TestClock();
    private CountingStore counting;

    private static TransitionContext reason(int number) {
        return TransitionContext.by("worker").because("change " + number);
    }

    private static Seq<String> reasons(Tenant<Ledger> tenant) {
        return tenant.audit().flatMap(AuditEntry::reason);
    }

    private static List<String> changes(int from, int to) {
        List<String> reasons = new ArrayList<>();
        for (int i = from; i < to; i++) {
            reasons.add("change " + i);
        }
        return reasons;
    }

    private static void applyAll(Tenant<Ledger> tenant, int from, int to) {
        for (int i = from; i < to; i++) {
            tenant.apply(reason(i), Ledger::incremented);
        }
    }

    private SnapshotStore counting(SnapshotStore store) {
        counting = new CountingStore(store);
        return counting;
    }

    private int batchesInTheStore() {
        closeAll();
        try (SnapshotStore store = store()) {
            return store.scanRefs(new TenantId("acme"), "o/", null, 10_000).size();
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aTransitionWithAContextIsListed(Durability mode) {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(mode).clock(clock)).createTenant("acme");
        acme.apply(Ledger::incremented);
        clock.move(Duration.ofHours(1));
        assertThat(acme.apply(CONTEXT, Ledger::incremented).count()).isEqualTo(2);

        AuditEntry expected = new AuditEntry(
                0,
                AuditKind.TRANSITION,
                1,
                2,
                TestClock.START.plus(Duration.ofHours(1)),
                CONTEXT,
                Option.none(),
                Option.none());
        assertThat(acme.audit()).containsExactly(expected);
        assertThat(expected.who()).containsExactly("admin");
        assertThat(expected.reason()).containsExactly("the price list of May");
        assertThat(expected.metadata()).isEqualTo(LinkedHashMap.of("ticket", "42"));
        assertThat(reopen(builder -> builder.durability(mode)).tenant("acme").audit())
                .containsExactly(expected);
    }

    @Test
    void severalTransitionsAsOneChangeAreOneEntry() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.applyAll(CONTEXT, List.<Transition<Ledger>>of(Ledger::incremented, Ledger::incremented));

        assertThat(acme.audit()).hasSize(1);
        assertThat(acme.audit().head().versionAfter()).isEqualTo(1);
        assertThat(acme.audit().head().context()).isEqualTo(CONTEXT);
    }

    @Test
    void anAnonymousContextIsListedToo() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.apply(TransitionContext.anonymous(), Ledger::incremented);

        assertThat(acme.audit()).hasSize(1);
        assertThat(acme.audit().head().who()).isEmpty();
    }

    @Test
    void entriesAreListedFromTheOldestToTheNewestWithVersionsThatCountWhatIsNotListed() {
        Tenant<Ledger> acme = open().createTenant("acme");
        acme.apply(reason(0), Ledger::incremented);
        for (int i = 0; i < 3; i++) {
            acme.apply(Ledger::incremented);
        }
        acme.apply(reason(1), Ledger::incremented);

        assertThat(reasons(acme)).containsExactly("change 0", "change 1");
        assertThat(acme.audit().map(AuditEntry::sequence)).containsExactly(0L, 1L);
        AuditEntry first = acme.audit().get(0);
        AuditEntry second = acme.audit().get(1);
        assertThat(second.versionBefore() - first.versionAfter()).isEqualTo(3);
    }

    @Test
    void changesWithoutAContextWriteNoEntries() {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.ON_SNAPSHOT)).createTenant("acme");
        for (int i = 0; i < 2_000; i++) {
            acme.apply(Ledger::incremented);
        }
        acme.snapshot();

        assertThat(acme.audit()).isEmpty();
        assertThat(batchesInTheStore()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aDeletionWithAContextIsListed(Durability mode) {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(mode).clock(clock)).createTenant("acme");
        acme.apply(Ledger::incremented);
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.delete(SnapshotRef.named("v2"));
        assertThat(acme.audit()).isEmpty();
        assertThat(acme.delete(CONTEXT, SnapshotRef.named("v1"))).isEqualTo(v1);

        AuditEntry expected = new AuditEntry(
                0, AuditKind.DELETE, 1, 1, TestClock.START, CONTEXT, Option.some(v1.id()), Option.some("v1"));
        assertThat(acme.audit()).containsExactly(expected);
        assertThat(acme.state().count()).isEqualTo(1);
        acme = reopen(builder -> builder.durability(mode)).tenant("acme");
        assertThat(acme.audit()).containsExactly(expected);
        assertThat(acme.snapshots()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aRollbackIsAlwaysListed(Durability mode) {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        acme.apply(Ledger::incremented);
        SnapshotInfo v1 = acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(Ledger::incremented);
        SnapshotInfo safety = acme.rollback(SnapshotRef.named("v1")).safety().get();
        acme.rollback(CONTEXT, SnapshotRef.id(safety.id()), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);

        Seq<AuditEntry> trail = acme.audit();
        assertThat(reopen(builder -> builder.durability(mode)).tenant("acme").audit())
                .isEqualTo(trail);
        assertThat(trail.map(AuditEntry::kind)).containsExactly(AuditKind.ROLLBACK, AuditKind.ROLLBACK);
        assertThat(trail.get(0).context()).isEqualTo(TransitionContext.anonymous());
        assertThat(trail.get(0).versionBefore()).isEqualTo(2);
        assertThat(trail.get(0).versionAfter()).isEqualTo(3);
        assertThat(trail.get(0).snapshotId()).containsExactly(v1.id());
        assertThat(trail.get(0).snapshotName()).containsExactly("v1");
        assertThat(trail.get(1).context()).isEqualTo(CONTEXT);
        assertThat(trail.get(1).snapshotId()).containsExactly(safety.id());
        assertThat(trail.get(1).snapshotName()).isEmpty();
    }

    @Test
    void whatChangesNothingOrFailsHasNoEntry() {
        Tenant<Ledger> acme = open(builder ->
                        builder.validator(StateValidator.requiring(state -> state.count() < 5, "less than five")))
                .createTenant("acme");
        acme.apply(Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        List<Transition<Ledger>> without = List.of(
                state -> state,
                state -> null,
                state -> {
                    throw new IOException("checked");
                },
                state -> {
                    throw new StackOverflowError("error");
                },
                state -> acme.at(SnapshotRef.named("missing")).state(),
                state -> new Ledger(7, "", state.entries()));
        for (Transition<Ledger> transition : without) {
            try {
                acme.apply(CONTEXT, transition);
            } catch (VarveException | StackOverflowError e) {
                // Most of them fail.
            }
        }
        acme.rollback(CONTEXT, SnapshotRef.named("v1"));
        assertThatThrownBy(() -> acme.rollback(CONTEXT, SnapshotRef.named("missing")))
                .isInstanceOf(SnapshotNotFoundException.class);

        assertThat(acme.audit()).isEmpty();
        acme.apply(CONTEXT, Ledger::incremented);
        assertThat(acme.audit().map(AuditEntry::versionAfter)).containsExactly(2L);
        assertThat(reopen().tenant("acme").audit()).hasSize(1);
    }

    @Test
    void whatChangesNothingWritesNothing() {
        Tenant<Ledger> acme = open(this::counting, builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        acme.apply(CONTEXT, Ledger::incremented);
        counting.reset();
        acme.apply(CONTEXT, state -> state);

        assertThat(counting.commits()).isZero();
        assertThat(counting.pagesWritten()).isZero();
    }

    @Test
    void anEntryIsWrittenWithTheHeadItBelongsTo() {
        Tenant<Ledger> acme = open(this::counting, builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        counting.reset();
        acme.apply(CONTEXT, Ledger::incremented);

        assertThat(counting.commits()).isEqualTo(1);
        assertThat(counting.pagesWritten()).as("the state and the entry").isEqualTo(2);
    }

    @Test
    void entriesBetweenTwoSnapshotsAreOneBatch() {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.ON_SNAPSHOT)).createTenant("acme");
        applyAll(acme, 0, 50);
        acme.snapshot();
        applyAll(acme, 50, 70);
        acme.snapshot();
        acme.snapshot();

        assertThat(reasons(acme)).containsExactlyElementsOf(changes(0, 70));
        assertThat(batchesInTheStore()).isEqualTo(2);
        assertThat(reasons(open().tenant("acme"))).containsExactlyElementsOf(changes(0, 70));
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theTrailGoesOnAfterOpeningAgain(Durability mode) {
        applyAll(open(builder -> builder.durability(mode)).createTenant("acme"), 0, 3);
        for (int round = 1; round < 4; round++) {
            Tenant<Ledger> acme = reopen(builder -> builder.durability(mode)).tenant("acme");
            applyAll(acme, 3 * round, 3 * round + 3);
            assertThat(reasons(acme)).containsExactlyElementsOf(changes(0, 3 * round + 3));
            assertThat(acme.audit().map(AuditEntry::sequence))
                    .containsExactlyElementsOf(io.vavr.collection.List.rangeBy(0L, 3L * round + 3, 1));
        }
    }

    @Test
    void openingATenantReadsNoEntries() {
        applyAll(
                open(builder -> builder.durability(Durability.EVERY_TRANSITION)).createTenant("acme"), 0, 20);
        closeAll();
        Tenant<Ledger> acme = open(this::counting, builder -> {}).tenant("acme");
        acme.apply(CONTEXT, Ledger::incremented);

        assertThat(counting.pagesRead()).as("the page of the head").isLessThanOrEqualTo(1);
        assertThat(acme.audit()).hasSize(21);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void onlyTheNewestEntriesAreKept(Durability mode) {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(mode).auditLimit(10)).createTenant("acme");
        for (int i = 0; i < 60; i++) {
            acme.apply(reason(i), Ledger::incremented);
            if (i % 7 == 0) {
                acme.snapshot();
            }
            assertThat(reasons(acme)).containsExactlyElementsOf(changes(Math.max(0, i - 9), i + 1));
        }
        Tenant<Ledger> reopened =
                reopen(builder -> builder.durability(mode).auditLimit(10)).tenant("acme");
        assertThat(reasons(reopened)).containsExactlyElementsOf(changes(50, 60));
        assertThat(reopened.audit().map(AuditEntry::sequence).head()).isEqualTo(50);
        assertThat(batchesInTheStore()).isLessThanOrEqualTo(10);
    }

    @Test
    void moreEntriesThanTheLimitWithoutAWriteBetweenThemKeepTheNewest() {
        Tenant<Ledger> acme = open(builder ->
                        builder.durability(Durability.ON_SNAPSHOT).auditLimit(10))
                .createTenant("acme");
        applyAll(acme, 0, 1_000);

        assertThat(reasons(acme)).containsExactlyElementsOf(changes(990, 1_000));
        Tenant<Ledger> reopened = reopen(builder -> builder.auditLimit(10)).tenant("acme");
        assertThat(reasons(reopened)).containsExactlyElementsOf(changes(990, 1_000));
        applyAll(reopened, 1_000, 1_003);
        assertThat(reasons(reopened)).containsExactlyElementsOf(changes(993, 1_003));
    }

    @Test
    void aLowerLimitShortensTheTrailAtOnceAndTheStoreLittleByLittle() {
        applyAll(
                open(builder -> builder.durability(Durability.EVERY_TRANSITION)).createTenant("acme"), 0, 30);
        Tenant<Ledger> acme = reopen(builder ->
                        builder.durability(Durability.EVERY_TRANSITION).auditLimit(3))
                .tenant("acme");

        assertThat(reasons(acme)).containsExactlyElementsOf(changes(27, 30));
        applyAll(acme, 30, 40);
        assertThat(reasons(acme)).containsExactlyElementsOf(changes(37, 40));
        assertThat(batchesInTheStore()).isEqualTo(3);
    }

    @Test
    void withoutALimitNothingIsKept() {
        applyAll(
                open(builder -> builder.durability(Durability.EVERY_TRANSITION)).createTenant("acme"), 0, 6);
        Tenant<Ledger> acme = reopen(builder ->
                        builder.durability(Durability.EVERY_TRANSITION).auditLimit(0))
                .tenant("acme");

        assertThat(acme.audit()).isEmpty();
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(CONTEXT, Ledger::incremented);
        acme.rollback(CONTEXT, SnapshotRef.named("v1"));
        assertThat(acme.audit()).isEmpty();
        assertThat(acme.state().count()).isEqualTo(6);
        assertThat(batchesInTheStore()).isZero();
        Tenant<Ledger> again = open().tenant("acme");
        again.apply(CONTEXT, Ledger::incremented);
        assertThat(again.audit()).hasSize(1);
    }

    @Test
    void aCommitHasRoomForAllThatOneChangeMayRemove() {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.EVERY_TRANSITION)).createTenant("acme");
        for (int i = 0; i < 60; i++) {
            acme.apply(reason(i), Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v" + i));
        }
        Tenant<Ledger> limited = reopen(builder -> builder.durability(Durability.ON_SNAPSHOT)
                        .auditLimit(1)
                        .retention(RetentionPolicy.keepAll().keepNamed(2)))
                .tenant("acme");
        limited.apply(CONTEXT, Ledger::incremented);
        limited.rollback(CONTEXT, SnapshotRef.named("v3"));
        limited.apply(CONTEXT, Ledger::incremented);
        limited.snapshot(SnapshotRequest.named("last"));

        assertThat(limited.snapshots().filter(info -> info.kind() == SnapshotKind.NAMED))
                .hasSize(2);
        assertThat(reopen().tenant("acme").state().count()).isEqualTo(5);
    }

    @Test
    void theTimeOfAnEntryIsNeverEarlierThanTheOneBefore() {
        Tenant<Ledger> acme = open(builder -> builder.clock(clock).durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        acme.apply(reason(0), Ledger::incremented);
        clock.move(Duration.ofDays(-1));
        acme.apply(reason(1), Ledger::incremented);
        Tenant<Ledger> reopened = reopen(builder -> builder.clock(clock)).tenant("acme");
        reopened.apply(reason(2), Ledger::incremented);
        clock.move(Duration.ofDays(2));
        reopened.apply(reason(3), Ledger::incremented);

        assertThat(reopened.audit().map(AuditEntry::at))
                .containsExactly(
                        TestClock.START, TestClock.START, TestClock.START, TestClock.START.plus(Duration.ofDays(1)));
    }

    @Test
    void entriesCanBeFoundByWhoAndWhen() {
        Tenant<Ledger> acme = open(builder -> builder.clock(clock)).createTenant("acme");
        for (String who : List.of("ann", "bob", "ann")) {
            acme.apply(TransitionContext.by(who), Ledger::incremented);
            clock.move(Duration.ofMinutes(1));
        }

        assertThat(acme.audit().filter(entry -> entry.isBy("ann")).map(AuditEntry::sequence))
                .containsExactly(0L, 2L);
        assertThat(acme.audit()
                        .filter(entry ->
                                entry.isBetween(TestClock.START.plusSeconds(60), TestClock.START.plusSeconds(120)))
                        .map(AuditEntry::sequence))
                .containsExactly(1L);
    }

    @Test
    void tenantsHaveTrailsOfTheirOwn() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.createTenant("acme");
        Tenant<Ledger> globex = states.createTenant("globex");
        acme.apply(reason(1), Ledger::incremented);
        globex.apply(reason(2), Ledger::incremented);
        states.createTenant("initech");

        StateManager<Ledger> reopened = reopen();
        assertThat(reasons(reopened.tenant("acme"))).containsExactly("change 1");
        assertThat(reasons(reopened.tenant("globex"))).containsExactly("change 2");
        assertThat(reopened.tenant("initech").audit()).isEmpty();
    }

    @Test
    void aTenantThatIsCreatedAgainBeginsAnew() {
        StateManager<Ledger> states = open(builder -> builder.durability(Durability.EVERY_TRANSITION));
        applyAll(states.createTenant("acme"), 0, 3);
        states.removeTenant("acme");
        Tenant<Ledger> again = states.createTenant("acme");

        assertThat(again.audit()).isEmpty();
        again.apply(CONTEXT, Ledger::incremented);
        assertThat(again.audit().map(AuditEntry::sequence)).containsExactly(0L);
    }

    @Test
    void theLargestEntriesAreKeptWhole() {
        Map<String, String> metadata = LinkedHashMap.empty();
        for (int i = 0; i < SnapshotRequest.MAX_ITEMS; i++) {
            metadata = metadata.put("\u20AC".repeat(SnapshotRequest.MAX_NAME_LENGTH - 1) + i, "\u20AC".repeat(1_000));
        }
        TransitionContext large = new TransitionContext(
                Option.some("\u20AC".repeat(SnapshotRequest.MAX_NAME_LENGTH)),
                Option.some("\uD800".repeat(SnapshotRequest.MAX_TEXT_LENGTH)),
                metadata);
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.ON_SNAPSHOT)).createTenant("acme");
        for (int i = 0; i < 200; i++) {
            acme.apply(large, Ledger::incremented);
        }
        acme.snapshot();

        Seq<AuditEntry> found = reopen().tenant("acme").audit();
        assertThat(found).hasSize(200);
        assertThat(found.forAll(entry -> entry.context().equals(large))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void concurrentChangesAreListedOnceEachInTheOrderOfTheirVersions(Durability mode) throws Exception {
        Tenant<Ledger> acme = open(builder -> builder.durability(mode)).createTenant("acme");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Workers workers = new Workers();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            workers.start(() -> {
                for (int i = 0; i < 25; i++) {
                    String id = thread + "-" + i;
                    acme.apply(TransitionContext.by(id), Ledger::incremented);
                    acknowledged.add(id);
                    assertThat(acme.audit().exists(entry -> entry.isBy(id))).isTrue();
                }
            });
        }
        workers.start(() -> {
            for (int i = 0; i < 10; i++) {
                acme.snapshot();
            }
        });
        workers.join();

        for (Seq<AuditEntry> trail : List.of(
                acme.audit(),
                reopen(builder -> builder.durability(mode)).tenant("acme").audit())) {
            assertThat(trail.flatMap(AuditEntry::who)).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(trail.map(AuditEntry::versionAfter))
                    .containsExactlyElementsOf(io.vavr.collection.List.rangeClosedBy(1L, 100L, 1));
        }
    }

    @Test
    void aDamagedTrailIsReportedAndEverythingElseGoesOn() {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.EVERY_TRANSITION)).createTenant("acme");
        acme.apply(CONTEXT, Ledger::incremented);
        acme.snapshot(SnapshotRequest.named("v1"));
        closeAll();
        Set<PageId> pages = pagesOfTheTrail();
        Tenant<Ledger> spoiled = open(
                        store -> {
                            SpoiledStore wrapper = new SpoiledStore(store, SpoiledStore.Damage.ONE_BIT_FLIPPED);
                            pages.forEach(wrapper::spoil);
                            return wrapper;
                        },
                        builder ->
                                builder.durability(Durability.EVERY_TRANSITION).auditLimit(1))
                .tenant("acme");

        assertThatThrownBy(spoiled::audit)
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("acme")
                .hasMessageContaining("audit trail")
                .hasMessageContaining("no snapshot needs it");
        assertThat(spoiled.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
        spoiled.apply(reason(1), Ledger::incremented);
        assertThat(reasons(spoiled)).as("the damaged one is too old").containsExactly("change 1");
    }

    private Set<PageId> pagesOfTheTrail() {
        Tenant<Ledger> acme = open(this::counting, builder -> {}).tenant("acme");
        counting.reset();
        acme.audit();
        Set<PageId> pages = Set.copyOf(counting.sizesRead().keySet());
        closeAll();
        assertThat(pages).hasSize(1);
        return pages;
    }

    @Test
    void whatATextMayBeIsLimitedAsForSnapshots() {
        String longName = "n".repeat(SnapshotRequest.MAX_NAME_LENGTH + 1);
        String longText = "t".repeat(SnapshotRequest.MAX_TEXT_LENGTH + 1);
        for (Runnable call : List.<Runnable>of(
                () -> TransitionContext.by(""),
                () -> TransitionContext.by(" "),
                () -> TransitionContext.by("a\nb"),
                () -> TransitionContext.by(longName),
                () -> CONTEXT.because(longText),
                () -> CONTEXT.with(longName, "value"),
                () -> CONTEXT.with("", "value"),
                () -> CONTEXT.with("key", longText),
                AuditTest::elevenEntries)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found");
        }
    }

    private static void elevenEntries() {
        TransitionContext context = TransitionContext.anonymous();
        for (int i = 0; i <= SnapshotRequest.MAX_ITEMS; i++) {
            context = context.with("key " + i, "");
        }
    }

    @Test
    void theLimitOfTheTrailIsBounded() {
        for (int limit : new int[] {-1, StateManagerBuilder.MAX_AUDIT_LIMIT + 1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> StateManager.builder(Ledger.class).auditLimit(limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0 to 5000")
                    .hasMessageContaining("" + limit);
        }
    }
}
