package io.varve.tck;

import static io.varve.tck.Samples.AWKWARD_TENANTS;
import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.page;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Erasing a tenant: refs but for one, then pages, then that ref, in calls that can be repeated until all is gone. */
abstract class EraseContract extends ContractGroup {

    private static final Ref MARK = new Ref("g", bytes("erasing"));
    private static final int REFS = 20;
    private static final int PAGES = 40;

    EraseContract(StoreFixture fixture) {
        super(fixture);
    }

    @Test
    void a_tenant_with_nothing_is_erased_at_once() {
        assertThat(store().eraseTenant(ACME, MARK, 1)).isTrue();
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {1, 2, 7, 20, 61, 1_000, Integer.MAX_VALUE})
    void repeated_calls_leave_nothing_and_each_gets_on(int limit) {
        fill(ACME);
        // Each call removes at least one of the 61 items, so the last of them answers true; one more may find nothing.
        int calls = eraseInSteps(ACME, limit, () -> {});
        assertThat(calls).isBetween(1, PAGES + REFS + 2);
        assertGone(ACME);
        assertThat(store().eraseTenant(ACME, MARK, limit)).isTrue();
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {1, 3, 19, 21})
    void refs_go_before_pages_and_the_mark_goes_last(int limit) {
        fill(ACME);
        eraseInSteps(ACME, limit, () -> assertOrderOfErasure(store()));
    }

    @Test
    void whoever_looks_during_an_erasure_finds_refs_gone_before_pages_and_the_mark_last() {
        for (int unused : rounds(5, 50)) {
            fill(ACME);
            Race.of(List.of(() -> eraseInSteps(ACME, 5, () -> {})), List.of(() -> assertOrderOfErasure(store())));
            assertGone(ACME);
        }
    }

    @Test
    void nothing_is_removed_unless_the_mark_has_the_value_given() {
        fill(ACME);
        for (Ref other : List.of(new Ref("no-such-ref", bytes(1)), new Ref(MARK.name(), bytes("of another life")))) {
            assertThat(store().eraseTenant(ACME, other, 10))
                    .as("erasing with %s", other)
                    .isTrue();
            assertThat(Walk.refNames(store(), ACME)).hasSize(REFS + 1);
            assertThat(Walk.pageIds(store(), ACME)).hasSize(PAGES);
        }
    }

    @Test
    void who_erases_a_former_life_of_a_tenant_does_not_hurt_its_next() {
        for (int round : rounds(10, 200)) {
            fill(ACME);
            Ref nextMark = new Ref(MARK.name(), bytes("alive " + round));
            Race.of(2, thread -> () -> {
                eraseInSteps(ACME, 3, () -> {});
                if (thread == 0) {
                    put(ACME, 1, page(1));
                    update(ACME, RefUpdate.create(nextMark.name(), nextMark.value()));
                }
            });
            assertThat(store().readRef(ACME, nextMark.name())).contains(nextMark.value());
            assertThat(Walk.pageIds(store(), ACME)).as("pages of the next life").contains(page(1).id());
            assertThat(eraseInSteps(ACME, nextMark, 10)).isPositive();
            assertGone(ACME);
        }
    }

    @Test
    void a_tenant_of_the_mark_alone_is_erased() {
        update(ACME, RefUpdate.create(MARK.name(), MARK.value()));
        assertThat(eraseInSteps(ACME, MARK, 1)).isLessThanOrEqualTo(2);
        assertGone(ACME);
    }

    @Test
    void a_tenant_of_pages_and_the_mark_is_erased() {
        put(ACME, 1, pages(0, 10));
        update(ACME, RefUpdate.create(MARK.name(), MARK.value()));
        assertThat(eraseInSteps(ACME, MARK, 3)).isPositive();
        assertGone(ACME);
    }

    @Test
    void a_mark_in_the_middle_of_the_order_of_names_is_kept_to_the_end() {
        for (String mark : List.of("!", "s/05", "~")) {
            fill(ACME);
            update(ACME, RefUpdate.delete(MARK.name(), MARK.value()));
            byte[] before = store().readRef(ACME, mark).orElse(null);
            update(ACME, Samples.update(mark, before, bytes("mark")));
            while (!store().eraseTenant(ACME, new Ref(mark, bytes("mark")), 1)) {
                assertThat(store().readRef(ACME, mark))
                        .as("the mark '%s' before the end", mark)
                        .contains(bytes("mark"));
            }
            assertGone(ACME);
        }
    }

    @Test
    void the_largest_stamp_does_not_protect_from_erasure() {
        put(ACME, Long.MAX_VALUE, page(1));
        update(ACME, RefUpdate.create(MARK.name(), MARK.value()));
        assertThat(eraseInSteps(ACME, MARK, 10)).isPositive();
        assertGone(ACME);
    }

