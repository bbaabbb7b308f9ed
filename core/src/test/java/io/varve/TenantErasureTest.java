package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.engine.StoreCheck;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is left of a tenant that was removed: the store itself is looked through. */
@ParameterizedClass
@EnumSource(Backend.class)
class TenantErasureTest extends BackendTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final int SNAPSHOTS = 8;

    private SnapshotStore raw;
    private final AtomicInteger erasing = new AtomicInteger();

    /** The end of the process, as far as a test can have it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash");
        }
    }

    /** Opens a manager that removes a few things at a time. */
    private StateManager<Ledger> openSlow(int crashAfter) {
        return open(
                store -> {
                    raw = store;
                    return new ForwardingStore(store) {
                        @Override
                        public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
                            if (erasing.getAndIncrement() == crashAfter) {
                                throw new Crash();
                            }
                            return super.eraseTenant(tenant, lastRef, 10);
                        }
                    };
                },
                builder -> builder.takeOver());
    }

    private static void fill(StateManager<Ledger> states) {
        for (String id : new String[] {"acme", "acme:b", "acm"}) {
            Tenant<Ledger> tenant = states.createTenant(id);
            for (int i = 0; i < SNAPSHOTS; i++) {
                int number = i;
                tenant.apply(TransitionContext.by("test"), state -> {
                    Ledger next = state.incremented();
                    for (int k = 0; k < 40; k++) {
                        next = next.with("key " + k, number);
                    }
                    return next;
                });
                tenant.snapshot(SnapshotRequest.named("s" + i));
            }
        }
    }

    private void requireNothingLeft() {
        assertThat(raw.scanRefs(ACME, "", null, 1_000)).isEmpty();
        assertThat(raw.scanPages(ACME, null, 1_000)).isEmpty();
        assertThat(raw.scanTenants(null, 10)).extracting(TenantId::value).containsExactly("acm", "acme:b");
        for (String other : new String[] {"acm", "acme:b"}) {
            StoreCheck.of(raw, other).requireNothingMissing(other);
            assertThat(raw.scanRefs(new TenantId(other), "s/", null, 100)).hasSize(SNAPSHOTS);
        }
    }

    @Test
    void aTenantThatWasRemovedLeavesNothingAndOthersEverything() {
        StateManager<Ledger> states = openSlow(Integer.MAX_VALUE);
        fill(states);

        states.removeTenant("acme");

        requireNothingLeft();
        assertThat(states.verify().isSound()).isTrue();
    }

    @Test
    void whatTheApplicationStillHoldsBringsNothingBack() {
        StateManager<Ledger> states = openSlow(Integer.MAX_VALUE);
        fill(states);
        Tenant<Ledger> acme = states.tenant("acme");
        Ledger held = acme.at(SnapshotRef.named("s3")).state();
        states.removeTenant("acme");

        assertThatThrownBy(() -> acme.apply(state -> held)).isInstanceOf(TenantNotFoundException.class);
        assertThatThrownBy(acme::collectGarbage).isInstanceOf(TenantNotFoundException.class);

        requireNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRemovalThatWasCutOffIsFinishedByACollection(int calls) {
        boolean left = cutOff(calls);
        StateManager<Ledger> states = openSlow(Integer.MAX_VALUE);

        assertThat(states.tenants()).containsExactly("acm", "acme:b");
        assertThat(states.verify().isSound()).isTrue();
        assertThat(states.collectGarbage().finishedRemovals()).hasSize(left ? 1 : 0);

        requireNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aTenantThatIsCreatedAfterARemovalWasCutOffHasNothingOfTheOldOne(int calls) {
        cutOff(calls);
        StateManager<Ledger> states = openSlow(Integer.MAX_VALUE);

        states.createTenant("acme");

        StoreCheck.of(raw, "acme").requireNothingMissing("new").requireNoGarbage("new");
        assertThat(raw.scanRefs(ACME, "s/", null, 10)).isEmpty();
        assertThat(raw.scanRefs(ACME, "n/", null, 10)).isEmpty();
        assertThat(raw.scanRefs(ACME, "o/", null, 10)).isEmpty();
        states.removeTenant("acme");
        requireNothingLeft();
    }

    /**
     * Ends a removal after some calls of the store.
     *
     * @return whether anything was left; not where all is erased by the first call
     */
    private boolean cutOff(int calls) {
        StateManager<Ledger> states = openSlow(calls);
        fill(states);
        erasing.set(0);
        try {
            states.removeTenant("acme");
        } catch (Crash e) {
            closeAll();
            return true;
        }
        assertThat(calls).isPositive();
        assertThat(backend).isNotEqualTo(Backend.H2);
        requireNothingLeft();
        closeAll();
        return false;
    }
}
