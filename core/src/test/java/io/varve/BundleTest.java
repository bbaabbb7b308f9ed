package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.BundleRefusedException.Reason;
import io.varve.bundle.BundleExport;
import io.varve.bundle.BundleManifest;
import io.varve.bundle.BundleProgress;
import io.varve.bundle.ImportResult;
import io.varve.collection.PersistentMap;
import io.varve.diff.MergeRules;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles within one store, from one tenant to another; {@link BundlePairsTest} goes from one kind of store to another. */
@ParameterizedClass
@EnumSource(
        value = Backend.class,
        names = {"MEMORY", "H2"})
class BundleTest extends BackendTest {

    private final TestClock clock = new TestClock();
    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;

    @BeforeEach
    void createTenant() {
        states = open(builder -> builder.clock(clock));
        acme = states.createTenant("acme");
        acme.apply(BundleTest::filled);
        acme.snapshot(SnapshotRequest.named("v1")
                .by("admin")
                .describedAs("the first")
                .tagged("release")
                .with("ticket", "42")
                .held(HoldRequest.named("audit").by("legal").because("case 12")));
        clock.move(Duration.ofMinutes(1));
        acme.apply(state -> state.with("key 7", 7_000).incremented());
        acme.snapshot();
        clock.move(Duration.ofMinutes(1));
        acme.apply(state -> state.noted("head"));
    }

