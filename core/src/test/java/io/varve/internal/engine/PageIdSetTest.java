package io.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageIdSetTest {

    @Test
    void itHoldsWhatASetOfTheJdkHolds() {
        long seed = new Random().nextLong();
        System.out.println("PageIdSetTest seed " + seed);
        Random random = new Random(seed);
        PageIdSet ids = new PageIdSet();
        PageIdSet others = new PageIdSet();
        Set<PageId> model = new HashSet<>();
        Set<PageId> otherModel = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            // Few enough to repeat, among them the id of zeros and ids of which one half is zero.
            PageId id = new PageId(random.nextInt(100), random.nextInt(100) << random.nextInt(20));
            assertThat(ids.contains(id)).isEqualTo(model.contains(id));
            assertThat(ids.add(id)).isEqualTo(model.add(id));
            if (random.nextInt(3) == 0) {
                others.add(id);
                otherModel.add(id);
            } else {
                PageId other = new PageId(random.nextLong(), random.nextLong());
                others.add(other);
                otherModel.add(other);
            }
        }

        assertThat(ids.size()).isEqualTo(model.size());
        assertThat(model).allMatch(ids::contains);
        model.retainAll(otherModel);
        assertThat(ids.countIn(others)).isEqualTo(model.size());
    }

    @Test
    void theIdOfZerosIsAnIdLikeAllOthers() {
        PageIdSet ids = new PageIdSet();
        PageId zero = new PageId(0, 0);

        assertThat(ids.contains(zero)).isFalse();
        assertThat(ids.add(zero)).isTrue();
        assertThat(ids.add(zero)).isFalse();
        assertThat(ids.contains(zero)).isTrue();
        assertThat(ids.size()).isEqualTo(1);
    }
}
