package io.varve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The small records and results of the SPI. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValuesTest {

    private static final PageId ID = new PageId(1, 2);

    @Test
    void pages_are_equal_by_id_and_bytes() {
        assertThat(new Page(ID, new byte[] {1}))
                .isEqualTo(new Page(ID, new byte[] {1}))
                .hasSameHashCodeAs(new Page(ID, new byte[] {1}))
                .isNotEqualTo(new Page(ID, new byte[] {2}))
                .isNotEqualTo(new Page(new PageId(2, 1), new byte[] {1}))
                .hasToString("Page[00000000000000010000000000000002, 1 bytes]");
        assertThatNullPointerException()
                .isThrownBy(() -> new Page(null, new byte[0]))
                .withMessage("id");
        assertThatNullPointerException().isThrownBy(() -> new Page(ID, null)).withMessage("bytes");
    }

    @Test
    void the_size_of_a_page_is_not_negative() {
        assertThat(new PageStat(ID, 0, 0).size()).isZero();
        assertThatThrownBy(() -> new PageStat(ID, 0, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a page's size is not negative: -1");
        assertThatNullPointerException()
                .isThrownBy(() -> new PageStat(null, 0, 0))
                .withMessage("id");
    }

    @Test
    void a_store_takes_at_least_pages_of_a_mebibyte_and_refs_of_64_kibibytes() {
        Capabilities least = new Capabilities(true, false, Capabilities.MIN_PAGE_BYTES, Capabilities.MIN_REF_BYTES);
        assertThat(least.maxPageBytes()).isEqualTo(1024 * 1024);
        assertThat(least.maxRefBytes()).isEqualTo(64 * 1024);
        assertThatThrownBy(() -> new Capabilities(true, false, Capabilities.MIN_PAGE_BYTES - 1, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declares 1048575 and 1048576");
        assertThatThrownBy(() -> new Capabilities(true, false, 1 << 20, Capabilities.MIN_REF_BYTES - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_conflict_keeps_its_own_copy_of_what_was_found() {
        Map<String, Optional<byte[]>> found = new HashMap<>();
        found.put("head", Optional.empty());
        CommitResult result = CommitResult.conflict(found);
        found.clear();

        assertThat(result.isApplied()).isFalse();
        assertThat(result).isInstanceOfSatisfying(CommitResult.Conflict.class, conflict -> {
            assertThat(conflict.actual()).containsOnlyKeys("head");
            assertThatThrownBy(() -> conflict.actual().clear()).isInstanceOf(UnsupportedOperationException.class);
        });
    }

    @Test
    void applied_is_applied() {
        assertThat(CommitResult.applied().isApplied()).isTrue();
        assertThat(CommitResult.applied()).isSameAs(CommitResult.applied(Set.of()));
    }

    @Test
    void what_was_added_is_told_and_not_changed() {
        PageId page = new PageId(1, 2);
        CommitResult result = CommitResult.applied(new HashSet<>(Set.of(page)));

        assertThat(result).isInstanceOfSatisfying(CommitResult.Applied.class, applied -> {
            assertThat(applied.added()).containsExactly(page);
            assertThatThrownBy(() -> applied.added().clear()).isInstanceOf(UnsupportedOperationException.class);
        });
    }

    @Test
    void a_fault_has_a_kind_a_message_and_maybe_a_cause() {
        StoreException bare = new StoreException(StoreException.Kind.CLOSED, "closed");
        assertThat(bare.kind()).isEqualTo(StoreException.Kind.CLOSED);
        assertThat(bare).hasMessage("closed").hasNoCause();

        IllegalStateException cause = new IllegalStateException("engine");
        StoreException caused = new StoreException(StoreException.Kind.UNAVAILABLE, "busy", cause);
        assertThat(caused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(caused).hasMessage("busy").hasCause(cause);

        assertThatNullPointerException()
                .isThrownBy(() -> new StoreException(null, "x"))
                .withMessage("kind");
        assertThatNullPointerException()
                .isThrownBy(() -> new StoreException(StoreException.Kind.CLOSED, null))
                .withMessage("message");
    }
}
