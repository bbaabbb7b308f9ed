package io.varve.tck;

import static io.varve.tck.Samples.AWKWARD_TENANTS;
import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.id;
import static io.varve.tck.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tenants: when one exists, and that none sees or touches what is another's. */
abstract class TenantContract extends ContractGroup {

    TenantContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void a_tenant_exists_while_it_has_a_page() {
        put(ACME, 1, page(1));
        assertThat(store().scanTenants(null, 10)).containsExactly(ACME);
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 2)).isEqualTo(1);
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void a_tenant_exists_while_it_has_a_ref() {
        update(ACME, RefUpdate.create("head", bytes("x")));
        assertThat(store().scanTenants(null, 10)).containsExactly(ACME);
        update(ACME, RefUpdate.delete("head", bytes("x")));
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void a_tenant_exists_until_both_its_pages_and_its_refs_are_gone() {
        put(ACME, 1, page(1));
        update(ACME, RefUpdate.create("head", bytes("x")));
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 2)).isEqualTo(1);
        assertThat(store().scanTenants(null, 10)).containsExactly(ACME);
        put(ACME, 1, page(1));
        update(ACME, RefUpdate.delete("head", bytes("x")));
        assertThat(store().scanTenants(null, 10)).containsExactly(ACME);
    }

    @Test
    void reading_a_tenant_does_not_make_it() {
        assertThat(store().readRef(ACME, "head")).isEmpty();
        assertThat(store().getPages(ACME, List.of(id(1)))).isEmpty();
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(id(1)), 9)).isZero();
        assertThat(store().eraseTenant(ACME, new Ref("g", bytes("x")), 10)).isTrue();
        assertThat(store().scanTenants(null, 10)).isEmpty();
    }

    @Test
    void the_same_names_and_ids_in_many_tenants_are_different_refs_and_pages() {
        AWKWARD_TENANTS.forEach(this::fill);
        AWKWARD_TENANTS.forEach(this::assertFilled);
    }

    @Test
    void what_changes_in_one_tenant_leaves_its_neighbours_alone() {
        for (TenantId changed : AWKWARD_TENANTS) {
            fill(changed);
        }
        for (TenantId changed : AWKWARD_TENANTS) {
            update(
                    changed,
                    RefUpdate.delete("head", bytes("head of " + changed)),
                    RefUpdate.create("other", bytes("other")));
            assertThat(store().deletePages(changed, UNGUARDED, List.of(id(1)), 2))
                    .isEqualTo(1);
            put(changed, 9, page(2));

            AWKWARD_TENANTS.stream().filter(tenant -> !tenant.equals(changed)).forEach(this::assertFilled);
            empty(changed);
            fill(changed);
        }
    }

    @Test
    void names_do_not_run_over_into_the_tenant() {
        update(new TenantId("a"), RefUpdate.create("bc", bytes("a+bc")));
        update(new TenantId("ab"), RefUpdate.create("c", bytes("ab+c")));
        update(new TenantId("a:b"), RefUpdate.create("c", bytes("a:b+c")));
        update(new TenantId("a"), RefUpdate.create("b:c", bytes("a+b:c")));
        update(new TenantId("a"), RefUpdate.create(":b:c", bytes("a+:b:c")));
        assertThat(Walk.refNames(store(), new TenantId("a"))).containsExactly(":b:c", "b:c", "bc");
        assertThat(store().readRef(new TenantId("ab"), "c")).contains(bytes("ab+c"));
        assertThat(store().readRef(new TenantId("a:b"), "c")).contains(bytes("a:b+c"));
        assertThat(store().readRef(new TenantId("abc"), "c")).isEmpty();
    }

    @Test
    void a_tenant_without_data_reads_nothing_of_tenants_around_it() {
        fill(new TenantId("a"));
        fill(new TenantId("a:b"));
        for (String absent : List.of("A", "a:", "a:a", "a:b:", "a:b~", "a~", "0", "b")) {
            TenantId tenant = new TenantId(absent);
            assertThat(store().scanRefs(tenant, "", null, 10))
                    .as("refs of %s", tenant)
                    .isEmpty();
            assertThat(store().scanPages(tenant, null, 10))
                    .as("pages of %s", tenant)
                    .isEmpty();
            assertThat(store().readRef(tenant, "head")).as("head of %s", tenant).isEmpty();
        }
    }

    @Test
    void a_scan_does_not_run_on_into_the_next_tenant() {
        AWKWARD_TENANTS.forEach(this::fill);
        PageId last = new PageId(-1, -1);
        for (TenantId tenant : AWKWARD_TENANTS) {
            assertThat(store().scanPages(tenant, last, 10))
                    .as("pages of %s after the last", tenant)
                    .isEmpty();
            assertThat(store().scanRefs(tenant, "", "~~~~", 10))
                    .as("refs of %s after the last", tenant)
                    .isEmpty();
        }
    }

    private void fill(TenantId tenant) {
        put(tenant, 1, new Page(id(1), bytes("page of " + tenant)));
        update(tenant, RefUpdate.create("head", bytes("head of " + tenant)));
    }

    private void assertFilled(TenantId tenant) {
        byte[] bytes = bytes("page of " + tenant);
        assertThat(store().scanPages(tenant, null, 10))
                .as("pages of %s", tenant)
                .containsExactly(new PageStat(id(1), 1, bytes.length));
        assertThat(store().getPages(tenant, List.of(id(1))).get(id(1)))
                .as("page of %s", tenant)
                .isEqualTo(bytes);
        assertThat(store().scanRefs(tenant, "", null, 10))
                .as("refs of %s", tenant)
                .containsExactly(new Ref("head", bytes("head of " + tenant)));
    }

    private void empty(TenantId tenant) {
        assertThat(store().deletePages(tenant, UNGUARDED, Walk.pageIds(store(), tenant), Long.MAX_VALUE))
                .isPositive();
        update(
                tenant,
                store().scanRefs(tenant, "", null, 10).stream()
                        .map(ref -> RefUpdate.delete(ref.name(), ref.value()))
                        .toList());
    }
}