    @Test
    void other_tenants_are_untouched() {
        AWKWARD_TENANTS.forEach(tenant -> {
            put(tenant, 1, page(1), page(2));
            update(
                    tenant,
                    RefUpdate.create("head", bytes("head of " + tenant)),
                    RefUpdate.create(MARK.name(), MARK.value()));
        });
        List<TenantId> left = new ArrayList<>(AWKWARD_TENANTS);
        for (TenantId erased : AWKWARD_TENANTS) {
            left.remove(erased);
            assertThat(eraseInSteps(erased, MARK, 2)).isPositive();
            assertGone(erased);
            assertThat(Walk.tenants(store(), 100)).containsExactlyInAnyOrderElementsOf(left);
            left.forEach(tenant -> {
                assertThat(store().scanRefs(tenant, "", null, 9))
                        .as("refs of %s after %s was erased", tenant, erased)
                        .containsExactly(MARK, new Ref("head", bytes("head of " + tenant)));
                assertThat(store().scanPages(tenant, null, 9))
                        .as("pages of %s after %s was erased", tenant, erased)
                        .hasSize(2);
            });
        }
    }

    @Test
    void an_erased_tenant_can_be_used_again() {
        fill(ACME);
        assertThat(eraseInSteps(ACME, MARK, 10)).isPositive();

        update(ACME, RefUpdate.create("s/01", bytes("new")), RefUpdate.check(MARK.name(), null));
        put(ACME, 0, page(1));

        assertThat(store().scanRefs(ACME, "", null, 10)).containsExactly(new Ref("s/01", bytes("new")));
        assertThat(store().scanPages(ACME, null, 10))
                .containsExactly(new PageStat(page(1).id(), 0, page(1).bytes().length));
        assertThat(store().getPages(ACME, Samples.ids(pages(0, PAGES)))).containsOnlyKeys(page(1).id());
    }

    @Test
    void an_erased_ref_satisfies_no_old_compare_and_set() {
        fill(ACME);
        assertThat(eraseInSteps(ACME, MARK, 10)).isPositive();
        assertThat(store().commit(ACME, 1, List.of(), List.of(RefUpdate.replace("s/01", bytes(1), bytes(2))))
                        .isApplied())
                .isFalse();
    }

    @Test
    void several_threads_may_erase_the_same_tenant() {
        for (int unused : rounds(5, 50)) {
            fill(ACME);
            fill(GLOBEX);
            Race.of(3, thread -> () -> eraseInSteps(ACME, 1 + thread * 5, () -> {}));
            assertGone(ACME);
            assertThat(Walk.refNames(store(), GLOBEX)).hasSize(REFS + 1);
            assertThat(eraseInSteps(GLOBEX, MARK, 100)).isPositive();
        }
    }

    @Test
    void a_half_erased_tenant_is_erased_to_the_end_after_reopening() {
        fixture().assumeDurable();
        fill(ACME);
        boolean done = store().eraseTenant(ACME, MARK, 1);
        while (!done) {
            assertOrderOfErasure(fixture().reopened());
            done = store().eraseTenant(ACME, MARK, 13);
        }
        SnapshotStore reopened = fixture().reopened();
        assertThat(reopened.scanTenants(null, 10)).isEmpty();
        assertGone(ACME);
    }

    private void fill(TenantId tenant) {
        List<RefUpdate> updates = new ArrayList<>();
        for (int i = 0; i < REFS; i++) {
            updates.add(RefUpdate.create(String.format("s/%02d", i), bytes(i)));
        }
        updates.add(RefUpdate.create(MARK.name(), MARK.value()));
        put(tenant, 1, pages(0, PAGES));
        update(tenant, updates);
    }

    private int eraseInSteps(TenantId tenant, Ref mark, int limit) {
        int calls = 1;
        while (!store().eraseTenant(tenant, mark, limit)) {
            calls++;
            assertThat(calls).as("calls of eraseTenant with limit %d", limit).isLessThan(1_000);
        }
        return calls;
    }

    private int eraseInSteps(TenantId tenant, int limit, Runnable betweenCalls) {
        int calls = 1;
        while (!store().eraseTenant(tenant, MARK, limit)) {
            betweenCalls.run();
            calls++;
            assertThat(calls).as("calls of eraseTenant with limit %d", limit).isLessThan(1_000);
        }
        return calls;
    }

    /** Looks at pages before refs, and at the mark before pages: what was gone at first stays gone. */
    private static void assertOrderOfErasure(SnapshotStore store) {
        boolean markIsGone = store.readRef(ACME, MARK.name()).isEmpty();
        int pagesLeft = store.scanPages(ACME, null, 1_000).size();
        List<String> refsLeft = Walk.refNames(store, ACME);
        if (markIsGone) {
            assertThat(pagesLeft).as("pages left after the mark was gone").isZero();
        }
        if (markIsGone || pagesLeft < PAGES) {
            assertThat(refsLeft).as("refs left after a page was gone").isSubsetOf(MARK.name());
        }
    }

    private void assertGone(TenantId tenant) {
        assertThat(store().scanRefs(tenant, "", null, 10))
                .as("refs of %s", tenant)
                .isEmpty();
        assertThat(store().scanPages(tenant, null, 10))
                .as("pages of %s", tenant)
                .isEmpty();
        assertThat(store().readRef(tenant, MARK.name()))
                .as("mark of %s", tenant)
                .isEmpty();
        assertThat(store().scanTenants(null, 100)).as("tenants").doesNotContain(tenant);
    }
}
