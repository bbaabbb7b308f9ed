package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedTransitionsTest extends BackendTest {

    private StateManager<Ledger> states;
    private Tenant<Ledger> acme;
    private Tenant<Ledger> globex;

    @BeforeEach
    void createTenants() {
        states = open();
        acme = states.createTenant("acme");
        globex = states.createTenant("globex");
        acme.snapshot(SnapshotRequest.named("v1"));
        globex.snapshot(SnapshotRequest.named("v1"));
    }

    private static List<TenantCall> changes() {
        return Stream.of(TenantCall.values()).filter(TenantCall::changes).toList();
    }

    private static List<TenantCall> reads() {
        return Stream.of(TenantCall.values()).filter(call -> !call.changes()).toList();
    }

    @Test
    void aTransitionMayNotChangeItsOwnTenant() {
        Ledger head = acme.apply(Ledger::incremented);

        for (TenantCall call : changes()) {
            assertThatThrownBy(() -> acme.apply(state -> {
                        call.on(acme);
                        return state.incremented();
                    }))
                    .as(call.name())
                    .isInstanceOf(NestedTransitionException.class)
                    .hasMessageContaining("acme");
            assertThat(acme.state()).as("after %s", call).isSameAs(head);
            assertThat(acme.snapshots().map(SnapshotInfo::label))
                    .as("after %s", call)
                    .containsExactly("'v1'");
        }
    }

    @Test
    void aTransitionThatCatchesTheRefusalGoesOn() {
        for (TenantCall call : changes()) {
            long before = acme.state().count();
            acme.apply(state -> {
                assertThatThrownBy(() -> call.on(acme)).as(call.name()).isInstanceOf(NestedTransitionException.class);
                return state.incremented();
            });

            assertThat(acme.state().count()).as("after %s", call).isEqualTo(before + 1);
            assertThat(acme.snapshots()).as("after %s", call).hasSize(1);
        }
    }

    @Test
    void aTransitionMayReadItsOwnTenant() {
        for (TenantCall call : reads()) {
            long before = acme.state().count();
            acme.apply(state -> {
                call.on(acme);
                return state.incremented();
            });

            assertThat(acme.state().count()).as("after %s", call).isEqualTo(before + 1);
        }
    }

    @Test
    void aTransitionMayNotChangeAnotherTenantEither() {
        Ledger head = globex.state();

        for (TenantCall call : changes()) {
            assertThatThrownBy(() -> acme.apply(state -> {
                        call.on(globex);
                        return state.incremented();
                    }))
                    .as(call.name())
                    .isInstanceOf(NestedTransitionException.class)
                    .hasMessageContaining("acme")
                    .hasMessageContaining("globex");
            assertThat(acme.state()).as("after %s", call).isEqualTo(Ledger.EMPTY);
            assertThat(globex.state()).as("after %s", call).isSameAs(head);
            assertThat(globex.snapshots()).as("after %s", call).hasSize(1);
        }
    }

    @Test
    void aTransitionMayReadAnotherTenant() {
        globex.apply(Ledger::incremented);
        acme.apply(state -> state.noted("after " + globex.state().count()));

        assertThat(acme.state().note()).isEqualTo("after 1");
    }

    @Test
    void aTransitionMayNotOpenCreateOrRemoveTenantsNorCloseTheManager() {
        for (Runnable call : List.<Runnable>of(
                () -> states.createTenant("initech"),
                () -> states.findTenant("initech"),
                () -> states.removeTenant("globex"),
                () -> states.removeTenant("acme"),
                () -> states.close())) {
            assertThatThrownBy(() -> acme.apply(state -> {
                        call.run();
                        return state.incremented();
                    }))
                    .isInstanceOf(NestedTransitionException.class);
        }
        assertThat(states.tenants()).containsExactly("acme", "globex");
        assertThat(acme.apply(Ledger::incremented).count()).isEqualTo(1);
    }
}
