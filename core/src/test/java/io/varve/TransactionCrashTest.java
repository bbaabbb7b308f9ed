package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a program in the middle of a transaction, and goes on in another. */
@ParameterizedClass
@EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionCrashTest {

    private static final int NEVER = 0;

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    private StateManager<Ledger> open(Durability mode) {
        return StateManager.builder(Ledger.class)
                .store(backend.open(folder))
                .initialState(Ledger.EMPTY)
                .durability(mode)
                .takeOver()
                .open();
    }

    private static Ledger after(int steps) {
        Ledger state = Ledger.EMPTY;
        for (int i = 1; i <= steps; i++) {
            state = state.incremented().with("step " + i, i - 1);
        }
        return state;
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aTransactionGoesOnFromItsCheckpointInAnotherProcess(Durability mode) throws Exception {
        killWhileStopped(mode, "stepwise", 3);
        try (StateManager<Ledger> states = open(mode)) {
            Tenant<Ledger> acme = states.tenant("acme");
            Transaction<Ledger> transaction = TransactionChild.transaction(acme, NEVER);
            TransactionResult<Ledger> result;
            if (acme.find(SnapshotRef.named("import-42/accounts")).isDefined()) {
                assertThat(acme.state()).isEqualTo(after(2));
                result = transaction.resumeFrom("accounts").get();
            } else {
                assertThat(mode)
                        .as("the mode in which a checkpoint may be lost")
                        .isEqualTo(Durability.ASYNC);
                assertThatThrownBy(() -> transaction.resumeFrom("accounts"))
                        .isInstanceOf(SnapshotNotFoundException.class);
                acme.snapshots().headOption().forEach(initial -> acme.rollback(SnapshotRef.id(initial.id())));
                result = transaction.run().get();
            }
            assertThat(result.state()).isEqualTo(after(5));
            assertThat(acme.at(SnapshotRef.named("import-42/accounts")).state()).isEqualTo(after(2));
            assertThat(acme.at(SnapshotRef.id(result.initial().get().id())).state())
                    .isEqualTo(Ledger.EMPTY);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void aPlainStepAfterTheCheckpointIsLostOrHasToBeUndoneByHand(Durability mode) throws Exception {
        killWhileStopped(mode, "stepwise", 4);
        try (StateManager<Ledger> states = open(mode)) {
            Tenant<Ledger> acme = states.tenant("acme");
            Transaction<Ledger> transaction = TransactionChild.transaction(acme, NEVER);
            if (mode == Durability.EVERY_TRANSITION) {
                assertThat(acme.state()).isEqualTo(after(3));
                assertThatThrownBy(() -> transaction.resumeFrom("accounts"))
                        .isInstanceOf(ConflictException.class)
                        .hasMessageContaining("rollback(");
                assertThat(acme.state()).isEqualTo(after(3));
                acme.rollback(SnapshotRef.named("import-42/accounts"));
            }
            assertThat(acme.state()).isEqualTo(after(2));

            assertThat(transaction.resumeFrom("accounts").get().state()).isEqualTo(after(5));
            assertThat(acme.state()).isEqualTo(after(5));
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void nothingIsLeftOfAnAtomicTransactionThatWasCutOff(Durability mode) throws Exception {
        killWhileStopped(mode, "atomic", 4);
        try (StateManager<Ledger> states = open(mode)) {
            Tenant<Ledger> acme = states.tenant("acme");

            assertThat(acme.state()).isEqualTo(Ledger.EMPTY);
            assertThat(acme.snapshots()).isEmpty();
            assertThat(TransactionChild.transaction(acme, NEVER)
                            .atomic()
                            .run()
                            .get()
                            .state())
                    .isEqualTo(after(5));
        }
    }

    private Process start(Durability mode, String kind, int stopAt) throws IOException {
        return new ProcessBuilder(ChildJvm.command(
                        256, List.of(), TransactionChild.class, backend.url(folder), mode.name(), kind, stopAt))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private void killWhileStopped(Durability mode, String kind, int stopAt) throws Exception {
        Process process = start(mode, kind, stopAt);
        try (BufferedReader lines = output(process)) {
            assertThat(lines.readLine())
                    .as("it said " + ChildJvm.text(folder.resolve("stderr")))
                    .isEqualTo("STOPPED");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
