package io.varve.tck;

import static io.varve.tck.Samples.AWKWARD_NAMES;
import static io.varve.tck.Samples.AWKWARD_TENANTS;
import static io.varve.tck.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans of pages, refs and tenants: order, where they begin, where they end, with every limit. */
abstract class ScanContract extends ContractGroup {

    ScanContract(StoreFixture fixture) {
        super(fixture);
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {1, 2, 3, 5, 6, 9, 18, 19, 1_000, Integer.MAX_VALUE})
    void pages_come_in_the_order_of_their_unsigned_bytes(int limit) {
        List<PageId> ids = putPagesAtTheEdges();
        assertThat(Walk.pages(store(), ACME, limit)).extracting(PageStat::id).isEqualTo(ids);
    }

    @Test
    void a_scan_of_pages_begins_after_an_id_that_need_not_be_there() {
        List<PageId> ids = putPagesAtTheEdges();
        for (long high : new long[] {0, 1, 0x7F, 0x80, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1}) {
            for (long low : new long[] {0, 1, 2, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
                PageId after = new PageId(high, low);
                assertThat(store().scanPages(ACME, after, 1_000))
                        .as("pages after %s", after)
                        .extracting(PageStat::id)
                        .isEqualTo(ids.stream()
                                .filter(id -> id.compareTo(after) > 0)
                                .toList());
            }
        }
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {1, 2, 7, 1_000, Integer.MAX_VALUE})
    void refs_come_in_the_order_of_their_unsigned_bytes(int limit) {
        createAwkwardRefs();
        assertThat(Walk.refs(store(), ACME, "", limit))
                .extracting(Ref::name)
                .isEqualTo(List.copyOf(new TreeSet<>(AWKWARD_NAMES)));
    }

    @Test
    void a_scan_of_refs_returns_their_values() {
        createAwkwardRefs();
        assertThat(store().scanRefs(ACME, "", null, 1_000))
                .allSatisfy(ref -> assertThat(ref.value()).isEqualTo(bytes(ref.name())));
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {1, 3, 1_000})
    void a_prefix_is_text_and_not_a_pattern_and_after_may_lie_anywhere(int limit) {
        createAwkwardRefs();
        List<String> prefixes = List.of(
                "",
                "!",
                "%",
                "'",
                "\\",
                "_",
                "a",
                "a%",
                "a/",
                "a/b",
                "a[",
                "a_",
                "a~",
                "A",
                "s/",
                "zz",
                "~",
                "~~",
                "~~~~",
                "n".repeat(199),
                "n".repeat(200));
        List<String> starts =
                List.of("!", "A", "a", "a!", "a.", "a/", "a/b", "a_", "az", "a~", "b", "s/10", "z", "~", "~~~");
        TreeSet<String> sorted = new TreeSet<>(AWKWARD_NAMES);
        for (String prefix : prefixes) {
            assertThat(Walk.refs(store(), ACME, prefix, limit))
                    .as("refs with prefix '%s'", prefix)
                    .extracting(Ref::name)
                    .isEqualTo(sorted.stream()
                            .filter(name -> name.startsWith(prefix))
                            .toList());
            for (String after : starts) {
                assertThat(store().scanRefs(ACME, prefix, after, limit))
                        .as("%d refs with prefix '%s' after '%s'", limit, prefix, after)
                        .extracting(Ref::name)
                        .isEqualTo(sorted.tailSet(after, false).stream()
                                .filter(name -> name.startsWith(prefix))
                                .limit(limit)
                                .toList());
            }
        }
    }

    @Test
    void numbers_in_names_are_ordered_as_text() {
        for (int i = 0; i < 12; i++) {
            update(ACME, RefUpdate.create("s/" + i, bytes(i)));
        }
        assertThat(store().scanRefs(ACME, "s/", "s/1", 3)).extracting(Ref::name).containsExactly("s/10", "s/11", "s/2");
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {1, 2, 5, 23, 1_000, Integer.MAX_VALUE})
    void tenants_come_in_the_order_of_their_unsigned_bytes(int limit) {
        AWKWARD_TENANTS.forEach(tenant -> update(tenant, RefUpdate.create("head", bytes("x"))));
        assertThat(Walk.tenants(store(), limit)).isEqualTo(List.copyOf(new TreeSet<>(AWKWARD_TENANTS)));
    }

    @Test
    void a_scan_of_tenants_begins_after_one_that_need_not_be_there() {
        AWKWARD_TENANTS.forEach(tenant -> update(tenant, RefUpdate.create("head", bytes("x"))));
        TreeSet<TenantId> sorted = new TreeSet<>(AWKWARD_TENANTS);
        List<TenantId> starts = new ArrayList<>(AWKWARD_TENANTS);
        List.of("0a", "Z", "a--", "a:a", "az", "zzz").forEach(missing -> starts.add(new TenantId(missing)));
        for (TenantId after : starts) {
            assertThat(store().scanTenants(after, 1_000))
                    .as("tenants after %s", after)
                    .isEqualTo(List.copyOf(sorted.tailSet(after, false)));
        }
    }

    @Test
    void a_tenant_with_very_many_pages_and_refs_is_listed_once() {
        put(ACME, 1, Samples.pages(0, 500));
        for (int i = 0; i < 3; i++) {
            update(ACME, RefUpdate.create("s/" + i, bytes(i)));
        }
        put(GLOBEX, 1, Samples.pages(0, 500));
        assertThat(Walk.tenants(store(), 1)).containsExactly(ACME, GLOBEX);
    }

    @Test
    void a_scan_goes_on_after_an_item_that_was_removed_meanwhile() {
        put(ACME, 1, Samples.pages(0, 9));
        List<PageStat> first = store().scanPages(ACME, null, 4);
        PageId last = first.get(3).id();
        List<PageId> expected = Walk.pageIds(store(), ACME).subList(4, 9);
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(last), 2)).isEqualTo(1);
        assertThat(store().scanPages(ACME, last, 100)).extracting(PageStat::id).isEqualTo(expected);
    }

    /** Puts 18 pages whose ids lie where signed bytes or longs are ordered otherwise; returns the ids in order. */
    private List<PageId> putPagesAtTheEdges() {
        TreeSet<PageId> ids = new TreeSet<>();
        for (long high : new long[] {0, 0x7F, Long.MAX_VALUE, Long.MIN_VALUE, 0xFFL << 56, -1}) {
            for (long low : new long[] {0, Long.MIN_VALUE, -1}) {
                ids.add(new PageId(high, low));
            }
        }
        put(
                ACME,
                1,
                ids.descendingSet().stream()
                        .map(id -> new Page(id, id.toBytes()))
                        .toList());
        return List.copyOf(ids);
    }

    private void createAwkwardRefs() {
        for (String name : AWKWARD_NAMES) {
            update(ACME, RefUpdate.create(name, bytes(name)));
        }
    }
}
