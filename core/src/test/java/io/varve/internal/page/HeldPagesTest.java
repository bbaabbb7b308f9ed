package io.varve.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldPagesTest {

    private static final int TRIES = 50;

    private final HeldPages held = new HeldPages();

    private record Holder(PageLink link) implements PageHolder {}

    private List<Holder> add(int from, int to) {
        List<Holder> holders = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Holder holder = new Holder(new PageLink(new PageId(i, i), i % 2 == 0));
            held.add(holder);
            holders.add(holder);
        }
        return holders;
    }

    @Test
    void whoIsAliveHoldsItsPage() {
        List<Holder> holders = add(0, 1_000);
        System.gc();

        assertThat(held.links())
                .containsExactlyInAnyOrderElementsOf(
                        holders.stream().map(Holder::link).toList());
    }

    @Test
    void whoIsGoneHoldsNothing() {
        List<Holder> first = add(0, 500);
        List<Holder> second = add(500, 1_000);
        first.clear();
        int tries = 0;
        while (held.links().size() > second.size() && tries < TRIES) {
            System.gc();
            tries++;
        }
        List<Holder> third = add(1_000, 1_200);

        List<PageLink> expected = new ArrayList<>();
        second.forEach(holder -> expected.add(holder.link()));
        third.forEach(holder -> expected.add(holder.link()));
        assertThat(held.links()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
