package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.Operation.Status;
import io.varve.spi.SnapshotStore;
import io.varve.tck.FaultStore;
import io.vavr.collection.Seq;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Undoes and redoes with a store that fails at write 0, 1, 2 … (in ASYNC, where trying again takes a while, at every third): an operation is in the log exactly when the head is what it made of
 * it, at once and after opening again.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UndoFaultTest {

    private static final Path NOWHERE = Path.of("");

    private static final List<Consumer<Tenant<Ledger>>> CALLS = List.of(
            tenant -> tenant.apply(Ledger::incremented),
            tenant -> tenant.apply(Ledger::incremented),
            tenant -> tenant.delete(SnapshotRef.named("v1")),
            Tenant::undo,
            Tenant::undo,
            Tenant::redo,
            Tenant::redo,
            tenant -> tenant.apply(Ledger::incremented),
            Tenant::undo,
            Tenant::undo,
            tenant -> tenant.apply(Ledger::incremented),
            tenant -> tenant.returnTo(TransitionContext.anonymous(), 3),
            Tenant::undo);

    static Stream<Arguments> faultsInEveryMode() {
        return Arrays.stream(WriteFault.values())
                .flatMap(fault -> Arrays.stream(Durability.values()).map(mode -> Arguments.of(fault, mode)));
    }

    @ParameterizedTest
    @MethodSource("faultsInEveryMode")
    void headAndLogAgreeWhicheverWriteFails(WriteFault fault, Durability mode) {
        boolean reached = true;
        for (int at = 0; reached; at += mode == Durability.ASYNC ? 3 : 1) {
            int failing = at;
            SnapshotStore memory = Backend.MEMORY.open(NOWHERE);
            FaultStore faulty = new FaultStore(ForwardingStore.keptOpen(memory));
            Seq<Operation> last;
            try (StateManager<Ledger> states = open(faulty, mode)) {
                Tenant<Ledger> acme = states.createTenant("acme");
                acme.snapshot(SnapshotRequest.named("v1"));
                acme.collectGarbage(); // So that it has been written.
                faulty.follow(fault.at(write -> write == failing));
                for (Consumer<Tenant<Ledger>> call : CALLS) {
                    Seq<Operation> before = acme.operations();
                    try {
                        call.accept(acme);
                    } catch (StoreFailedException e) {
                        assertThat(acme.operations()).isEqualTo(before);
                    } catch (SnapshotNotFoundException | UndoRefusedException e) {
                        // A call before failed.
                    }
                    requireAgreement(acme, "fault at write " + at);
                }
                last = acme.operations();
                faulty.heal();
            }
            try (StateManager<Ledger> states = open(memory, mode)) {
                Tenant<Ledger> acme = states.tenant("acme");
                requireAgreement(acme, "opened again after a fault at write " + at);
                assertThat(acme.operations()).isEqualTo(last);
            }
            reached = faulty.counts().faults() > 0;
        }
    }

    private static void requireAgreement(Tenant<Ledger> acme, String where) {
        Seq<Operation> done = acme.operations().filter(operation -> operation.status() == Status.DONE);
        assertThat(acme.state().count())
                .as(where)
                .isEqualTo(done.count(operation -> operation.kind() == OperationKind.TRANSITION));
        assertThat(acme.snapshotCount())
                .as(where)
                .isEqualTo(1 - done.count(operation -> operation.kind() == OperationKind.DELETE));
    }

    private static StateManager<Ledger> open(SnapshotStore store, Durability mode) {
        return StateManager.builder(Ledger.class)
                .store(store)
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .undoLimit(10)
                .onBackgroundFailure((tenantId, failure) -> {})
                .open();
    }
}
