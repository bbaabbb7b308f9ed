package io.varve.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;

/** What all groups of tests share: the store, a tenant, and commits that are expected to succeed. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class ContractGroup {

    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");

    /** A check that holds, since no test has such a ref: for those who remove pages where no guard matters. */
    static final RefUpdate UNGUARDED = RefUpdate.check("unguarded", null);

    private final StoreFixture fixture;

    ContractGroup(StoreFixture fixture) {
        this.fixture = fixture;
    }

    final StoreFixture fixture() {
        return fixture;
    }

    final SnapshotStore store() {
        return fixture.checked();
    }

    static Rounds rounds(int atLeast, int atMost) {
        return Rounds.of(atLeast, atMost);
    }

    final void put(TenantId tenant, long stamp, Collection<Page> pages) {
        CommitResult result = store().commit(tenant, stamp, pages, List.of());
        assertThat(result.isApplied()).as("a commit without updates is applied").isTrue();
    }

    final void put(TenantId tenant, long stamp, Page... pages) {
        put(tenant, stamp, List.of(pages));
    }

    final void update(TenantId tenant, Collection<RefUpdate> updates) {
        CommitResult result = store().commit(tenant, 0, List.of(), List.copyOf(updates));
        assertThat(result.isApplied()).as("commit of %s is applied", updates).isTrue();
    }

    final void update(TenantId tenant, RefUpdate... updates) {
        update(tenant, List.of(updates));
    }
}
