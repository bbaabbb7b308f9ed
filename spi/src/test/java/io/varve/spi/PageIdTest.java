package io.varve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PageIdTest {

    private static final long[] EDGES = {0, 1, 0x7F, 0x80, 0xFF, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};

    @Test
    void the_order_is_that_of_the_unsigned_bytes() {
        for (long high : EDGES) {
            for (long low : EDGES) {
                for (long otherHigh : EDGES) {
                    for (long otherLow : EDGES) {
                        assertOrderIsThatOfBytes(new PageId(high, low), new PageId(otherHigh, otherLow));
                    }
                }
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertOrderIsThatOfBytes(
                    new PageId(random.nextLong(), random.nextLong()), new PageId(random.nextLong(), random.nextLong()));
        }
    }

    @Test
    void bytes_and_digits_lead_back_to_the_id() {
        for (long high : EDGES) {
            for (long low : EDGES) {
                PageId id = new PageId(high, low);
                assertThat(PageId.of(id.toBytes())).isEqualTo(id);
                assertThat(PageId.parse(id.toString())).isEqualTo(id);
            }
        }
    }

    @Test
    void the_bytes_are_big_endian_and_the_digits_show_them() {
        PageId id = new PageId(0x0011223344556677L, 0x8899AABBCCDDEEFFL);
        assertThat(id).hasToString("00112233445566778899aabbccddeeff");
        assertThat(id.toBytes()).isEqualTo(new byte[] {
            0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, -0x78, -0x67, -0x56, -0x45, -0x34, -0x23, -0x12, -0x01
        });
        assertThat(PageId.parse("00112233445566778899AABBCCDDEEFF")).isEqualTo(id);
    }

    @Test
    void an_id_is_read_from_the_middle_of_bytes() {
        byte[] bytes = new byte[40];
        bytes[5] = 1;
        bytes[20] = 2;
        bytes[21] = 99;
        assertThat(PageId.of(bytes, 5)).isEqualTo(new PageId(1L << 56, 2));
    }

    @Test
    void too_few_bytes_after_the_offset_are_refused() {
        assertThatThrownBy(() -> PageId.of(new byte[20], 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PageId.of(new byte[20], -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 32})
    void any_other_number_of_bytes_is_refused(int length) {
        assertThatThrownBy(() -> PageId.of(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a page id has 16 bytes, not " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0011223344556677889_aabbccddeeff", "00112233445566778899aabbccddeeff0"})
    void text_that_is_not_32_digits_is_refused(String text) {
        assertThatThrownBy(() -> PageId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_call_returns_new_bytes() {
        PageId id = new PageId(1, 2);
        id.toBytes()[0] = 9;
        assertThat(id.toBytes()[0]).isZero();
    }

    private static void assertOrderIsThatOfBytes(PageId a, PageId b) {
        assertThat(Integer.signum(a.compareTo(b)))
                .as("%s and %s", a, b)
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.toBytes(), b.toBytes())));
    }
}
