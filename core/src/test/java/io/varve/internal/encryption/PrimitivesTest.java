package io.varve.internal.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The primitives give what the documents that define them say. */
class PrimitivesTest {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] repeated(int value, int times) {
        byte[] bytes = new byte[times];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] from(int first, int last) {
        byte[] bytes = new byte[last - first + 1];
        IntStream.rangeClosed(first, last).forEach(i -> bytes[i - first] = (byte) i);
        return bytes;
    }

    /** RFC 5869, appendix A.1 to A.3. */
    static Stream<Arguments> rfc5869() {
        return Stream.of(
                Arguments.of(
                        hex("000102030405060708090a0b0c"),
                        repeated(0x0b, 22),
                        hex("f0f1f2f3f4f5f6f7f8f9"),
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
                Arguments.of(
                        from(0x60, 0xaf),
                        from(0x00, 0x4f),
                        from(0xb0, 0xff),
                        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                                + "cc30c58179ec3e87c14c01d5c1f3434f1d87"),
                Arguments.of(
                        new byte[0],
                        repeated(0x0b, 22),
                        new byte[0],
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    @ParameterizedTest
    @MethodSource("rfc5869")
    void hkdfIsThatOfTheRfc(byte[] salt, byte[] secret, byte[] info, String expected) {
        byte[] derived = Hkdf.derive(salt, secret, info, expected.length() / 2);

        assertThat(HexFormat.of().formatHex(derived)).isEqualTo(expected);
    }

    @Test
    void hkdfRefusesMoreThanItCanDerive() {
        assertThat(Hkdf.derive(new byte[0], new byte[1], new byte[0], 255 * 32)).hasSize(8_160);
        assertThatThrownBy(() -> Hkdf.derive(new byte[0], new byte[1], new byte[0], 255 * 32 + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** FIPS 197, appendix C.3. */
    @Test
    void aBlockIsThatOfFips197() {
        SecretKeySpec key = new SecretKeySpec(from(0x00, 0x1f), "AES");
        byte[] text = hex("00112233445566778899aabbccddeeff");

        byte[] block = Aes.encrypt(key, text);

        assertThat(HexFormat.of().formatHex(block)).isEqualTo("8ea2b7ca516745bfeafc49904b496089");
        assertThat(Aes.decrypt(key, block)).isEqualTo(text);
    }

    /** C2SP XAES-256-GCM, test vectors: without and with the carry of the doubling. */
    static Stream<Arguments> c2sp() {
        return Stream.of(
                Arguments.of(0x01, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"),
                Arguments.of(
                        0x03, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"));
    }

    @ParameterizedTest
    @MethodSource("c2sp")
    void xaesIsThatOfC2sp(int keyByte, String associated, String expected) throws AEADBadTagException {
        Xaes xaes = new Xaes(repeated(keyByte, 32));
        byte[] nonce = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(StandardCharsets.US_ASCII);
        byte[] associatedData = associated.getBytes(StandardCharsets.US_ASCII);
        byte[] text = "XAES-256-GCM".getBytes(StandardCharsets.US_ASCII);

        byte[] sealed = xaes.seal(nonce, associatedData, text);

        assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(expected);
        assertThat(xaes.open(nonce, associatedData, sealed, 0)).isEqualTo(text);
    }
}
