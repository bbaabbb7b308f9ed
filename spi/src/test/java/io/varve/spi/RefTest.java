package io.varve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefTest {

    private static final byte[] VALUE = {1, 2};

    @Test
    void every_printable_character_but_the_space_may_be_in_a_name() {
        StringBuilder all = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) {
            all.append(c);
        }
        assertThat(new Ref(all.toString(), VALUE).name()).isEqualTo(all.toString());
    }

    @Test
    void a_name_has_1_to_200_characters() {
        assertThat(new Ref("n".repeat(Ref.MAX_NAME_LENGTH), VALUE).name()).hasSize(200);
        assertThatThrownBy(() -> new Ref("", VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a ref's name has 1 to 200 characters, not 0");
        assertThatThrownBy(() -> new Ref("n".repeat(201), VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a ref's name has 1 to 200 characters, not 201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\0", "a\n", "a\u007F", "aé", "a\uFFFF"})
    void any_other_character_is_refused_with_its_code_and_position(String name) {
        assertThatThrownBy(() -> new Ref(name, VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.format("found U+%04X at position 1", (int) name.charAt(1)));
    }

    @Test
    void neither_name_nor_value_is_null() {
        assertThatNullPointerException().isThrownBy(() -> new Ref(null, VALUE));
        assertThatNullPointerException().isThrownBy(() -> new Ref("head", null)).withMessage("value");
    }

    @Test
    void refs_are_equal_by_name_and_bytes() {
        assertThat(new Ref("head", VALUE))
                .isEqualTo(new Ref("head", VALUE.clone()))
                .hasSameHashCodeAs(new Ref("head", VALUE.clone()))
                .isNotEqualTo(new Ref("HEAD", VALUE))
                .isNotEqualTo(new Ref("head", new byte[] {1}))
                .isNotEqualTo("head");
    }

    @Test
    void the_text_shows_no_value() {
        assertThat(new Ref("head", VALUE)).hasToString("Ref[head, 2 bytes]");
    }
}
