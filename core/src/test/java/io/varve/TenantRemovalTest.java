package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class TenantRemovalTest extends BackendTest {

    @Test
    void aRemovedTenantIsNotThereAnyMore() {
        StateManager<Ledger> states = open();
        states.createTenant("acme");
        states.createTenant("globex");

        states.removeTenant("acme");

        assertThat(states.tenants()).containsExactly("globex");
        assertThat(states.findTenant("acme")).isEmpty();
        assertThatThrownBy(() -> states.tenant("acme")).isInstanceOf(TenantNotFoundException.class);
    }

    @Test
    void aRemovedTenantIsNotThereAfterReopening() {
        StateManager<Ledger> before = open();
        before.createTenant("acme").snapshot(SnapshotRequest.named("v1"));
        before.removeTenant("acme");

        StateManager<Ledger> states = reopen();

        assertThat(states.tenants()).isEmpty();
        assertThat(states.findTenant("acme")).isEmpty();
    }

    @Test
    void onlyATenantThatIsThereCanBeRemoved() {
        StateManager<Ledger> states = open();
        states.createTenant("globex");

        assertThatThrownBy(() -> states.removeTenant("acme"))
                .isInstanceOf(TenantNotFoundException.class)
                .hasMessageContaining("acme")
                .hasMessageContaining("globex");
    }

    @Test
    void aTenantIsRemovedOnce() {
        StateManager<Ledger> states = open();
        states.createTenant("acme");
        states.removeTenant("acme");

        assertThatThrownBy(() -> states.removeTenant("acme")).isInstanceOf(TenantNotFoundException.class);
    }

    @Test
    void aTenantThatWasNotLookedUpSinceOpeningCanBeRemoved() {
        open().createTenant("acme").snapshot();
        StateManager<Ledger> states = reopen();

        states.removeTenant("acme");

        assertThat(states.tenants()).isEmpty();
    }

    @Test
    void nothingOfTheOldTenantIsVisibleInANewOneOfTheSameId() {
        StateManager<Ledger> states = open();
        SnapshotInfo old = fill(states.createTenant("acme"));
        states.removeTenant("acme");

        Tenant<Ledger> acme = states.createTenant("acme");

        assertThatNothingIsLeft(acme, old);
    }

    @Test
    void nothingOfTheOldTenantIsVisibleAfterReopening() {
        StateManager<Ledger> before = open();
        SnapshotInfo old = fill(before.createTenant("acme"));
        before.removeTenant("acme");
        before.createTenant("acme");

        assertThatNothingIsLeft(reopen().tenant("acme"), old);
    }

    private static SnapshotInfo fill(Tenant<Ledger> tenant) {
        tenant.apply(state -> {
            Ledger next = state.incremented();
            for (int i = 0; i < 500; i++) {
                next = next.with("key " + i, i);
            }
            return next;
        });
        SnapshotInfo info = tenant.snapshot(SnapshotRequest.named("v1"));
        for (int i = 0; i < 100; i++) {
            tenant.apply(Ledger::incremented);
            tenant.snapshot();
        }
        return info;
    }

    private static void assertThatNothingIsLeft(Tenant<Ledger> acme, SnapshotInfo old) {
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.snapshots()).isEmpty();
        assertThat(acme.find(SnapshotRef.named("v1"))).isEmpty();
        assertThat(acme.find(SnapshotRef.id(old.id()))).isEmpty();
        assertThat(acme.find(SnapshotRef.latest())).isEmpty();

        SnapshotInfo info = acme.snapshot(SnapshotRequest.named("v1"));

        assertThat(info.id()).isNotEqualTo(old.id());
        assertThat(acme.snapshots()).containsExactly(info);
        assertThat(acme.at(SnapshotRef.named("v1")).state()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void theHandleOfARemovedTenantDoesNotReachTheNewOneOfTheSameId() {
        StateManager<Ledger> states = open();
        Tenant<Ledger> old = states.createTenant("acme");
        states.removeTenant("acme");
        Tenant<Ledger> acme = states.createTenant("acme");

        assertThat(states.tenant("acme")).isSameAs(acme).isNotSameAs(old);
        assertThatThrownBy(old::state).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(() -> old.apply(Ledger::incremented)).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(old::snapshot).isInstanceOf(TenantNotFoundException.class);
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(acme.snapshots()).isEmpty();
    }

    @Test
    void aTenantCanBeRemovedAndCreatedManyTimes() {
        StateManager<Ledger> states = open();
        for (int i = 0; i < 10; i++) {
            Tenant<Ledger> acme = states.createTenant("acme");
            acme.apply(Ledger::incremented);
            acme.snapshot(SnapshotRequest.named("v1"));
            assertThat(acme.state().count()).isEqualTo(1);
            states.removeTenant("acme");
        }
        assertThat(states.tenants()).isEmpty();
    }
}
