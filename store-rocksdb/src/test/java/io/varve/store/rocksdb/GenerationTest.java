package io.varve.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerationTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final PageId ONE = new PageId(1, 1);
    private static final PageId TWO = new PageId(2, 2);

    private final Generation generation = new Generation();

    private static Pack pack(long stamp) {
        Map<PageId, PendingPage> pages = new LinkedHashMap<>();
        pages.put(ONE, PendingPage.stamped(3, stamp));
        pages.put(TWO, PendingPage.added(new byte[5], stamp));
        return new Pack(ACME, stamp, pages);
    }

    @Test
    void a_pack_that_is_taken_back_leaves_what_was_there() {
        PendingPage first = PendingPage.added(new byte[3], 1);
        generation.add(0, new Pack(ACME, 1, Map.of(ONE, first)), new ArrayList<>());
        long heapBytes = generation.heapBytes();

        List<@Nullable PendingPage> before = new ArrayList<>();
        generation.add(1, pack(2), before);
        assertThat(generation.pages()).isEqualTo(2);
        generation.remove(1, pack(2), before);

        assertThat(generation.of(ACME)).containsOnlyKeys(ONE).containsValue(first);
        assertThat(generation.packsOf(ACME)).containsExactly(0L);
        assertThat(generation.packs()).isEqualTo(1);
        assertThat(generation.pages()).isEqualTo(1);
        assertThat(generation.heapBytes()).isEqualTo(heapBytes);
    }

    @Test
    void a_pack_that_was_added_in_part_is_taken_back_in_part() {
        List<@Nullable PendingPage> before = new ArrayList<>();
        generation.add(1, new Pack(ACME, 2, Map.of(ONE, PendingPage.added(new byte[3], 2))), before);
        generation.remove(1, pack(2), before);

        assertThat(generation.of(ACME)).isEmpty();
        assertThat(generation.packs()).isZero();
        assertThat(generation.pages()).isZero();
        assertThat(generation.heapBytes()).isZero();
        generation.remove(1, pack(2), before);
        assertThat(generation.packs()).isZero();
    }
}
