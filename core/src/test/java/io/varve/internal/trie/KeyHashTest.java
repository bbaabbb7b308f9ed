package io.varve.internal.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.UnsupportedTypeException;
import io.varve.collection.HashSink;
import io.varve.collection.PersistentMap;
import io.varve.collection.VarveKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The hash of a key")
class KeyHashTest {

    record Point(int x, String label) {}

    record Both(Object one, Object other) {}

    record Nothing() {}

    record Path(String... parts) implements VarveKey {

        @Override
        public void hashTo(HashSink sink) {
            sink.putInt(parts.length);
            for (String part : parts) {
                sink.putString(part);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Path path && Arrays.equals(parts, path.parts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(parts);
        }
    }

    enum Planet {
        EARTH,
        SATURN {
            @Override
            boolean hasRings() {
                return true;
            }
        };

        boolean hasRings() {
            return false;
        }
    }

    /** Of bytes 0, 1, 2 … under the key 0, as CPython 3.11 has them (PYTHONHASHSEED=0, hash(bytes(range(n)))). */
    @ParameterizedTest(name = "of {0} bytes")
    @CsvSource({
        "1, 68a914128e01e473", "2, 010bac45c41e3669", "3, 4d4c9a4a8ef6e0ad", "7, 2f098ab0c751325a",
        "8, ead411e67ebe2eea", "9, 75927f9d95124362", "15, f30eb725bb91c9ea", "16, 8972188433a5c5b7",
        "17, 4883c49a2c009c1d", "31, 169739443111d49b", "63, 385d3e39e5f37359"
    })
    @DisplayName("is SipHash-1-3 as others compute it")
    void isSipHash(int length, String expected) {
        SipHash oneByOne = new SipHash(0, 0);
        for (int i = 0; i < length; i++) {
            oneByOne.write(i, 1);
        }
        assertThat(oneByOne.finish()).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    /** Frozen: if one of these changes, stored maps can't be read. From a Python script written after the definition. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of("", 0x0F618F616228EE00L, "cbbd5f990c53684d"),
                Arguments.of("a", 0xDB69ABEBB8DBAE03L, "ceca673348f5508b"),
                Arguments.of("varve", 0x6A951D33BD08ED32L, "206a6d45ea3faebc"),
                Arguments.of("a rather long key: 0123456789", 0x40A0FB8A9D6008BCL, "37d4e4791a7f6e08"),
                Arguments.of("caf\u00e9 \u2603 \ud83d\ude00", 0xD2A292AB2A7ED59AL, "51f843fbe1910b97"),
                Arguments.of(true, 0xE8DAE71983363DB9L, "9dcf97a184f32623"),
                Arguments.of((byte) -1, 0x62B757571E799A86L, "9d1c30a2a7e68aa0"),
                Arguments.of((short) 300, 0xF5D560B22D8DC713L, "0c4a0b270927c3d4"),
                Arguments.of('x', 0xF88F3A9BEEDB13F2L, "b4b118439bcc2ce9"),
                Arguments.of(42, 0xA201F36001F5AAE9L, "ac3f66a7147be0c3"),
                Arguments.of(-1L, 0x082C8FD2E870B96BL, "f0b08ab8e71a9b0e"),
                Arguments.of(1.5f, 0xDC8BA52B0C4DB0E4L, "d60fcc77c81e194e"),
                Arguments.of(-0.0, 0x76F370AF32BA1BD2L, "54a6a06bc5e48ac2"),
                Arguments.of(Double.NaN, 0xED925EB993439659L, "5b9935047e4ac97c"),
                Arguments.of(
                        new BigInteger("-123456789012345678901234567890"), 0xE0B44F6CB42D841AL, "6e8c7ee55439db61"),
                Arguments.of(new BigDecimal("2.50"), 0x2F3129ABD73D7625L, "346e854fb25139b6"),
                Arguments.of(new UUID(1, 2), 0x9F2EA388671F0491L, "08f562a9d1cadb94"),
                Arguments.of(Thread.State.NEW, 0x5F099D4DF86AC8C0L, "af2d4b4af12a02a7"),
                Arguments.of(Instant.ofEpochSecond(1_700_000_000, 5), 0xB38E7DB1567E419FL, "a481879b6435a9fb"),
                Arguments.of(Duration.ofMillis(-1), 0xB55D25C446E4E5E4L, "9ba927560c2312aa"),
                Arguments.of(Period.of(1, 2, 3), 0xD1E8C44E00CCE19EL, "ae6488071a0247b5"),
                Arguments.of(LocalDate.of(2026, 11, 22), 0x6028C780334897D3L, "d0c46899caab0adb"),
                Arguments.of(LocalTime.of(1, 2, 3, 4), 0x2FB56308EC1C0875L, "45f2737a5e91be72"),
                Arguments.of(LocalDateTime.of(2026, 11, 22, 1, 2, 3, 4), 0x0DC7D4AE04F7AFE4L, "4321684cb1858825"),
                Arguments.of(Year.of(2026), 0x5FB8B36ADFAADBE1L, "2ee7ce33b993e35a"),
                Arguments.of(YearMonth.of(2026, 11), 0x6B3AC172C3D322D4L, "50ea6e67d7e5c3dc"),
                Arguments.of(MonthDay.of(11, 22), 0xC54319E28752A716L, "402ba4f5b5677c00"),
                Arguments.of(ZoneId.of("Europe/Berlin"), 0x7C6685C77EB58FB7L, "01e39cd9d6470124"),
                Arguments.of(ZoneOffset.ofHours(2), 0xC74E3230AF3FCCB6L, "f9190fa87bfd558b"),
                Arguments.of(new Point(3, "p"), 0x42AB31561BE87EECL, "513fc076a8e40215"),
                Arguments.of(new Path("a", "b"), 0x102F330A17A1E201L, "280c3181639dc112"));
    }

    @ParameterizedTest(name = "of \"{0}\"")
    @MethodSource("golden")
    @DisplayName("stays as it is for ever")
    void isFrozen(Object key, long hash, String digest) {
        assertThat(KeyHasher.standard().hash(key)).isEqualTo(hash);
        assertThat(String.format("%016x", KeyHasher.standard().digest(key)[0])).isEqualTo(digest);
    }

    @Test
    @DisplayName("has all bits different for unequal keys, and all equal for equal ones")
    void followsEquality() {
        Instant instant = Instant.ofEpochSecond(1_700_000_000, 5);
        LocalTime time = LocalTime.of(1, 2, 3, 4);
        LocalDateTime dateTime = LocalDateTime.of(LocalDate.of(2026, 11, 22), time);
        List<Object> keys =
                new ArrayList<>(golden().map(arguments -> arguments.get()[0]).toList());
        keys.addAll(List.of(
                0.0,
                0.0f,
                -0.0f,
                Float.NaN,
                1,
                1L,
                (byte) 1,
                (short) 1,
                (char) 1,
                false,
                "1",
                BigInteger.ONE,
                new BigDecimal("2.5"),
                new UUID(2, 1),
                "\ud800",
                "?",
                "\ud801",
                Planet.EARTH,
                Planet.SATURN,
                instant,
                OffsetTime.of(time, ZoneOffset.UTC),
                OffsetTime.of(time, ZoneOffset.ofHours(1)),
                OffsetDateTime.of(dateTime, ZoneOffset.UTC),
                OffsetDateTime.of(dateTime, ZoneOffset.ofHours(1)),
                ZonedDateTime.of(dateTime, ZoneOffset.UTC),
                ZonedDateTime.of(dateTime, ZoneId.of("UTC")),
                ZoneId.of("UTC"),
                ZoneOffset.UTC,
                new Both("a", "bc"),
                new Both("ab", "c"),
                new Both("a", null),
                new Both(null, "a"),
                new Both(null, null),
                new Nothing(),
                new Both(new Path("a"), "b"),
                new Both(new Path("a", "b"), ""),
                new Both(new Both(1, 2), 3),
                new Both(1, new Both(2, 3)),
                new Path(),
                new Both(1, 1),
                new Both(1L, 1),
                new Both(1, 1L)));
        for (Object key : keys) {
            for (Object other : keys) {
                boolean equal =
                        KeyHasher.standard().hash(key) == KeyHasher.standard().hash(other);
                assertThat(equal).as("%s and %s", key, other).isEqualTo(key.equals(other));
                boolean equalDigests = Arrays.equals(
                        KeyHasher.standard().digest(key), KeyHasher.standard().digest(other));
                assertThat(equalDigests).as("%s and %s", key, other).isEqualTo(key.equals(other));
            }
        }
        assertThat(KeyHasher.standard().hash(Double.longBitsToDouble(0x7ff8_0000_0000_0001L)))
                .isEqualTo(KeyHasher.standard().hash(Double.NaN));
    }

    @Test
    @DisplayName("takes every primitive type in a record")
    void takesPrimitiveComponents() {
        record All(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}
        assertThat(KeyHasher.standard().hash(new All(true, (byte) 1, (short) 2, 'c', 3, 4, 5, 6)))
                .isEqualTo(KeyHasher.standard().hash(new All(true, (byte) 1, (short) 2, 'c', 3, 4, 5, 6)))
                .isNotEqualTo(KeyHasher.standard().hash(new All(true, (byte) 1, (short) 2, 'c', 3, 4, 5, 7)));
    }

    @Test
    @DisplayName("is refused for a type that has none, saying what to do")
    void refusesOtherTypes() {
        assertThatThrownBy(() -> PersistentMap.of(new StringBuilder("x"), 1))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageContaining("java.lang.StringBuilder")
                .hasMessageContaining("VarveKey.hashTo(sink)");
        assertThatThrownBy(() -> PersistentMap.of(new Both(1, List.of()), 1))
                .isInstanceOf(UnsupportedTypeException.class);
    }

    @Test
    @DisplayName("is refused where unequal keys put the same, once nothing else tells them apart")
    void refusesIndistinctKeys() {
        final class Careless implements VarveKey {
            @Override
            public void hashTo(HashSink sink) {}
        }
        assertThatThrownBy(() -> PersistentMap.of(new Careless(), 1, new Careless(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hashTo has to put all that equals compares");
    }
}
