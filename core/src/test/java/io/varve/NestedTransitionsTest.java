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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<TenantCall> changes() {
        return Stream.of(TenantCall.values()).filter(TenantCall::changes);
    }

    static Stream<TenantCall> reads() {
        return Stream.of(TenantCall.values()).filter(call -> !call.changes());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aTransitionMayNotChangeItsOwnTenant(TenantCall call) {
        Ledger head = acme.apply(Ledger::incremented);

        assertThatThrownBy(() -> acme.apply(state -> {
                    call.on(acme);
                    return state.incremented();
                }))
                .isInstanceOf(NestedTransitionException.class)
                .hasMessageContaining("acme");
        assertThat(acme.state()).isSameAs(head);
        assertThat(acme.snapshots().map(SnapshotInfo::label)).containsExactly("'v1'");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aTransitionThatCatchesTheRefusalGoesOn(TenantCall call) {
        acme.apply(state -> {
            assertThatThrownBy(() -> call.on(acme)).isInstanceOf(NestedTransitionException.class);
            return state.incremented();
        });

        assertThat(acme.state().count()).isEqualTo(1);
        assertThat(acme.snapshots()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aTransitionMayReadItsOwnTenant(TenantCall call) {
        acme.apply(state -> {
            call.on(acme);
            return state.incremented();
        });

        assertThat(acme.state().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aTransitionMayNotChangeAnotherTenantEither(TenantCall call) {
        Ledger head = globex.state();

        assertThatThrownBy(() -> acme.apply(state -> {
                    call.on(globex);
                    return state.incremented();
                }))
                .isInstanceOf(NestedTransitionException.class)
                .hasMessageContaining("acme")
                .hasMessageContaining("globex");
        assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
        assertThat(globex.state()).isSameAs(head);
        assertThat(globex.snapshots()).hasSize(1);
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
