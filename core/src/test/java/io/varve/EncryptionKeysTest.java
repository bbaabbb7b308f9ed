package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.EncryptionException.Reason;
import io.varve.generic.GenericReader;
import io.varve.generic.GenericRecord;
import io.varve.internal.engine.EncryptedView;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What depends on keys and not on the store. */
@ParameterizedClass
@EnumSource(value = Backend.class, names = "MEMORY")
class EncryptionKeysTest extends EncryptedBackendTest {

    @Test
    void theSameContentOfTwoTenantsHasNothingInCommon() {
        StateManager<Ledger> states = openEncrypted();
        fill(states.createTenant("acme"));
        fill(states.createTenant("globex"));

        RawStore acme = raw("acme");
        RawStore globex = raw("globex");

        assertThat(acme.pages().keySet())
                .doesNotContainAnyElementsOf(globex.pages().keySet());
        assertThat(acme.refs().keySet().stream().filter(name -> name.startsWith("t/")))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(globex.refs().keySet());
    }

    @Test
    void aTenantThatWasCreatedAgainHasNothingInCommonWithItsPredecessorThoughTheKeyIsTheSame() {
        fill(openEncrypted().createTenant("acme"));
        RawStore before = raw("acme");
        openEncrypted().removeTenant("acme");
        fill(reopenEncrypted().createTenant("acme"));

        assertThat(raw("acme").pages().keySet())
                .isNotEmpty()
                .doesNotContainAnyElementsOf(before.pages().keySet());
    }

    @Test
    void equalSubtreesOfATenantAreStoredOnce() {
        Tenant<Ledger> acme = openEncrypted().createTenant("acme");
        acme.apply(EncryptedBackendTest::large);
        acme.snapshot(SnapshotRequest.named("v1"));
        int before = raw("acme").pages().size();

        acme = reopenEncrypted().tenant("acme");
        acme.apply(state -> state.with("key 7", -7));
        acme.snapshot(SnapshotRequest.named("v2"));

        assertThat(before).isGreaterThan(50);
        assertThat(raw("acme").pages().size() - before).isLessThan(10);
    }

    @Test
    void whatIsCountedOfASnapshotIsCountedWithEncryptionToo() {
        Tenant<Ledger> acme = openEncrypted().createTenant("acme");
        acme.apply(EncryptedBackendTest::large);
        acme.snapshot(SnapshotRequest.named("v1"));
        acme.apply(state -> state.with("key 7", -7));
        acme.snapshot(SnapshotRequest.named("v2"));

        Footprint footprint = acme.footprint(SnapshotRef.named("v2"));

        assertThat(footprint.pages()).isGreaterThan(50);
        assertThat(footprint.ownPages()).isBetween(1L, 10L);
    }

    @Test
    void aWrongKeyIsToldFromDamage() {
        fill(openEncrypted().createTenant("acme"));
        RawStore stored = raw("acme");
        EncryptionKey right = keys.current("acme");
        keys.confuse("acme");

        assertThatThrownBy(() -> openEncrypted().tenant("acme"))
                .isInstanceOf(EncryptionException.class)
                .satisfies(because(Reason.WRONG_KEY))
                .hasMessageContaining("acme")
                .hasMessageContaining(right.id());
        assertSame(stored, raw("acme"));
    }

    @Test
    void theKeyOfAnotherTenantIsAWrongKey() {
        fill(openEncrypted().createTenant("acme"));
        EncryptionKey ofGlobex = keys.current("globex");
        String id = keys.current("acme").id();
        KeyProvider confused = new FixedKeys(Option.some(new EncryptionKey(id, ofGlobex.secret())));

        assertRefused(
                Reason.WRONG_KEY,
                () -> reopen(builder -> builder.encryption(confused)).tenant("acme"));
    }

    @Test
    void aKeyThatIsRotatedAwayTooEarlyIsMissed() {
        fill(openEncrypted().createTenant("acme"));
        closeAll();
        keys.rotate("acme");
        keys.destroyAllButTheCurrent("acme");

        assertRefused(Reason.NO_KEY, () -> openEncrypted().tenant("acme"));
    }

    @Test
    void aProviderThatHasNoCurrentKeyAnyMoreStillOpensWhatItHasTheKeyOf() {
        fill(openEncrypted().createTenant("acme"));
        KeyProvider archive = new KeyProvider() {
            @Override
            public Option<EncryptionKey> currentKey(String tenant) {
                return Option.none();
            }

            @Override
            public Option<EncryptionKey> key(String tenant, String id) {
                return keys.key(tenant, id);
            }
        };

        assertThat(reopen(builder -> builder.encryption(archive))
                        .tenant("acme")
                        .state()
                        .note())
                .isEqualTo(SECRETS.get("note"));
    }

    @Test
    void theProviderIsAskedWhenATenantIsOpenedAndNotAgainUntilItIsClosed() {
        Tenant<Ledger> acme = openEncrypted().createTenant("acme");
        int asked = keys.asked();
        fill(acme);
        acme.apply(EncryptedBackendTest::large);
        acme.snapshot();
        acme.collectGarbage();
        assertThat(keys.asked()).isEqualTo(asked);

        reopenEncrypted().tenant("acme");

        assertThat(keys.asked()).isGreaterThan(asked);
    }

