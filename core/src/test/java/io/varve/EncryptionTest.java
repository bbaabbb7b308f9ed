package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.EncryptionException.Reason;
import io.varve.diff.MergeRules;
import io.varve.generic.GenericReader;
import io.varve.internal.engine.EncryptedView;
import io.varve.internal.engine.StoreCheck;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class EncryptionTest extends EncryptedBackendTest {

    @Test
    void whatWasWrittenIsThereAgain() {
        Tenant<Ledger> before = openEncrypted().createTenant("acme");
        Ledger one = before.apply(EncryptedBackendTest::large);
        before.snapshot(
                SnapshotRequest.named("v1").by("admin").describedAs("first").tagged("release"));
        Ledger two = before.apply(TransitionContext.by("eve"), state -> state.with("key 7", -7));
        before.snapshot(SnapshotRequest.named("v2"));

        Tenant<Ledger> acme = reopenEncrypted().tenant("acme");

        assertThat(acme.state()).isEqualTo(two);
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(one);
        assertThat(acme.snapshots().map(info -> info.name().get())).containsExactly("v1", "v2");
        assertThat(acme.snapshots().head().description()).contains("first");
        assertThat(acme.audit().last().who()).contains("eve");
        assertThat(acme.diff(SnapshotRef.named("v1"), SnapshotRef.head())
                        .iterator()
                        .toVector())
                .hasSize(2);
        assertThat(acme.rollback(SnapshotRef.named("v1")).state()).isEqualTo(one);
        assertThatThrownBy(() -> acme.snapshot(SnapshotRequest.named("v1"))).isInstanceOf(DuplicateNameException.class);
        acme.delete(SnapshotRef.named("v2"));
        acme.snapshot(SnapshotRequest.named("v2"));
        assertThat(reopenEncrypted().tenant("acme").state()).isEqualTo(one);
        assertThat(reopenEncrypted().verifyReadable().isReadable()).isTrue();
    }

    @Test
    void nothingThatTheApplicationWroteCanBeFoundInTheStore() throws IOException {
        fill(openEncrypted().createTenant("acme"));
        RawStore encrypted = raw("acme");
        SECRETS.forEach((what, text) -> spellings(text)
                .forEach(bytes -> assertThat(encrypted.contains(bytes))
                        .as(what + " in the store")
                        .isFalse()));
        assertThat(encrypted.pages().values())
                .as("pages that are not encrypted")
                .noneMatch(bytes -> RawStore.occurs("VARV".getBytes(StandardCharsets.US_ASCII), bytes));
        for (byte[] file : files()) {
            SECRETS.forEach((what, text) -> spellings(text)
                    .forEach(bytes -> assertThat(RawStore.occurs(bytes, file))
                            .as(what + " in a file")
                            .isFalse()));
        }
    }

    @Test
    void timelinesAreEncryptedWithTheTenant() {
        Tenant<Ledger> acme = openEncrypted().createTenant("acme");
        Tenant<Ledger> branch = acme.branch(SECRETS.get("tag"), SnapshotRef.head());
        fill(branch);
        acme.branch("empty", SnapshotRef.head()).snapshot(SnapshotRequest.named(SECRETS.get("snapshot")));
        RawStore encrypted = raw("acme");
        SECRETS.forEach((what, text) -> spellings(text)
                .forEach(bytes -> assertThat(encrypted.contains(bytes))
                        .as(what + " in the store")
                        .isFalse()));

        StateManager<Ledger> states = reopenEncrypted();
        Tenant<Ledger> again = states.tenant("acme");
        assertThat(again.timeline(SECRETS.get("tag"))
                        .at(SnapshotRef.named(SECRETS.get("snapshot")))
                        .state()
                        .note())
                .isEqualTo(SECRETS.get("note"));
        again.merge(SECRETS.get("tag"), MergeRules.strict()).get();
        again.deleteTimeline(SECRETS.get("tag"));
        again.collectGarbage();
        assertThat(again.state().note()).isEqualTo(SECRETS.get("note"));
        assertThat(states.verify().isSound()).isTrue();
        assertThat(again.timelines().map(TimelineInfo::name)).containsExactly("main", "empty");
    }

    private List<byte[]> files() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readAllBytes(path));
            }
        }
        return contents;
    }

    @Test
    void noIdAndNoNameIsAHashThatCouldBeGuessed() {
        fill(openEncrypted().createTenant("acme"));
        RawStore encrypted = raw("acme");
        fill(open().createTenant("plain"));
        RawStore plain = raw("plain");
        Set<PageId> guessed = plain.pages().keySet();
        Set<String> names = plain.refs().keySet();

        assertThat(guessed).isNotEmpty();
        assertThat(encrypted.pages().keySet()).doesNotContainAnyElementsOf(guessed);
        assertThat(names).anyMatch(name -> name.startsWith("n/")).anyMatch(name -> name.startsWith("t/"));
        assertThat(encrypted.refs().keySet())
                .filteredOn(name -> name.startsWith("n/") || name.startsWith("t/"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(names);
    }

    @Test
    void aCollectionLeavesWhatIsNeededAndNothingElse() {
        Tenant<Ledger> acme = openEncrypted().createTenant("acme");
        Ledger one = acme.apply(EncryptedBackendTest::large);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> Ledger.EMPTY.noted("small"));
        acme.snapshot(SnapshotRequest.named("v2"));
        acme = reopenEncrypted().tenant("acme");
        assertThat(acme.collectGarbage().pagesDeleted()).isLessThan(10);
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(one);
        acme.delete(SnapshotRef.named("v1"));
        acme = reopenEncrypted().tenant("acme");

        assertThat(acme.collectGarbage().pagesDeleted()).isGreaterThan(50);

        closeAll();
        try (SnapshotStore store = store()) {
            StoreCheck.of(EncryptedView.of(store, keys), "acme")
                    .requireNothingMissing("after a collection")
                    .requireNoGarbage("after a collection");
        }
        assertThat(openEncrypted().tenant("acme").at(SnapshotRef.named("v2")).state())
                .isEqualTo(Ledger.EMPTY.noted("small"));
    }

    @Test
    void aRemovedTenantLeavesNothing() {
        StateManager<Ledger> states = openEncrypted();
        fill(states.createTenant("acme"));
        states.removeTenant("acme");

        assertThat(raw("acme").isEmpty()).isTrue();
    }

    @Test
    void withoutItsKeyATenantCanBeRemovedAndNothingElse() {
        StateManager<Ledger> before = openEncrypted();
        fill(before.createTenant("acme"));
        fill(before.createTenant("globex"));
        closeAll();
        keys.destroy("acme");
        RawStore stored = raw("acme");

        StateManager<Ledger> states = openEncrypted();
        assertRefused(Reason.NO_KEY, () -> states.tenant("acme"));
        assertRefused(Reason.NO_KEY, () -> states.findTenant("acme"));
        assertThat(states.tenants()).containsExactly("acme", "globex");
        assertThat(states.tenant("globex").state().note()).isEqualTo(SECRETS.get("note"));
        assertThat(states.collectGarbage().skipped().map(GarbageReport.Skipped::tenant))
                .containsExactly("acme");
        ReadabilityReport report = states.verifyReadable();
        assertThat(report.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.tenant().equals("acme"));
        assertSame(stored, raw("acme"));

        openEncrypted().removeTenant("acme");
        assertThat(raw("acme").isEmpty()).isTrue();
        assertRefused(Reason.NO_KEY, () -> openEncrypted().createTenant("acme"));
        assertThat(raw("acme").isEmpty()).isTrue();
        keys.allow("acme");
        fill(openEncrypted().createTenant("acme"));
        assertThat(reopenEncrypted().tenant("acme").state().note()).isEqualTo(SECRETS.get("note"));
    }

    @Test
    void anEncryptedTenantIsRefusedWhereThereAreNoKeys() {
        fill(openEncrypted().createTenant("acme"));
        RawStore stored = raw("acme");

        StateManager<Ledger> states = open();
        assertRefused(Reason.NO_PROVIDER, () -> states.tenant("acme"));
        assertThat(states.collectGarbage().skipped()).hasSize(1);
        assertThat(states.verifyReadable().problems()).isNotEmpty();
        assertSame(stored, raw("acme"));
        try (GenericReader reader = GenericReader.open(store())) {
            assertThatThrownBy(() -> reader.head("acme"))
                    .isInstanceOf(EncryptionException.class)
                    .satisfies(because(Reason.NO_PROVIDER));
        }

        open().removeTenant("acme");
        assertThat(raw("acme").isEmpty()).isTrue();
    }

    @Test
    void aTenantThatIsNotEncryptedIsRefusedWhereThereAreKeys() {
        fill(open().createTenant("acme"));
        RawStore stored = raw("acme");

        StateManager<Ledger> states = openEncrypted();
        assertRefused(Reason.NOT_ENCRYPTED, () -> states.tenant("acme"));
        assertThatThrownBy(() -> states.createTenant("acme")).isInstanceOf(TenantExistsException.class);
        assertThat(states.collectGarbage().skipped()).hasSize(1);
        assertThat(states.verifyReadable().problems()).isNotEmpty();
        assertSame(stored, raw("acme"));
        assertThat(open().tenant("acme").state().note()).isEqualTo(SECRETS.get("note"));
    }

    @Test
    void afterARotationTheOlderKeyIsNotNeeded() {
        fill(openEncrypted().createTenant("acme"));
        RawStore stored = raw("acme");
        keys.rotate("acme");

        assertThat(openEncrypted().tenant("acme").state().note()).isEqualTo(SECRETS.get("note"));
        keys.destroyAllButTheCurrent("acme");

        assertThat(reopenEncrypted().tenant("acme").state().note()).isEqualTo(SECRETS.get("note"));
        assertThat(raw("acme").pages().keySet()).isEqualTo(stored.pages().keySet());
    }

    @Test
    void twoWhoCreateATenantAtOnceDontSpoilItForOneAnother() throws Exception {
        SnapshotStore shared = store();
        List<StateManager<Ledger>> managers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            managers.add(StateManager.builder(Ledger.class)
                    .store(ForwardingStore.keptOpen(shared))
                    .initialState(Ledger.EMPTY)
                    .encryption(keys)
                    .takeOver()
                    .open());
        }
        for (int round = 0; round < 20; round++) {
            String id = "acme-" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            Workers workers = new Workers();
            for (StateManager<Ledger> states : managers) {
                workers.start(() -> {
                    start.await();
                    try {
                        states.createTenant(id);
                    } catch (TenantExistsException | TenantOwnedException e) {
                        assertThat(e).hasMessageContaining(id);
                    }
                });
            }
            workers.join();
            StateManager<Ledger> any = managers.get(round % 2);
            Tenant<Ledger> tenant = any.tenantOrCreate(id);
            tenant.apply(Ledger::incremented);
            tenant.snapshot();
            assertThat(any.verifyReadable(id).isReadable()).as(id).isTrue();
        }
        managers.forEach(StateManager::close);
        shared.close();
    }
}
