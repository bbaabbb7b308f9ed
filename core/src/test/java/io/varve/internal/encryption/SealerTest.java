package io.varve.internal.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final byte[] PLACE = bytes("place");
    private static final byte[] TEXT = bytes("what is sealed");

    private final Random random = new Random(42);
    private final Sealer sealer = sealer();

    private Sealer sealer() {
        return new Sealer(key(), key());
    }

    private byte[] key() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] nonceOf(byte[] sealed) {
        return Arrays.copyOfRange(sealed, 2, 26);
    }

    @Test
    void whatWasSealedOpensInItsPlace() throws BrokenSealException {
        for (int length : new int[] {0, 1, 15, 16, 17, 4_096, 512 * 1024}) {
            byte[] text = new byte[length];
            random.nextBytes(text);

            byte[] sealed = sealer.seal(PLACE, text);

            assertThat(sealed).hasSize(length + 42);
            assertThat(sealer.open(PLACE, sealed)).isEqualTo(text);
        }
    }

    @Test
    void theSameInTheSamePlaceIsSealedAsTheSameBytes() {
        assertThat(sealer.seal(PLACE, TEXT)).isEqualTo(sealer.seal(PLACE.clone(), TEXT.clone()));
    }

    @Test
    void anythingElseInAnyOtherPlaceGetsAnotherNonce() {
        Set<List<Byte>> nonces = new HashSet<>();
        for (String place : List.of("", "a", "ab", "abc")) {
            for (String text : List.of("", "a", "b", "bc", "c", "abc")) {
                nonces.add(asList(nonceOf(sealer.seal(bytes(place), bytes(text)))));
            }
        }
        assertThat(nonces).hasSize(24);
    }

    private static List<Byte> asList(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        return List.of(boxed);
    }

    @Test
    void whateverBitIsChangedItDoesNotOpen() {
        byte[] sealed = sealer.seal(PLACE, TEXT);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> sealer.open(PLACE, changed)).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void whereverItIsCutItDoesNotOpen() {
        byte[] sealed = sealer.seal(PLACE, TEXT);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);

            assertThatThrownBy(() -> sealer.open(PLACE, cut)).isInstanceOf(BrokenSealException.class);
        }
        assertThatThrownBy(() -> sealer.open(PLACE, Arrays.copyOf(sealed, sealed.length + 1)))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void itOpensInNoOtherPlaceAndUnderNoOtherKey() {
        byte[] sealed = sealer.seal(PLACE, TEXT);

        assertThatThrownBy(() -> sealer.open(bytes("placE"), sealed)).isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> sealer.open(new byte[0], sealed)).isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> sealer().open(PLACE, sealed)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void idsAreMappedOneToOneAndBack() {
        TenantCipher cipher = new TenantCipher(new TenantId("acme"), key());
        List<PageId> ids = random.longs(2_000)
                .mapToObj(value -> new PageId(value >>> 60, value))
                .toList();

        List<PageId> stored = cipher.storedIds(ids);

        assertThat(new HashSet<>(stored)).hasSameSizeAs(new HashSet<>(ids));
        assertThat(stored).doesNotContainAnyElementsOf(ids);
        assertThat(cipher.contentIds(stored)).isEqualTo(ids);
        assertThat(cipher.storedIds(List.of())).isEmpty();
    }

    @Test
    void theSameDataKeyGivesTwoTenantsNothingInCommon() {
        byte[] dataKey = key();
        TenantCipher acme = new TenantCipher(new TenantId("acme"), dataKey);
        TenantCipher globex = new TenantCipher(new TenantId("globex"), dataKey);
        byte[] sealed = acme.sealRef("h/main", TEXT);

        assertThat(globex.sealRef("h/main", TEXT)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> globex.openRef("h/main", sealed)).isInstanceOf(BrokenSealException.class);
        assertThat(acme.storedIds(List.of(new PageId(1, 2)))).isNotEqualTo(globex.storedIds(List.of(new PageId(1, 2))));
    }

    @Test
    void aNameThatNoEncryptedRefHasIsToldFromOne() throws BrokenSealException {
        TenantCipher cipher = new TenantCipher(new TenantId("acme"), key());
        String name = "t/00112233445566778899aabbccddeeff";

        assertThat(cipher.contentName(cipher.storedName(name))).isEqualTo(name);
        for (String wrong : List.of("t/", "t/00", name + "0", "t/zz112233445566778899aabbccddeeff")) {
            assertThatThrownBy(() -> cipher.contentName(wrong)).isInstanceOf(BrokenSealException.class);
        }
    }
}
