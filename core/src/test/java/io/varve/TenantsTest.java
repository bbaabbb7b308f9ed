package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class TenantsTest extends BackendTest {

    @Test
    void aNewTenantHasTheInitialStateAndNoSnapshots() {
        Tenant<Ledger> acme = open().createTenant("acme");

        assertThat(acme.id()).isEqualTo("acme");
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void aCreatedTenantIsFound() {
        StateManager<Ledger> states = open();
        states.createTenant("acme");

        assertThat(states.findTenant("acme").map(Tenant::id)).containsExactly("acme");
        assertThat(states.tenant("acme").id()).isEqualTo("acme");
    }

    @Test
    void twoLookUpsGiveTheSameHandle() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> created = states.createTenant("acme");

        assertThat(states.tenant("acme")).isSameAs(created);
        assertThat(states.findTenant("acme").get()).isSameAs(created);
    }

    @Test
    void twoLookUpsAfterReopeningGiveTheSameHandle() {
        open().createTenant("acme");
        StateManager<Ledger> states = reopen();

        assertThat(states.tenant("acme"))
                .isSameAs(states.tenant("acme"))
                .isSameAs(states.findTenant("acme").get());
    }

    @Test
    void aTenantThatIsNotThereIsNotFound() {
        StateManager<Ledger> states = open();
        states.createTenant("acme");

        assertThat(states.findTenant("acm")).isEmpty();
        assertThat(states.findTenant("acme2")).isEmpty();
        assertThat(states.findTenant("ACME")).isEmpty();
    }

    @Test
    void theErrorForATenantThatMustBeThereListsWhatThereIs() {
        StateManager<Ledger> states = open();
        states.createTenant("acme");
        states.createTenant("globex");

        assertThatThrownBy(() -> states.tenant("initech"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessageContaining("'initech'")
                .hasMessageContaining("acme")
                .hasMessageContaining("globex");
    }

    @Test
    void theErrorForATenantInAnEmptyStoreNamesTheTenant() {
        StateManager<Ledger> states = open();

        assertThatThrownBy(() -> states.tenant("initech"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessageContaining("initech");
    }

    @Test
    void theErrorListsSomeTenantsOnlyWhenThereAreMany() {
        StateManager<Ledger> states = open();
        for (int i = 0; i < 30; i++) {
            states.createTenant("tenant-with-a-long-name-" + i);
        }

        assertThatThrownBy(() -> states.tenant("initech"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessageContaining("tenant-with-a-long-name-")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(800));
    }

    @Test
    void aTenantIsCreatedOnce() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> states.createTenant("acme"))
                .isInstanceOf(TenantExistsException.class)
                .hasMessageContaining("acme");
        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(states.tenant("acme")).isSameAs(acme);
    }

    @Test
    void aTenantThatIsStoredButNotYetLookedUpCanNotBeCreatedAgain() {
        open().createTenant("acme").apply(Ledger::incremented);
        StateManager<Ledger> states = reopen();

        assertThatThrownBy(() -> states.createTenant("acme")).isInstanceOf(TenantExistsException.class);
        assertThat(states.tenant("acme").state().count()).isEqualTo(1);
    }

    @Test
    void tenantsAreListedInAscendingOrder() {
        StateManager<Ledger> states = open();
        for (String id : new String[] {"b", "a:b", "a", "Z", "a.b", "ab", "0"}) {
            states.createTenant(id);
        }

        assertThat(states.tenants()).containsExactly("0", "Z", "a", "a.b", "a:b", "ab", "b");
    }

    @Test
    void anEmptyStoreHasNoTenants() {
        assertThat(open().tenants()).isEmpty();
    }

    @Test
    void tenantsAreThereAfterReopening() {
        StateManager<Ledger> before = open();
        before.createTenant("acme").apply(state -> state.noted("kept"));
        before.createTenant("globex");

        StateManager<Ledger> states = reopen();

        assertThat(states.tenants()).containsExactly("acme", "globex");
        assertThat(states.tenant("acme").state()).isEqualTo(Ledger.EMPTY.noted("kept"));
        assertThat(states.tenant("globex").state()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void aTenantThatExistsKeepsItsStateWhateverTheInitialStateIsNow() {
        open().createTenant("acme");

        StateManager<Ledger> states = reopen(builder -> builder.initialState(Ledger.EMPTY.noted("new")));

        assertThat(states.tenant("acme").state().note()).isEmpty();
        assertThat(states.createTenant("globex").state().note()).isEqualTo("new");
    }

    @Test
    void everyMethodOfAHandleFailsOnceTheTenantWasRemoved() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        states.removeTenant("acme");

        for (TenantCall call : TenantCall.values()) {
            assertThatThrownBy(() -> call.on(acme))
                    .as(call.name())
                    .isInstanceOf(TenantNotFoundException.class)
                    .hasMessageContaining("acme");
        }
        assertThat(acme.id()).isEqualTo("acme");
    }

    @Test
    void everyMethodOfAHandleFailsOnceTheManagerWasClosed() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> acme = states.createTenant("acme");
        acme.snapshot(SnapshotRequest.named("v1"));
        states.close();

        for (TenantCall call : TenantCall.values()) {
            assertThatThrownBy(() -> call.on(acme)).as(call.name()).isInstanceOf(ClosedException.class);
        }
        assertThat(acme.id()).isEqualTo("acme");
    }

    @Test
    void everyMethodOfTheManagerFailsOnceItWasClosed() {
        StateManager<Ledger> states = open();
        states.createTenant("acme");
        states.close();

        assertThatThrownBy(() -> states.createTenant("globex")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> states.findTenant("acme")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> states.tenant("acme")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(states::tenants).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> states.removeTenant("acme")).isInstanceOf(ClosedException.class);
    }

    @Test
    void closingAgainDoesNothing() {
        StateManager<Ledger> states = open();
        states.createTenant("acme").apply(Ledger::incremented);
        states.close();
        states.close();

        assertThat(open().tenant("acme").state().count()).isEqualTo(1);
    }

    @Test
    void aTenantIsCreatedOnlyIfItIsNotThere() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> created = states.tenantOrCreate("acme");
        created.apply(Ledger::incremented);

        assertThat(states.tenantOrCreate("acme")).isSameAs(created);
        assertThat(reopen().tenantOrCreate("acme").state().count()).isEqualTo(1);
        assertThatThrownBy(() -> reopen().tenantOrCreate("../acme")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoeverCreatesATenantAtTheSameTimeGetsTheSameOne() throws Exception {
        StateManager<Ledger> states = open();
        Workers workers = new Workers();
        for (int i = 0; i < 8; i++) {
            workers.start(() -> {
                for (int n = 0; n < 20; n++) {
                    states.tenantOrCreate("t" + n).apply(Ledger::incremented);
                }
            });
        }
        workers.join();

        assertThat(states.tenants()).hasSize(20);
        assertThat(states.tenants().map(id -> states.tenant(id).state().count()))
                .containsOnly(8L);
    }
}
