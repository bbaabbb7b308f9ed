package io.varve.tck;

import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.id;
import static io.varve.tck.Samples.ids;
import static io.varve.tck.Samples.page;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.RefUpdate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pages: put, read, put again, stamped, removed. */
abstract class PageContract extends ContractGroup {

    private static final Page FIRST = new Page(id(1), bytes("first"));
    private static final Page SECOND = new Page(id(2), bytes("second"));
    private static final Page FIRST_OTHERWISE = new Page(id(1), bytes("the first, compressed otherwise"));

    /** More than the parameters of a statement in any SQL database. */
    private static final int MANY_IDS = 70_000;

    PageContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void a_page_that_was_put_is_read_back() {
        put(ACME, 5, FIRST);
        assertThat(bytesOf(FIRST.id())).isEqualTo(FIRST.bytes());
        assertThat(store().scanPages(ACME, null, 10)).containsExactly(new PageStat(FIRST.id(), 5, 5));
    }

    @Test
    void a_page_may_have_no_bytes() {
        put(ACME, 5, new Page(id(1), new byte[0]));
        assertThat(bytesOf(id(1))).isEmpty();
        assertThat(store().scanPages(ACME, null, 10)).containsExactly(new PageStat(id(1), 5, 0));
    }

    @Test
    void every_byte_value_survives_in_a_page() {
        byte[] all = new byte[1_024];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 257 >> 2);
        }
        put(ACME, 5, new Page(id(1), all));
        assertThat(bytesOf(id(1))).isEqualTo(all);
    }

    @Test
    void reading_leaves_out_what_is_missing_and_answers_an_id_once() {
        put(ACME, 1, pages(0, 3));
        Map<PageId, byte[]> found = store().getPages(ACME, List.of(id(0), id(99), id(2), id(0)));
        assertThat(found).containsOnlyKeys(id(0), id(2));
        assertThat(found.get(id(2))).isEqualTo(page(2).bytes());
    }

    @Test
    void reading_no_pages_returns_none() {
        put(ACME, 1, FIRST);
        assertThat(store().getPages(ACME, List.of())).isEmpty();
        assertThat(store().getPages(ACME, Set.of(id(99)))).isEmpty();
    }

    @Test
    void pages_that_differ_in_one_bit_of_the_id_are_different_pages() {
        List<Page> pages = LongStream.range(0, 64)
                .boxed()
                .flatMap(bit -> List.of(
                        new Page(new PageId(1L << bit, 0), bytes(bit)),
                        new Page(new PageId(0, 1L << bit), bytes(-bit - 1)))
                        .stream())
                .toList();
        put(ACME, 1, pages);
        Map<PageId, byte[]> found = store().getPages(ACME, ids(pages));
        assertThat(found).hasSize(128);
        pages.forEach(page -> assertThat(found.get(page.id())).isEqualTo(page.bytes()));
    }

    @Test
    void thousands_of_pages_are_put_read_and_removed_in_one_call() {
        List<Page> pages = pages(0, 3_000);
        put(ACME, 1, pages);

        List<PageId> asked = LongStream.range(0, MANY_IDS).mapToObj(Samples::id).toList();
        Map<PageId, byte[]> found = store().getPages(ACME, asked);
        assertThat(found).hasSize(pages.size());
        pages.forEach(page -> assertThat(found.get(page.id())).isEqualTo(page.bytes()));

        assertThat(store().deletePages(ACME, UNGUARDED, asked, 2)).isEqualTo(pages.size());
        assertThat(store().scanPages(ACME, null, 10)).isEmpty();
    }

    @Test
    void a_page_put_again_with_other_bytes_keeps_those_that_are_there() {
        put(ACME, 5, FIRST);
        for (long stamp : new long[] {5, 3, 7}) {
            put(ACME, stamp, FIRST_OTHERWISE);
            assertThat(bytesOf(id(1))).isEqualTo(FIRST.bytes());
        }
        assertOneVersionOfFirst(7);
    }

    @Test
    void a_page_given_twice_in_one_commit_is_one_page() {
        put(ACME, 5, FIRST, page(2), FIRST, FIRST_OTHERWISE);
        assertThat(Walk.pageIds(store(), ACME)).containsExactlyInAnyOrder(id(1), id(2));
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(2)), 6)).isEqualTo(1);
        assertOneVersionOfFirst(5);
    }

    @Test
    void a_page_put_again_gets_the_larger_stamp() {
        put(ACME, 5, FIRST);
        put(ACME, 9, FIRST);
        assertOneVersionOfFirst(9);
        put(ACME, 3, FIRST_OTHERWISE);
        assertOneVersionOfFirst(9);
    }

    @Test
    void a_page_put_again_beside_new_ones_gets_its_stamp_too() {
        put(ACME, 1, pages(0, 10));
        put(ACME, 2, pages(5, 10));
        put(ACME, 0, pages(0, 20));
        Map<PageId, Long> stamps =
                Walk.pages(store(), ACME, 100).stream().collect(Collectors.toMap(PageStat::id, PageStat::stamp));
        for (int i = 0; i < 20; i++) {
            assertThat(stamps.get(id(i))).as("stamp of page %d", i).isEqualTo(i < 5 ? 1 : i < 15 ? 2 : 0);
        }
    }

    @Test
    void only_pages_with_a_smaller_stamp_are_removed() {
        put(ACME, 4, page(4));
        put(ACME, 5, page(5));
        put(ACME, 6, page(6));
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(4), id(5), id(6)), 5))
                .isEqualTo(1);
        assertThat(Walk.pageIds(store(), ACME)).containsExactlyInAnyOrder(id(5), id(6));
        assertThat(store().getPages(ACME, List.of(id(4)))).isEmpty();
    }

    @Test
    void stamps_range_from_zero_to_the_largest_long() {
        put(ACME, 0, page(1));
        put(ACME, Long.MAX_VALUE - 1, page(2));
        put(ACME, Long.MAX_VALUE, page(3));
        List<PageId> all = List.of(id(1), id(2), id(3));
        assertThat(store().deletePages(ACME, UNGUARDED, all, 0)).isZero();
        assertThat(store().deletePages(ACME, UNGUARDED, all, 1)).isEqualTo(1);
        assertThat(store().deletePages(ACME, UNGUARDED, all, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(store().scanPages(ACME, null, 10))
                .containsExactly(new PageStat(id(3), Long.MAX_VALUE, page(3).bytes().length));
    }

    @Test
    void a_page_put_again_with_a_larger_stamp_is_protected() {
        put(ACME, 1, FIRST);
        put(ACME, 2, FIRST);
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 2)).isZero();
        assertThat(bytesOf(id(1))).isEqualTo(FIRST.bytes());
    }

    @Test
    void removing_ignores_missing_pages_and_counts_one_given_twice_once() {
        put(ACME, 1, page(1), page(2));
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1), id(99), id(1)), 5))
                .isEqualTo(1);
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 5)).isZero();
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(), 5)).isZero();
        assertThat(Walk.pageIds(store(), ACME)).containsExactly(id(2));
    }

    @Test
    void a_removed_page_that_is_put_again_has_its_new_stamp_and_bytes() {
        put(ACME, 9, FIRST);
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 10)).isEqualTo(1);
        put(ACME, 2, FIRST_OTHERWISE);
        assertThat(bytesOf(id(1))).isEqualTo(FIRST_OTHERWISE.bytes());
        assertThat(store().scanPages(ACME, null, 10))
                .containsExactly(new PageStat(id(1), 2, FIRST_OTHERWISE.bytes().length));
    }

    @Test
    void nothing_is_removed_unless_the_ref_that_guards_it_has_the_value_given() {
        put(ACME, 1, FIRST);
        update(ACME, RefUpdate.create("g", bytes("x")), RefUpdate.create("empty", new byte[0]));
        for (RefUpdate wrong : List.of(
                RefUpdate.check("g", bytes("y")),
                RefUpdate.check("g", new byte[0]),
                RefUpdate.check("g", null),
                RefUpdate.check("empty", null),
                RefUpdate.check("absent", new byte[0]),
                RefUpdate.check("absent", bytes("x")))) {
            assertThat(store().deletePages(ACME, wrong, List.of(id(1)), 2))
                    .as("pages removed with %s", wrong)
                    .isZero();
        }
        assertThat(bytesOf(id(1))).isEqualTo(FIRST.bytes());
        assertThat(store().deletePages(ACME, RefUpdate.check("g", bytes("x")), List.of(id(1)), 2))
                .isEqualTo(1);
        assertThat(store().getPages(ACME, List.of(id(1)))).isEmpty();
        assertThat(store().readRef(ACME, "g")).contains(bytes("x"));
    }

    @Test
    void a_guard_is_a_ref_of_the_same_tenant() {
        put(ACME, 1, FIRST);
        update(GLOBEX, RefUpdate.create("g", bytes("x")));
        assertThat(store().deletePages(ACME, RefUpdate.check("g", bytes("x")), List.of(id(1)), 2))
                .isZero();
        assertThat(store().deletePages(ACME, RefUpdate.check("g", null), List.of(id(1)), 2))
                .isEqualTo(1);
    }

    @Test
    void only_pages_that_were_not_there_are_said_to_be_new() {
        assertThat(added(1, FIRST)).isSubsetOf(id(1));
        assertThat(added(1, FIRST)).isEmpty();
        assertThat(added(2, FIRST_OTHERWISE)).isEmpty();
        assertThat(added(0, SECOND, FIRST, SECOND)).isSubsetOf(id(2));

        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 3)).isEqualTo(1);
        assertThat(added(3, FIRST_OTHERWISE, SECOND)).isSubsetOf(id(1));
    }

    private Set<PageId> added(long stamp, Page... pages) {
        CommitResult result = store().commit(ACME, stamp, List.of(pages), List.of());
        assertThat(result).isInstanceOf(CommitResult.Applied.class);
        return ((CommitResult.Applied) result).added();
    }

    @Test
    void removing_pages_leaves_refs_alone() {
        CommitResult result = store().commit(ACME, 1, List.of(FIRST), List.of(RefUpdate.create("head", bytes("x"))));
        assertThat(result.isApplied()).isTrue();
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 2)).isEqualTo(1);
        assertThat(store().readRef(ACME, "head")).contains(bytes("x"));
    }

    private byte[] bytesOf(PageId id) {
        Map<PageId, byte[]> found = store().getPages(ACME, List.of(id));
        assertThat(found).as("pages found under one id").containsOnlyKeys(id);
        return found.values().iterator().next();
    }

    private void assertOneVersionOfFirst(long stamp) {
        byte[] kept = bytesOf(id(1));
        assertThat(kept).isIn(FIRST.bytes(), FIRST_OTHERWISE.bytes());
        assertThat(store().scanPages(ACME, null, 10)).containsExactly(new PageStat(id(1), stamp, kept.length));
    }
}