    @Test
    void whatTheProviderThrowsIsReportedAndTheNextTryMaySucceed() {
        fill(openEncrypted().createTenant("acme"));
        closeAll();
        IllegalStateException outage = new IllegalStateException("the key service is down");
        List<RuntimeException> failures = new ArrayList<>(List.of(outage));
        KeyProvider flaky = new KeyProvider() {
            @Override
            public Option<EncryptionKey> currentKey(String tenant) {
                if (!failures.isEmpty()) {
                    throw failures.remove(0);
                }
                return keys.currentKey(tenant);
            }

            @Override
            public Option<EncryptionKey> key(String tenant, String id) {
                return keys.key(tenant, id);
            }
        };
        StateManager<Ledger> states = open(builder -> builder.encryption(flaky));

        assertThatThrownBy(() -> states.tenant("acme"))
                .isInstanceOf(EncryptionException.class)
                .satisfies(because(Reason.PROVIDER_FAILED))
                .hasCause(outage);
        assertThat(states.tenant("acme").state().note()).isEqualTo(SECRETS.get("note"));
    }

    @Test
    void aProviderThatGivesNullOrAnotherKeyThanAskedForIsReported() {
        fill(openEncrypted().createTenant("acme"));

        assertRefused(
                Reason.PROVIDER_FAILED,
                () -> reopen(builder -> builder.encryption(new FixedKeys(null))).tenant("acme"));
        FixedKeys other = new FixedKeys(Option.some(keys.current("globex")));
        assertRefused(
                Reason.PROVIDER_FAILED,
                () -> reopen(builder -> builder.encryption(other)).tenant("acme"));
    }

    @Test
    void whatACreationThatWasCutOffHasLeftIsInNobodysWay() {
        for (boolean encrypted : new boolean[] {true, false}) {
            closeAll();
            TenantId acme = new TenantId("acme");
            try (SnapshotStore store = store()) {
                store.commit(
                        acme,
                        0,
                        List.of(),
                        List.of(
                                RefUpdate.create("g/key", new byte[] {1, 2, 3}),
                                RefUpdate.create("t/" + "ab".repeat(16), new byte[] {4}),
                                RefUpdate.create("t/" + "cd".repeat(16), new byte[] {'E', 1, 5})));
            }
            StateManager<Ledger> states = open(builder -> {
                if (encrypted) {
                    builder.encryption(keys);
                }
            });
            assertThat(states.tenants()).isEmpty();
            assertThat(states.findTenant("acme")).isEmpty();
            fill(states.createTenant("acme"));
            closeAll();

            StateManager<Ledger> again = encrypted ? openEncrypted() : open();
            assertThat(again.tenant("acme").state().note()).isEqualTo(SECRETS.get("note"));
            assertThat(again.verifyReadable().isReadable()).isTrue();
            again.removeTenant("acme");
        }
    }

    @Test
    void aReaderWithoutTypesReadsWithTheKeys() {
        fill(openEncrypted().createTenant("acme"));
        closeAll();

        try (GenericReader reader = GenericReader.open(store(), keys)) {
            assertThat(reader.tenants()).containsExactly("acme");
            assertThat(reader.snapshots("acme").head().description()).contains(SECRETS.get("description"));
            assertThat(((GenericRecord) reader.head("acme")).get("note")).isEqualTo(SECRETS.get("note"));
        }
    }

    @Test
    void whatItTakesToRemoveATenantIsReadWithoutItsKey() {
        fill(openEncrypted().createTenant("acme"));
        closeAll();
        keys.destroy("acme");
        TenantId acme = new TenantId("acme");

        try (SnapshotStore store = EncryptedView.of(store(), keys)) {
            assertThat(store.readRef(acme, "g")).isPresent();
            assertThat(store.readRef(acme, "w")).isEmpty();
            assertThat(store.scanRefs(acme, "c/", null, 10)).isEmpty();
            assertThat(store.scanRefs(acme, "g", null, 10)).hasSize(1);
            assertThatThrownBy(() -> store.scanRefs(acme, "s/", null, 10)).isInstanceOf(EncryptionException.class);
            assertThatThrownBy(() -> store.readRef(acme, "h/main")).isInstanceOf(EncryptionException.class);
        }
    }

    @Test
    void noMessageShowsAKey() {
        fill(openEncrypted().createTenant("acme"));
        byte[] bytes = "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
        String id = keys.current("acme").id();
        EncryptionKey wrong = EncryptionKey.of(id, bytes);

        assertThat(wrong.toString()).isEqualTo("EncryptionKey[" + id + "]");
        assertThatThrownBy(() -> reopen(builder -> builder.encryption(new FixedKeys(Option.some(wrong))))
                        .tenant("acme"))
                .satisfies(e -> assertThat(Secrets.textOf(e))
                        .doesNotContain("0123456789abcdef")
                        .doesNotContain("30313233"));
        assertThatThrownBy(() -> EncryptionKey.of("short", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key has 32 bytes; 'short' has 16");
    }

    @Test
    void aValueThatTakesSeveralPagesIsThereAgain() {
        String text = "x".repeat(700_000) + "y";
        openEncrypted().createTenant("acme").apply(state -> state.noted(text));

        assertThat(reopenEncrypted().tenant("acme").state().note()).isEqualTo(text);
    }

    /** So that the search of {@link EncryptionTest} is known to find what it looks for. */
    @Test
    void withoutEncryptionAllOfItCanBeFound() throws UnreadablePageException {
        fill(open().createTenant("acme"));
        RawStore plain = raw("acme");
        List<byte[]> contents = new ArrayList<>();
        for (Map.Entry<PageId, byte[]> page : plain.pages().entrySet()) {
            contents.add(PageFormat.decode(page.getKey(), page.getValue(), plain.pages()::get)
                    .payload());
        }
        SECRETS.forEach((what, text) -> assertThat(spellings(text))
                .as(what)
                .anyMatch(bytes -> plain.contains(bytes)
                        || contents.stream().anyMatch(content -> RawStore.occurs(bytes, content))));
    }
}
