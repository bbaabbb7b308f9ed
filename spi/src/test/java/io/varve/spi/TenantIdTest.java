package io.varve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TenantIdTest {

    private static final String ALPHABET = "abcxyzABCXYZ0189._-:@+=~";

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "acme", "a:b", "a.b", "a.", "user@example.com", "1+1=2", "a~", "a-_-.b"})
    void letters_digits_and_some_punctuation_make_an_id(String value) {
        assertThat(new TenantId(value).value()).isEqualTo(value);
        assertThat(new TenantId(value)).hasToString(value);
    }

    @Test
    void an_id_has_at_most_128_characters() {
        String longest = "a".repeat(TenantId.MAX_LENGTH);
        assertThat(new TenantId(longest).value()).isEqualTo(longest);
        assertThatThrownBy(() -> new TenantId(longest + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tenant id has at most 128 characters; this one has 129: 'aaaaaaaaaaaaaaaa…'");
    }

    @Test
    void the_message_about_a_long_id_shows_no_control_characters() {
        assertThatThrownBy(() -> new TenantId("a\n\u001b[31m" + "a".repeat(200)))
                .hasMessageContaining("'a??[31maaaaaaaaa…'");
    }

    @Test
    void an_id_is_neither_null_nor_empty() {
        assertThatNullPointerException().isThrownBy(() -> new TenantId(null)).withMessage("tenant id");
        assertThatThrownBy(() -> new TenantId(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tenant id must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {".a", "_a", "-a", ":a", "@a", "+a", "=a", "~a", " a"})
    void an_id_begins_with_a_letter_or_digit(String value) {
        assertThatThrownBy(() -> new TenantId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at position 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a/b", "a\\b", "a\0", "a\n", "aé", "a٣", "aК", "a%b", "a*b", "a\uD83D\uDE00", "a\u007F"})
    void any_other_character_is_refused_with_its_code_and_position(String value) {
        assertThatThrownBy(() -> new TenantId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.format("found U+%04X at position 1", (int) value.charAt(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..", "a..b", "a...b"})
    void two_dots_in_a_row_are_refused(String value) {
        assertThatThrownBy(() -> new TenantId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not contain '..'");
    }

    @Test
    void ids_that_differ_in_case_are_different() {
        assertThat(new TenantId("Acme")).isNotEqualTo(new TenantId("acme"));
    }

    @Test
    void the_order_is_that_of_unsigned_bytes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            TenantId a = randomId(random);
            TenantId b = randomId(random);
            int byBytes = Arrays.compareUnsigned(
                    a.value().getBytes(StandardCharsets.UTF_8), b.value().getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(a.compareTo(b))).as("%s and %s", a, b).isEqualTo(Integer.signum(byBytes));
            assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        }
    }

    private static TenantId randomId(Random random) {
        StringBuilder id = new StringBuilder("a");
        for (int i = random.nextInt(4); i > 0; i--) {
            char next = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            id.append(next == '.' && id.charAt(id.length() - 1) == '.' ? 'z' : next);
        }
        return new TenantId(id.toString());
    }
}
