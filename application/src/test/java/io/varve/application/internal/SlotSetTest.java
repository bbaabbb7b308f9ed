package io.varve.application.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SlotSetTest {

    @Test
    void it_knows_its_smallest_number_after_any_edits() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            TreeSet<Long> model = new TreeSet<>();
            SlotSet set = SlotSet.EMPTY;
            for (int i = 0; i < 200; i++) {
                long slot = random.nextLong(1L << random.nextInt(53));
                if (random.nextInt(3) > 0) {
                    set = set.with(slot);
                    model.add(slot);
                } else {
                    long gone = model.isEmpty() || random.nextInt(4) == 0 ? slot : anyOf(model, random);
                    set = set.without(gone);
                    model.remove(gone);
                }
                assertThat(set.first())
                        .as("seed " + seed + ", step " + i)
                        .isEqualTo(model.isEmpty() ? SlotSet.NONE : model.first());
            }
        }
    }

    @Test
    void the_same_numbers_make_the_same_words_in_whatever_order_they_came_and_went() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Long> slots = new ArrayList<>();
            SlotSet direct = SlotSet.EMPTY;
            for (int i = 0; i < 100; i++) {
                slots.add(random.nextLong(1L << random.nextInt(53)));
                direct = direct.with(slots.get(i));
            }
            SlotSet detour = direct;
            for (int i = 0; i < 100; i++) {
                detour = detour.with(random.nextLong(SlotSet.LIMIT));
            }
            for (long first = detour.first(); first != SlotSet.NONE; first = detour.first()) {
                detour = detour.without(first);
            }
            assertThat(detour).isEqualTo(SlotSet.EMPTY);
            Collections.shuffle(slots, random);
            for (long slot : slots) {
                detour = detour.with(slot);
            }

            assertThat(detour).as("seed " + seed).isEqualTo(direct);
        }
    }

    @Test
    void the_bounds_are_numbers_and_what_is_beyond_is_refused() {
        assertThat(SlotSet.EMPTY.with(0).first()).isZero();
        assertThat(SlotSet.EMPTY.with(SlotSet.LIMIT - 1).first()).isEqualTo(SlotSet.LIMIT - 1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SlotSet.EMPTY.with(SlotSet.LIMIT));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SlotSet.EMPTY.without(-1));
    }

    @Test
    void an_edit_that_changes_nothing_returns_the_same_set() {
        SlotSet set = SlotSet.EMPTY.with(7).with(1L << 50);

        assertThat(set.with(7)).isSameAs(set);
        assertThat(set.without(8)).isSameAs(set);
        assertThat(SlotSet.EMPTY.without(8)).isSameAs(SlotSet.EMPTY);
    }

    private static long anyOf(Set<Long> model, Random random) {
        return new ArrayList<>(model).get(random.nextInt(model.size()));
    }
}
