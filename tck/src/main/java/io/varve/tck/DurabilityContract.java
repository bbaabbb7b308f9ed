package io.varve.tck;

import static io.varve.tck.Samples.AWKWARD_NAMES;
import static io.varve.tck.Samples.AWKWARD_TENANTS;
import static io.varve.tck.Samples.bytes;
import static io.varve.tck.Samples.page;
import static io.varve.tck.Samples.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opening the same data again: everything acknowledged is there, and nothing that was removed. */
abstract class DurabilityContract extends ContractGroup {

    DurabilityContract(StoreFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void assumeDurable() {
        fixture().assumeDurable();
    }

    @Test
    void nothing_is_still_nothing() {
        SnapshotStore reopened = fixture().reopened();
        assertThat(reopened.scanTenants(null, 10)).isEmpty();
    }

    @Test
    void refs_and_their_values_are_there() {
        for (String name : AWKWARD_NAMES) {
            update(ACME, RefUpdate.create(name, bytes(name)));
        }
        update(GLOBEX, RefUpdate.create("empty", new byte[0]));
        List<Ref> before = store().scanRefs(ACME, "", null, 1_000);

        SnapshotStore reopened = fixture().reopened();

        assertThat(reopened.scanRefs(ACME, "", null, 1_000))
                .hasSize(AWKWARD_NAMES.size())
                .isEqualTo(before);
        assertThat(reopened.readRef(GLOBEX, "empty")).contains(new byte[0]);
    }

    @Test
    void pages_stamps_and_sizes_are_there() {
        put(ACME, 1, pages(0, 50));
        put(ACME, 7, pages(25, 50));
        List<PageStat> before = Walk.pages(store(), ACME, 100);

        SnapshotStore reopened = fixture().reopened();

        assertThat(Walk.pages(reopened, ACME, 100)).hasSize(75).isEqualTo(before);
        var found = reopened.getPages(ACME, Samples.ids(pages(0, 75)));
        for (Page page : pages(0, 75)) {
            assertThat(found.get(page.id())).isEqualTo(page.bytes());
        }
        put(ACME, 3, page(0), page(74));
        assertThat(reopened.deletePages(ACME, UNGUARDED, Samples.ids(pages(0, 75)), 7))
                .isEqualTo(25);
    }

    @Test
    void tenants_are_there() {
        AWKWARD_TENANTS.forEach(tenant -> update(tenant, RefUpdate.create("head", bytes("of " + tenant))));
        SnapshotStore reopened = fixture().reopened();
        assertThat(Walk.tenants(reopened, 7)).containsExactlyInAnyOrderElementsOf(AWKWARD_TENANTS);
        for (TenantId tenant : AWKWARD_TENANTS) {
            assertThat(reopened.readRef(tenant, "head")).contains(bytes("of " + tenant));
        }
    }

    @Test
    void what_was_replaced_removed_or_refused_stays_so() {
        update(ACME, RefUpdate.create("replaced", bytes(1)), RefUpdate.create("removed", bytes(1)));
        update(ACME, RefUpdate.replace("replaced", bytes(1), bytes(2)), RefUpdate.delete("removed", bytes(1)));
        assertThat(store().commit(ACME, 1, List.of(), List.of(RefUpdate.create("replaced", bytes(3))))
                        .isApplied())
                .isFalse();
        put(ACME, 1, page(1), page(2));
        assertThat(store().deletePages(ACME, UNGUARDED, List.of(page(1).id()), 2))
                .isEqualTo(1);

        SnapshotStore reopened = fixture().reopened();

        assertThat(reopened.scanRefs(ACME, "", null, 10)).containsExactly(new Ref("replaced", bytes(2)));
        assertThat(Walk.pageIds(reopened, ACME)).containsExactly(page(2).id());
        update(ACME, RefUpdate.replace("replaced", bytes(2), bytes(3)), RefUpdate.check("removed", null));
    }

    @Test
    void an_erased_tenant_stays_erased() {
        put(ACME, 1, pages(0, 20));
        update(ACME, RefUpdate.create("g", bytes("x")), RefUpdate.create("head", bytes("y")));
        put(GLOBEX, 1, page(1));
        boolean done = false;
        while (!done) {
            done = store().eraseTenant(ACME, new Ref("g", bytes("x")), 10);
        }
        SnapshotStore reopened = fixture().reopened();
        assertThat(reopened.scanTenants(null, 10)).containsExactly(GLOBEX);
        assertThat(reopened.scanPages(ACME, null, 10)).isEmpty();
        assertThat(reopened.scanRefs(ACME, "", null, 10)).isEmpty();
    }

    @Test
    void a_history_grows_over_many_reopenings() {
        for (int i = 0; i < 8; i++) {
            RefUpdate head = Samples.update("head", i == 0 ? null : bytes(i - 1), bytes(i));
            assertThat(store().commit(ACME, i, pages(i * 3, 3), List.of(head)).isApplied())
                    .isTrue();
            SnapshotStore reopened = fixture().reopened();
            assertThat(reopened.readRef(ACME, "head")).contains(bytes(i));
            assertThat(Walk.pageIds(reopened, ACME)).hasSize(3 * (i + 1));
        }
    }

    @Test
    void everything_that_many_threads_were_told_is_there() {
        int threads = 6;
        int commits = 30;
        Race.of(threads, thread -> () -> {
            TenantId tenant = thread % 2 == 0 ? ACME : GLOBEX;
            for (int i = 0; i < commits; i++) {
                update(tenant, RefUpdate.create(thread + "/" + i, bytes(i)));
                put(tenant, i, page(thread * 1_000L + i));
            }
        });
        SnapshotStore reopened = fixture().reopened();
        for (TenantId tenant : List.of(ACME, GLOBEX)) {
            assertThat(Walk.refNames(reopened, tenant)).hasSize(threads / 2 * commits);
            assertThat(Walk.pageIds(reopened, tenant)).hasSize(threads / 2 * commits);
        }
    }
}
