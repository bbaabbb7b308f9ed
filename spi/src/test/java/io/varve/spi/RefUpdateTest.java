package io.varve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefUpdateTest {

    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};

    @Test
    void the_factories_say_what_is_expected_and_what_comes_next() {
        assertThat(RefUpdate.create("head", ONE)).isEqualTo(new RefUpdate("head", null, ONE));
        assertThat(RefUpdate.replace("head", ONE, TWO)).isEqualTo(new RefUpdate("head", ONE, TWO));
        assertThat(RefUpdate.delete("head", ONE)).isEqualTo(new RefUpdate("head", ONE, null));
        assertThat(RefUpdate.check("head", ONE)).isEqualTo(new RefUpdate("head", ONE, ONE));
        assertThat(RefUpdate.check("head", null)).isEqualTo(new RefUpdate("head", null, null));
    }

    @Test
    void the_factories_refuse_null_where_the_ref_is_present() {
        assertThatNullPointerException()
                .isThrownBy(() -> RefUpdate.create("head", null))
                .withMessage("next");
        assertThatNullPointerException()
                .isThrownBy(() -> RefUpdate.delete("head", null))
                .withMessage("expected");
        assertThatNullPointerException()
                .isThrownBy(() -> RefUpdate.replace("head", null, ONE))
                .withMessage("expected");
        assertThatNullPointerException()
                .isThrownBy(() -> RefUpdate.replace("head", ONE, null))
                .withMessage("next");
    }

    @Test
    void an_update_to_equal_bytes_is_a_check() {
        assertThat(RefUpdate.check("head", ONE).isCheck()).isTrue();
        assertThat(RefUpdate.check("head", null).isCheck()).isTrue();
        assertThat(RefUpdate.replace("head", ONE, ONE.clone()).isCheck()).isTrue();
        assertThat(RefUpdate.replace("head", ONE, TWO).isCheck()).isFalse();
        assertThat(RefUpdate.create("head", new byte[0]).isCheck()).isFalse();
        assertThat(RefUpdate.delete("head", new byte[0]).isCheck()).isFalse();
    }

    @Test
    void a_name_is_checked_as_that_of_a_ref() {
        assertThatThrownBy(() -> RefUpdate.create("a b", ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found U+0020 at position 1");
    }

    @Test
    void updates_are_equal_by_name_and_bytes() {
        assertThat(RefUpdate.replace("head", ONE, TWO))
                .isEqualTo(RefUpdate.replace("head", ONE.clone(), TWO.clone()))
                .hasSameHashCodeAs(RefUpdate.replace("head", ONE.clone(), TWO.clone()))
                .isNotEqualTo(RefUpdate.replace("head", TWO, ONE))
                .isNotEqualTo(RefUpdate.replace("tail", ONE, TWO))
                .isNotEqualTo(RefUpdate.create("head", TWO));
        assertThat(RefUpdate.create("head", new byte[0])).isNotEqualTo(RefUpdate.check("head", null));
    }

    @Test
    void the_text_shows_no_value() {
        assertThat(RefUpdate.create("head", ONE)).hasToString("RefUpdate[head, absent -> 1 bytes]");
        assertThat(RefUpdate.delete("head", ONE)).hasToString("RefUpdate[head, 1 bytes -> absent]");
    }
}
