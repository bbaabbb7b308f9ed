package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.varve.tck.FaultStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit trail when the store fails: it tells of what came to be and of nothing else. */
@ParameterizedClass
@EnumSource(Backend.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditFaultTest extends BackendTest {

    private FaultStore faulty;
    private BlindStore blind;

    /** A store that, while it is blind, can't tell what became of a commit, not even afterwards. */
    private static final class BlindStore extends ForwardingStore {

        private volatile boolean on;
        private volatile boolean applies;

        BlindStore(SnapshotStore store) {
            super(store);
        }

        @Override
        public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
            if (!on) {
                return super.commit(tenant, stamp, pages, updates);
            }
            if (applies) {
                var unused = super.commit(tenant, stamp, pages, updates);
            }
            throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "injected fault");
        }

        @Override
        public Optional<byte[]> readRef(TenantId tenant, String name) {
            if (on) {
                throw new StoreException(StoreException.Kind.UNAVAILABLE, "injected fault");
            }
            return super.readRef(tenant, name);
        }
    }

    private SnapshotStore faulty(SnapshotStore store) {
        faulty = new FaultStore(store);
        return faulty;
    }

    private SnapshotStore blind(SnapshotStore store) {
        blind = new BlindStore(store);
        return blind;
    }

    private static List<String> who(Tenant<Ledger> tenant) {
        return tenant.audit().flatMap(AuditEntry::who).asJava();
    }

    private static void change(Tenant<Ledger> tenant, String who) {
        tenant.apply(TransitionContext.by(who), Ledger::incremented);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEntryOfUnknownOutcomeIsListedIfItTurnsOutThatItWasWritten(boolean applied) {
        Tenant<Ledger> acme = open(this::blind, builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        change(acme, "first");
        blind.applies = applied;
        blind.on = true;
        assertThatThrownBy(() -> change(acme, "unknown")).isInstanceOf(StoreFailedException.class);
        assertThat(who(acme)).containsExactly("first");
        blind.on = false;
        change(acme, "last");

        List<String> expected = applied ? List.of("first", "unknown", "last") : List.of("first", "last");
        assertThat(who(acme)).isEqualTo(expected);
        assertThat(acme.state().count()).isEqualTo(expected.size());
        assertThat(who(reopen().tenant("acme"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRollbackOfUnknownOutcomeIsListedIfItTurnsOutThatItWasWritten(boolean applied) {
        Tenant<Ledger> acme = open(this::blind, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme");
        change(acme, "first");
        acme.snapshot(SnapshotRequest.named("v1"));
        change(acme, "second");
        blind.applies = applied;
        blind.on = true;
        assertThatThrownBy(() -> acme.rollback(TransitionContext.by("unknown"), SnapshotRef.named("v1")))
                .isInstanceOf(StoreFailedException.class);
        assertThat(who(acme)).containsExactly("first", "second");
        blind.on = false;
        change(acme, "last");

        List<String> expected =
                applied ? List.of("first", "second", "unknown", "last") : List.of("first", "second", "last");
        assertThat(who(acme)).isEqualTo(expected);
        assertThat(acme.state().count()).isEqualTo(applied ? 2 : 3);
        assertThat(who(reopen().tenant("acme"))).isEqualTo(expected);
    }

    @Test
    void entriesThatCouldNotBeWrittenWithOneSnapshotGoWithTheNext() {
        Tenant<Ledger> acme = open(this::faulty, builder -> builder.durability(Durability.ON_SNAPSHOT))
                .createTenant("acme");
        change(acme, "first");
        faulty.follow(WriteFault.TOO_LARGE.at(write -> true));
        assertThatThrownBy(acme::snapshot).isInstanceOf(StoreFailedException.class);
        change(acme, "second");
        assertThat(who(acme)).containsExactly("first", "second");
        faulty.heal();
        acme.snapshot();

        assertThat(who(acme)).containsExactly("first", "second");
        assertThat(who(reopen().tenant("acme"))).containsExactly("first", "second");
    }

    @ParameterizedTest
    @EnumSource(
            value = WriteFault.class,
            names = {"TOO_LARGE", "UNKNOWN_APPLIED", "UNKNOWN_NOT_APPLIED"})
    void concurrentChangesThatShareAFailedWriteHaveNoEntries(WriteFault fault) throws Exception {
        Tenant<Ledger> acme = open(this::faulty, builder -> builder.durability(Durability.EVERY_TRANSITION))
                .createTenant("acme");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        faulty.follow(fault.at(write -> write % 2 == 1));
        Workers writers = new Workers();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            writers.start(() -> {
                for (int i = 0; i < 15; i++) {
                    String who = thread + "-" + i;
                    try {
                        change(acme, who);
                        acknowledged.add(who);
                    } catch (StoreFailedException e) {
                        // Refused: must not be listed.
                    }
                }
            });
        }
        writers.join();
        faulty.heal();

        assertThat(faulty.counts().faults()).isPositive();
        assertThat(who(acme)).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(who(reopen().tenant("acme"))).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    @Test
    void aStateThatCanNotBeStoredLeavesNoEntry() {
        Tenant<Ledger> acme =
                open(builder -> builder.durability(Durability.EVERY_TRANSITION)).createTenant("acme");
        change(acme, "first");
        assertThatThrownBy(() -> acme.apply(TransitionContext.by("broken"), state -> state.noted(null)))
                .isInstanceOf(InvalidStateException.class);
        change(acme, "last");

        assertThat(who(acme)).containsExactly("first", "last");
        assertThat(who(reopen().tenant("acme"))).containsExactly("first", "last");
    }
}
