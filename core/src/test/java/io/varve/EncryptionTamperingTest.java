package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.EncryptionException.Reason;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who can write to the store, and has no key, changes what is there. All that stands between is above the store. */
@ParameterizedClass
@EnumSource(value = Backend.class, names = "MEMORY")
class EncryptionTamperingTest extends EncryptedBackendTest {

    private static final TenantId ACME = new TenantId("acme");

    private RawStore stored;

    @BeforeEach
    void fillTwoTenants() {
        StateManager<Ledger> states = openEncrypted();
        for (String id : List.of("acme", "globex")) {
            Tenant<Ledger> tenant = states.createTenant(id);
            fill(tenant);
            tenant.apply(EncryptedBackendTest::large);
            tenant.snapshot(SnapshotRequest.named("v2"));
        }
        stored = raw("acme");
    }

    private void put(String ref, byte[] value) {
        closeAll();
        try (SnapshotStore store = store()) {
            byte[] before = store.readRef(ACME, ref).orElse(null);
            assertThat(store.commit(ACME, 0, List.of(), List.of(new RefUpdate(ref, before, value)))
                            .isApplied())
                    .isTrue();
        }
    }

    private void put(Map<PageId, byte[]> pages) {
        closeAll();
        try (SnapshotStore store = store()) {
            store.deletePages(ACME, RefUpdate.check("none", null), pages.keySet(), Long.MAX_VALUE);
            List<Page> changed = new ArrayList<>();
            pages.forEach((id, bytes) -> changed.add(new Page(id, bytes)));
            store.commit(ACME, Long.MAX_VALUE - 1, changed, List.of());
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 0x10;
        return copy;
    }

    /** The parts of what is sealed: marker, version, nonce, ciphertext, tag. */
    static Stream<Arguments> changes() {
        return Stream.of(
                change("its marker", bytes -> flipped(bytes, 0)),
                change("its version", bytes -> flipped(bytes, 1)),
                change("the half of the nonce that derives the key", bytes -> flipped(bytes, 5)),
                change("the other half of the nonce", bytes -> flipped(bytes, 20)),
                change("the ciphertext", bytes -> flipped(bytes, 26)),
                change("the tag", bytes -> flipped(bytes, bytes.length - 1)),
                change("cut by a byte", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                change("cut to less than a tag", bytes -> Arrays.copyOf(bytes, 30)),
                change("cut to its marker", bytes -> Arrays.copyOf(bytes, 1)),
                change("emptied", bytes -> new byte[0]),
                change("longer", bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
                change("zeroed", bytes -> new byte[bytes.length]),
                change("marked as not encrypted", bytes -> {
                    byte[] copy = bytes.clone();
                    copy[0] = 'V';
                    return copy;
                }));
    }

    private static Arguments change(String what, UnaryOperator<byte[]> how) {
        return Arguments.of(what, how);
    }

    private void assertPagesAreDamaged() {
        Tenant<Ledger> acme = openEncrypted().tenant("acme");
        for (SnapshotInfo snapshot : acme.snapshots()) {
            assertThatThrownBy(() -> acme.at(SnapshotRef.id(snapshot.id()))
                            .state()
                            .entries()
                            .toVector())
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("tenant 'acme': page ")
                    .hasMessageContaining("does not decrypt")
                    .hasMessageContaining(snapshot.name().get());
        }
        assertThat(acme.snapshots()).hasSize(2);
        closeAll();
        assertThat(openEncrypted().verifyReadable().problems().map(ReadabilityReport.Result::tenant))
                .isNotEmpty()
                .allMatch("acme"::equals);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangedPageIsDamagedAndNamed(String what, UnaryOperator<byte[]> how) {
        Map<PageId, byte[]> changed = new TreeMap<>();
        stored.pages().forEach((id, bytes) -> changed.put(id, how.apply(bytes)));
        put(changed);

        assertPagesAreDamaged();
    }

    @Test
    void pagesThatChangedPlacesAreDamaged() {
        List<PageId> ids = new ArrayList<>(stored.pages().keySet());
        Map<PageId, byte[]> changed = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            changed.put(ids.get(i), stored.pages().get(ids.get((i + 1) % ids.size())));
        }
        put(changed);

        assertPagesAreDamaged();
    }

    @Test
    void pagesOfAnotherTenantAreDamaged() {
        List<byte[]> foreign = new ArrayList<>(raw("globex").pages().values());
        Map<PageId, byte[]> changed = new TreeMap<>();
        stored.pages().keySet().forEach(id -> changed.put(id, foreign.get(changed.size() % foreign.size())));
        put(changed);

        assertPagesAreDamaged();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangedRefIsDamagedAndNamed(String what, UnaryOperator<byte[]> how) {
        for (String ref : stored.refs().keySet()) {
            if (ref.startsWith("h/") || ref.startsWith("s/") || ref.startsWith("t/") || ref.startsWith("o/")) {
                byte[] before = stored.refs().get(ref);
                put(ref, how.apply(before));

                StateManager<Ledger> states = openEncrypted();
                assertThatThrownBy(() -> states.tenant("acme"))
                        .as(ref)
                        .isInstanceOf(CorruptDataException.class)
                        .hasMessageContaining("'acme'")
                        .hasMessageContaining("ref " + ref);
                assertThat(states.tenant("globex").state().note()).isEqualTo("large");
                put(ref, before);
            }
        }
        assertThat(openEncrypted().tenant("acme").state().note()).isEqualTo("large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/main", "s/0000000000000000"})
    void theValueOfOneRefIsNoneOfAnother(String ref) {
        put(ref, stored.refs().get("s/0000000000000001"));

        assertThatThrownBy(() -> openEncrypted().tenant("acme"))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("ref " + ref + " does not decrypt");
    }

    @Test
    void theValueOfAnotherTenantsRefIsNoneOfThisOne() {
        put("h/main", raw("globex").refs().get("h/main"));

        assertThatThrownBy(() -> openEncrypted().tenant("acme"))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("ref h/main does not decrypt");
    }

    /** What encryption does not tell: that a value was the right one once, and no longer is. */
    @Test
    void anOlderHeadThatIsPutBackIsTheOlderStateWhole() {
        Ledger older = openEncrypted().tenant("acme").state();
        Tenant<Ledger> acme = reopenEncrypted().tenant("acme");
        acme.apply(state -> state.noted("newer"));
        acme.snapshot();
        put("h/main", stored.refs().get("h/main"));

        assertThat(openEncrypted().tenant("acme").state()).isEqualTo(older);
    }

    @Test
    void aDamagedDataKeyIsToldFromAWrongKey() {
        byte[] record = stored.refs().get("g/key");
        for (int at = 0; at < record.length; at++) {
            put("g/key", flipped(record, at));

            assertThatThrownBy(() -> openEncrypted().tenant("acme"))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("'acme': ref g/key");
        }
        for (int length = 0; length < record.length; length++) {
            put("g/key", Arrays.copyOf(record, length));

            assertThatThrownBy(() -> openEncrypted().tenant("acme")).isInstanceOf(CorruptDataException.class);
        }
        put("g/key", record);
        assertThat(openEncrypted().tenant("acme").state().note()).isEqualTo("large");
    }

    @Test
    void aDataKeyThatWasChangedWithItsChecksumDoesNotOpen() {
        byte[] record = flipped(stored.refs().get("g/key"), 30);
        CRC32C crc = new CRC32C();
        crc.update(record, 0, record.length - Integer.BYTES);
        ByteBuffer.wrap(record).putInt(record.length - Integer.BYTES, (int) crc.getValue());
        put("g/key", record);

        assertRefused(Reason.WRONG_KEY, () -> openEncrypted().tenant("acme"));
    }

    @Test
    void theDataKeyOfAnotherTenantDoesNotOpenEvenIfTheirKeysAreTheSame() {
        KeyProvider shared = new FixedKeys(Option.some(keys.current("both")));
        StateManager<Ledger> states = reopen(builder -> builder.encryption(shared));
        states.removeTenant("acme");
        states.removeTenant("globex");
        fill(states.createTenant("acme"));
        fill(states.createTenant("globex"));
        put("g/key", raw("globex").refs().get("g/key"));

        assertRefused(
                Reason.WRONG_KEY,
                () -> open(builder -> builder.encryption(shared)).tenant("acme"));
    }
}