    static Ledger filled(Ledger state) {
        return new Ledger(
                state.count() + 1,
                "filled",
                state.entries()
                        .putAll(Iterator.range(0, 1_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i)))));
    }

    static byte[] exported(BundleExport<Ledger> export) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            var unused = export.to(out);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return out.toByteArray();
    }

    static BundleManifest manifest(byte[] bundle) {
        try {
            return BundleManifest.verified(new ByteArrayInputStream(bundle));
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    static <S> ImportResult<S> imported(StateManager<S> states, byte[] bundle, String as) {
        try {
            return states.importBundle().as(as).from(new ByteArrayInputStream(bundle));
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    private ImportResult<Ledger> imported(byte[] bundle, String as) {
        return imported(states, bundle, as);
    }

    private ImportResult<Ledger> importedReplacing(byte[] bundle, String as) throws IOException {
        return states.importBundle().as(as).replacingHead().from(new ByteArrayInputStream(bundle));
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BundleRefusedException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    /** What the bundles of two tenants tell of them, which is everything but when and from where. */
    static void assertSame(Tenant<Ledger> one, Tenant<Ledger> other) {
        assertThat(other.state()).isEqualTo(one.state());
        assertThat(other.snapshots()).isEqualTo(one.snapshots());
        for (SnapshotInfo info : one.snapshots()) {
            SnapshotRef ref = SnapshotRef.id(info.id());
            assertThat(other.at(ref).state()).isEqualTo(one.at(ref).state());
        }
        BundleManifest first = manifest(exported(one.exportBundle()));
        BundleManifest second = manifest(exported(other.exportBundle()));
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.pages()).isEqualTo(first.pages());
    }

    private void assertSound(String tenant) {
        assertThat(states.verify(tenant).isSound()).as(tenant).isTrue();
        assertThat(states.verifyReadable(tenant).isReadable()).as(tenant).isTrue();
    }

    @Test
    void whatIsExportedIsImportedAsItWas() {
        byte[] bundle = exported(acme.exportBundle());

        ImportResult<Ledger> result = imported(bundle, "copy");

        assertThat(result.tenant().id()).isEqualTo("copy");
        assertThat(result.snapshotsAdded()).isEqualTo(2);
        assertThat(result.pagesPresent()).isZero();
        assertThat(result.pagesWritten())
                .isGreaterThanOrEqualTo(result.manifest().pages());
        assertThat(result.manifest().tenant()).isEqualTo("acme");
        assertThat(result.manifest()).isEqualTo(manifest(bundle));
        assertThat(result.manifest().bytes()).isEqualTo(bundle.length);
        assertSame(acme, states.tenant("copy"));
        assertSound("copy");
    }

    @Test
    void theCopyIsATenantAsAnyOther() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();

        copy.apply(Ledger::incremented);
        SnapshotInfo taken = copy.snapshot(SnapshotRequest.named("v2"));
        copy.rollback(SnapshotRef.named("v1"));
        var unused = copy.collectGarbage();
        states = reopen(builder -> builder.clock(clock));

        Tenant<Ledger> again = states.tenant("copy");
        assertThat(taken.sequence()).isEqualTo(2);
        assertThat(taken.parents()).containsExactly(again.snapshots().get(1).id());
        assertThat(again.state().note()).isEqualTo("filled");
        assertThatThrownBy(() -> again.delete(SnapshotRef.named("v1"))).isInstanceOf(SnapshotHeldException.class);
        assertSound("copy");
    }

    @Test
    void theAuditTrailTellsOfTheImportAndBeginsWithIt() throws IOException {
        byte[] bundle = exported(acme.exportBundle());

        Tenant<Ledger> copy = states.importBundle()
                .as("copy")
                .by(TransitionContext.by("operator").because("staging"))
                .from(new ByteArrayInputStream(bundle))
                .tenant();

        assertThat(copy.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(AuditKind.IMPORT);
            assertThat(entry.who()).contains("operator");
            assertThat(entry.metadata().get("tenant")).contains("acme");
            assertThat(entry.metadata().get("bundle"))
                    .contains(manifest(bundle).id().toString());
        });
    }

    @Test
    void aTenantThatIsThereIsLeftAsItIs() {
        byte[] bundle = exported(acme.exportBundle());
        Ledger before = acme.state();

        assertThatThrownBy(() -> imported(bundle, "acme"))
                .isInstanceOf(TenantExistsException.class)
                .hasMessageContaining("'acme' exists already")
                .hasMessageContaining("as(…)");

        assertThat(acme.state()).isEqualTo(before);
        assertThat(acme.snapshotCount()).isEqualTo(2);
    }

    @Test
    void onlyTheSnapshotsThatAreWantedComeAlong() {
        Tenant<Ledger> tagged = imported(
                        exported(acme.exportBundle()
                                .snapshots(SnapshotFilter.all().tagged("release"))),
                        "tagged")
                .tenant();
        byte[] headOnly = exported(acme.exportBundle().withoutSnapshots());
        Tenant<Ledger> head = imported(headOnly, "head").tenant();

        assertThat(tagged.snapshots()).containsExactly(acme.snapshots().head());
        assertThat(tagged.state()).isEqualTo(acme.state());
        assertThat(head.snapshots()).isEmpty();
        assertThat(head.state()).isEqualTo(acme.state());
        assertThat(headOnly.length).isLessThan(exported(acme.exportBundle()).length);
    }

    @Test
    void anIncrementalBundleHasWhatIsNew() {
        byte[] full = exported(acme.exportBundle());
        Tenant<Ledger> copy = imported(full, "copy").tenant();
        SnapshotInfo monday = acme.snapshots().last();
        acme.apply(state -> state.with("key 8", 8_000));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(state -> state.with("key 9", 9_000));

        byte[] since = exported(acme.exportBundle().since(SnapshotRef.id(monday.id())));
        ImportResult<Ledger> result = imported(since, "copy");

        assertThat(since.length).isLessThan(full.length / 2);
        assertThat(result.tenant()).isSameAs(copy);
        assertThat(result.snapshotsAdded()).isEqualTo(1);
        assertThat(result.manifest().base()).singleElement().satisfies(base -> {
            assertThat(base.snapshotId()).isEqualTo(monday.id());
            assertThat(base.fingerprint()).hasSize(32);
        });
        assertThat(copy.audit().map(AuditEntry::kind)).containsExactly(AuditKind.IMPORT, AuditKind.IMPORT);
        assertSame(acme, copy);
        assertSound("copy");
    }

    @Test
    void anIncrementalBundleCanBeImportedTwice() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        acme.snapshot(SnapshotRequest.named("v2"));
        acme.apply(state -> state.with("key 9", 9_000));
        byte[] since = exported(acme.exportBundle().since(SnapshotRef.named("v1")));

        assertThat(imported(since, "copy").snapshotsAdded()).isEqualTo(1);
        ImportResult<Ledger> again = imported(since, "copy");

        assertThat(again.snapshotsAdded()).isZero();
        assertThat(again.pagesWritten()).isZero();
        assertThat(again.pagesPresent()).isPositive();
        assertSame(acme, copy);
    }

    @Test
    void manySnapshotsGoOnTopInSeveralSteps() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        for (int i = 0; i < 40; i++) {
            int number = i;
            acme.apply(state -> state.with("key " + number, -number));
            acme.snapshot(SnapshotRequest.named("step " + i));
        }

        ImportResult<Ledger> result = imported(exported(acme.exportBundle().since(SnapshotRef.named("v1"))), "copy");

        assertThat(result.snapshotsAdded()).isEqualTo(40);
        assertSame(acme, copy);
        assertSound("copy");
    }

    @Test
    void anIncrementalBundleNeedsWhatItGoesOnFrom() {
        acme.snapshot(SnapshotRequest.named("v2"));
        byte[] since = exported(acme.exportBundle().since(SnapshotRef.named("v2")));
        Tenant<Ledger> other = states.createTenant("other");

        assertThatThrownBy(() -> imported(since, "nobody")).isInstanceOf(TenantNotFoundException.class);
        assertRefused(Reason.BASE_MISSING, () -> imported(since, "other"));
        assertThatThrownBy(() -> imported(since, "other"))
                .hasMessageContaining("'v2'")
                .hasMessageContaining("it has no snapshots")
                .hasMessageContaining("Import the earlier bundles first");

        assertThat(other.state()).isEqualTo(Ledger.EMPTY);
        assertThat(other.snapshots()).isEmpty();
    }

    @Test
    void whatItGoesOnFromMustBeTheSameState() {
        byte[] redacted = exported(acme.exportBundle().transforming(state -> state.noted("redacted")));
        imported(redacted, "copy");
        byte[] since = exported(acme.exportBundle().since(SnapshotRef.named("v1")));

        assertRefused(Reason.BASE_MISSING, () -> imported(since, "copy"));
    }

    @Test
    void aHeadThatWasChangedThereIsNotLost() throws IOException {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        copy.apply(state -> state.noted("changed there"));
        acme.apply(state -> state.noted("changed here"));
        byte[] since = exported(acme.exportBundle().since(SnapshotRef.named("v1")));

        assertRefused(Reason.HEAD_CHANGED, () -> imported(since, "copy"));
        assertThat(copy.state().note()).isEqualTo("changed there");

        var unused = importedReplacing(since, "copy");
        assertThat(copy.state()).isEqualTo(acme.state());
    }

    @Test
    void aHeadThatASnapshotKeepsMayBeReplaced() {
        byte[] full = exported(acme.exportBundle());
        Tenant<Ledger> copy = imported(full, "copy").tenant();
        copy.rollback(SnapshotRef.named("v1"));
        copy.delete(SnapshotRef.latest()); // The safety snapshot, which is newer than what comes.
        acme.apply(state -> state.noted("changed here"));

        imported(exported(acme.exportBundle().since(SnapshotRef.named("v1"))), "copy");

        assertThat(copy.state()).isEqualTo(acme.state());
    }

    @Test
    void bundlesAreImportedInTheirOrder() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        clock.move(Duration.ofMinutes(1));
        acme.apply(state -> state.noted("tuesday"));
        byte[] tuesday = exported(acme.exportBundle().since(SnapshotRef.named("v1")));
        clock.move(Duration.ofMinutes(1));
        acme.apply(state -> state.noted("wednesday"));
        imported(exported(acme.exportBundle().since(SnapshotRef.named("v1"))), "copy");

        assertRefused(Reason.HISTORY_CHANGED, () -> imported(tuesday, "copy"));

        assertThat(copy.state().note()).isEqualTo("wednesday");
    }

    @Test
    void snapshotsThatWereTakenThereMustNotBeNewer() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        acme.snapshot(SnapshotRequest.named("v2"));
        byte[] since = exported(acme.exportBundle().since(SnapshotRef.named("v1")));
        clock.move(Duration.ofMinutes(1));
        copy.snapshot(SnapshotRequest.named("mine"));

        assertRefused(Reason.HISTORY_CHANGED, () -> imported(since, "copy"));

        assertThat(copy.find(SnapshotRef.named("v2"))).isEmpty();
    }

    @Test
    void aNameGoesOverToTheSnapshotThatHasItNow() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        SnapshotInfo base = acme.snapshots().last();
        acme.apply(Ledger::incremented);
        SnapshotInfo next = acme.snapshot(SnapshotRequest.named("v1").replaceName());

        imported(exported(acme.exportBundle().since(SnapshotRef.id(base.id()))), "copy");

        assertThat(copy.find(SnapshotRef.named("v1")).map(SnapshotInfo::id)).contains(next.id());
        assertThat(copy.snapshots()).isEqualTo(acme.snapshots());
        states = reopen(builder -> builder.clock(clock));
        assertThat(states.tenant("copy").snapshots())
                .isEqualTo(states.tenant("acme").snapshots());
        assertSound("copy");
    }

    @Test
    void theSnapshotThatABundleGoesOnFromMayLoseItsName() {
        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();
        SnapshotInfo base = acme.snapshot(SnapshotRequest.named("latest"));
        imported(exported(acme.exportBundle().since(SnapshotRef.named("v1"))), "copy");
        for (int i = 0; i < 16; i++) {
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("latest").replaceName());
        }

        int added = imported(exported(acme.exportBundle().since(SnapshotRef.id(base.id()))), "copy")
                .snapshotsAdded();

        assertThat(added).isEqualTo(16);
        assertThat(copy.snapshots()).isEqualTo(acme.snapshots());
        assertSound("copy");
    }

    @Test
    void aTransformedBundleHoldsWhatWasMadeOfTheStates() {
        byte[] bundle = exported(acme.exportBundle()
                .transforming(state -> state.noted("-"))
                .transforming(state -> new Ledger(
                        state.count(),
                        state.note(),
                        state.entries().mapValues(e -> new Ledger.Entry("x", e.number())))));

        ImportResult<Ledger> result = imported(bundle, "copy");

        assertThat(result.manifest().isTransformed()).isTrue();
        assertThat(result.manifest().fingerprint())
                .isNotEqualTo(manifest(exported(acme.exportBundle())).fingerprint());
        Ledger head = result.tenant().state();
        assertThat(head.note()).isEqualTo("-");
        assertThat(head.entries().values()).allMatch(entry -> entry.text().equals("x"));
        assertThat(head.entries().get("key 7").get().number()).isEqualTo(7_000);
        assertThat(result.tenant()
                        .at(SnapshotRef.named("v1"))
                        .state()
                        .entries()
                        .get("key 7")
                        .get())
                .isEqualTo(new Ledger.Entry("x", 7));
        assertThat(result.tenant().snapshots()).isEqualTo(acme.snapshots());
        assertThat(acme.state().note()).as("the tenant itself").isEqualTo("head");
        assertSound("copy");
    }

    @Test
    void whatATransformationLeavesIsSharedAndCopied() {
        long plain = manifest(exported(acme.exportBundle())).pages();

        BundleManifest transformed = manifest(exported(acme.exportBundle().transforming(state -> state.noted("-"))));

        assertThat(transformed.pages()).isLessThanOrEqualTo(plain);
    }

    @Test
    void aTransformedBundleGoesOnTopOfATransformedOne() {
        UnaryOperator<Ledger> redaction =
                state -> new Ledger(state.count(), "-", state.entries().remove("key 13"));
        Tenant<Ledger> copy = imported(exported(acme.exportBundle().transforming(redaction)), "copy")
                .tenant();
        SnapshotInfo base = acme.snapshots().last();
        acme.apply(state -> state.with("key 8", 8_000));
        acme.snapshot(SnapshotRequest.named("v2"));

        byte[] since =
                exported(acme.exportBundle().since(SnapshotRef.id(base.id())).transforming(redaction));
        ImportResult<Ledger> result = imported(since, "copy");

        assertThat(result.snapshotsAdded()).isEqualTo(1);
        assertThat(copy.state()).isEqualTo(redaction.apply(acme.state()));
        assertThat(since.length).isLessThan(exported(acme.exportBundle()).length / 2);
        assertSound("copy");
    }

    @Test
    void aTransformationThatFailsEndsTheExport() {
        assertThatThrownBy(() -> exported(acme.exportBundle().transforming(state -> {
                    throw new IllegalStateException("no");
                })))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("snapshot 'v1'");
        assertThatThrownBy(() -> exported(acme.exportBundle().transforming(state -> null)))
                .isInstanceOf(TransitionFailedException.class)
                .hasMessageContaining("returned null");
        assertThatThrownBy(() -> exported(acme.exportBundle()
                        .transforming(state -> new Ledger(1, "", PersistentMap.of("k", new Ledger.Entry(null, 1))))))
                .isInstanceOf(InvalidStateException.class);
    }

    @Test
    void aTimelineIsExportedByItsHandle() {
        Tenant<Ledger> branch = acme.branch("what-if", SnapshotRef.named("v1"));
        branch.apply(state -> state.noted("what if"));
        branch.snapshot(SnapshotRequest.named("v1"));

        ImportResult<Ledger> result = imported(exported(branch.exportBundle()), "copy");

        assertThat(result.manifest().timeline()).isEqualTo("what-if");
        assertThat(result.tenant().timelineName()).isEqualTo("main");
        assertThat(result.tenant().timelines()).hasSize(1);
        assertSame(branch, result.tenant());
        assertSound("copy");
    }

    @Test
    void theCopyOfAMergedTenantKnowsWhereItsHeadComesFrom() {
        Tenant<Ledger> branch = acme.branch("what-if", SnapshotRef.named("v1"));
        branch.apply(state -> state.with("merged", 1));
        var merged = acme.merge("what-if", MergeRules.strict());
        assertThat(merged.isRight()).isTrue();

        Tenant<Ledger> copy = imported(exported(acme.exportBundle()), "copy").tenant();

        assertThat(copy.snapshot().parents()).isEqualTo(acme.snapshot().parents());
        var unused = acme.deleteTimeline("what-if");
        assertSame(acme, imported(exported(acme.exportBundle()), "again").tenant());
    }

    @Test
    void aStateOfAnotherTypeIsRefusedBeforeAnythingIsWritten() throws IOException {
        byte[] bundle = exported(acme.exportBundle());
        closeAll();
        try (SnapshotStore store = store();
                StateManager<Other> others = StateManager.builder(Other.class)
                        .store(ForwardingStore.keptOpen(store))
                        .initialState(new Other(PersistentMap.empty()))
                        .lookup(MethodHandles.lookup())
                        .open()) {
            assertRefused(Reason.WRONG_TYPE, () -> imported(others, bundle, "copy"));
            assertThat(others.importBundle().unfinished()).isEmpty();
            assertThat(StoreCheck.of(store, "copy").stored()).isEmpty();
        }
    }

    record Other(PersistentMap<Integer, String> entries) {}

    @Test
    void aFileComesUnderItsNameOnceItIsWhole() throws IOException {
        Path file = folder.resolve("acme.varve");
        List<Boolean> wasThere = new ArrayList<>();

        BundleManifest written = acme.exportBundle()
                .watchedBy(progress -> wasThere.add(Files.exists(file)))
                .to(file);
        assertThatThrownBy(() -> acme.exportBundle()
                        .transforming(state -> {
                            throw new IllegalStateException("no");
                        })
                        .to(folder.resolve("failed.varve")))
                .isInstanceOf(TransitionFailedException.class);

        assertThat(wasThere).isNotEmpty().containsOnly(false);
        assertThat(Files.size(file)).isEqualTo(written.bytes());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(path -> path.getFileName().toString().contains(".varve")))
                    .containsExactly(file);
        }
        assertThat(states.importBundle().as("copy").from(file).manifest()).isEqualTo(written);
    }

    @Test
    void aFileThatGoesOnAfterTheBundleIsRefused() throws IOException {
        Path file = folder.resolve("acme.varve");
        var unused = acme.exportBundle().to(file);
        Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);

        assertRefused(Reason.DAMAGED, () -> states.importBundle().as("copy").from(file));

        assertThat(states.tenants()).containsExactly("acme");
    }

    @Test
    void severalBundlesCanFollowOneAnotherInAStream() throws IOException {
        byte[] bundle = exported(acme.exportBundle());
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(bundle);
        both.write(bundle);
        ByteArrayInputStream in = new ByteArrayInputStream(both.toByteArray());

        var first = states.importBundle().as("one").from(in);
        var second = states.importBundle().as("two").from(in);

        assertSame(first.tenant(), second.tenant());
        assertThat(in.available()).isZero();
    }

    @Test
    void progressGrowsToWhatTheManifestSays() throws IOException {
        List<BundleProgress> exporting = new ArrayList<>();
        List<BundleProgress> importing = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        BundleManifest manifest = acme.exportBundle().watchedBy(exporting::add).to(out);
        var unused = states.importBundle()
                .as("copy")
                .watchedBy(importing::add)
                .from(new ByteArrayInputStream(out.toByteArray()));

        assertThat(exporting.get(exporting.size() - 1))
                .isEqualTo(new BundleProgress(manifest.pages(), manifest.bytes()));
        assertThat(importing.get(importing.size() - 1).pages()).isEqualTo(manifest.pages());
    }

    @Test
    void nothingIsExportedOrImportedWithinATransition() {
        byte[] bundle = exported(acme.exportBundle());

        assertThatThrownBy(() -> acme.apply(state -> {
                    exported(acme.exportBundle());
                    return state;
                }))
                .isInstanceOf(NestedTransitionException.class);
        assertThatThrownBy(() -> acme.apply(state -> {
                    imported(bundle, "copy");
                    return state;
                }))
                .isInstanceOf(NestedTransitionException.class);
    }

    @Test
    void inEveryModeWhatWasImportedIsThereAfterReopening() {
        byte[] bundle = exported(acme.exportBundle());
        for (Durability mode : Durability.values()) {
            states = reopen(builder -> builder.clock(clock).durability(mode));
            Tenant<Ledger> source = states.tenant("acme");
            Tenant<Ledger> copy = imported(bundle, "copy-" + mode).tenant();
            SnapshotInfo base = copy.snapshots().last();
            source.apply(Ledger::incremented);
            source.snapshot();
            imported(exported(source.exportBundle().since(SnapshotRef.id(base.id()))), "copy-" + mode);
            assertSame(source, copy);
        }
        states = reopen(builder -> builder.clock(clock));
        assertSame(states.tenant("acme"), states.tenant("copy-EVERY_TRANSITION"));
        assertSound("copy-ASYNC");
    }
}
