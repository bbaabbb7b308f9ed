package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fixed sequence of calls on one tenant, any of which may fail, beside a model of what was acknowledged. After each
 * call the tenant must be what the model says.
 */
final class FaultScenario {

    private final StateManager<Ledger> states;
    private final Runnable afterFailure;
    private final Map<String, Ledger> snapshots = new LinkedHashMap<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final List<TransitionContext> audit = new ArrayList<>();
    private Ledger head = Ledger.EMPTY;
    private @Nullable Ledger replaced;
    private int number;

    /**
     * @param states the manager
     * @param afterFailure run after a call has failed, perhaps to heal the store
     */
    FaultScenario(StateManager<Ledger> states, Runnable afterFailure) {
        this.states = states;
        this.afterFailure = afterFailure;
    }

    List<RuntimeException> failures() {
        return failures;
    }

    void run() {
        create();
        apply();
        apply();
        snapshot("v1");
        apply();
        snapshot("v2");
        snapshot("v2 again");
        apply();
        apply();
        rollback("v1");
        apply();
        snapshot("v3");
        delete("v1");
        delete("v2");
        snapshot("v1");
        apply();
        rollback("v3");
        apply();
        undoRollback();
        replaceName("v3");
        applyWithSnapshot("v4");
        replaceName("v3");
        undoRollback();
    }

    private void create() {
        attempt(
                "create",
                () -> states.findTenant("acme").isEmpty() ? states.createTenant("acme") : "there",
                done -> {});
        if (states.findTenant("acme").isEmpty()) {
            states.createTenant("acme");
        }
        check("create");
    }

    private void apply() {
        String key = "key " + head.count() % 3;
        TransitionContext context = context("apply");
        attempt(
                "apply",
                () -> tenant().apply(context, state -> state.incremented().with(key, state.count())),
                state -> {
                    head = head.incremented().with(key, head.count());
                    audit.add(context);
                });
    }

    private TransitionContext context(String reason) {
        return TransitionContext.by("scenario").because(reason).with("number", Integer.toString(number++));
    }

    private void snapshot(String name) {
        if (snapshots.containsKey(name)) {
            return;
        }
        attempt(
                "snapshot " + name,
                () -> tenant().snapshot(SnapshotRequest.named(name)),
                info -> snapshots.put(name, head));
    }

    @SuppressWarnings("ReferenceEquality") // going back to the head itself is not an operation
    private void rollback(String name) {
        if (!snapshots.containsKey(name)) {
            return;
        }
        TransitionContext context = context("rollback");
        attempt("rollback " + name, () -> tenant().rollback(context, SnapshotRef.named(name)), result -> {
            result.safety().forEach(safety -> snapshots.put(safety.id(), head));
            if (snapshots.get(name) != head) {
                audit.add(context);
            }
            if (!head.equals(snapshots.get(name))) {
                replaced = head; // Else there was nothing to go back to, and so nothing to undo.
            }
            head = snapshots.get(name);
        });
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private void undoRollback() {
        Ledger before = replaced;
        if (before == null) {
            return;
        }
        TransitionContext context = context("undo");
        attempt("undo the rollback", () -> tenant().undoRollback(context), result -> {
            result.safety().forEach(safety -> snapshots.put(safety.id(), head));
            if (before != head) {
                audit.add(context);
            }
            replaced = head;
            head = before;
        });
    }

    private void replaceName(String name) {
        if (!snapshots.containsKey(name)) {
            return;
        }
        String former = tenant().find(SnapshotRef.named(name)).get().id();
        attempt(
                "replace the name " + name,
                () -> tenant().snapshot(SnapshotRequest.named(name).replaceName()),
                info -> {
                    Map<String, Ledger> before = new LinkedHashMap<>(snapshots);
                    snapshots.clear();
                    before.forEach((key, state) -> snapshots.put(key.equals(name) ? former : key, state));
                    snapshots.put(name, head);
                });
    }

    private void applyWithSnapshot(String name) {
        TransitionContext context = context("apply with snapshot");
        attempt(
                "apply with snapshot " + name,
                () -> tenant().applyWithSnapshot(context, Ledger::incremented, SnapshotRequest.named(name)),
                result -> {
                    snapshots.put(name, head);
                    head = result.getOrElseThrow();
                    audit.add(context);
                });
    }

    private void delete(String name) {
        if (!snapshots.containsKey(name)) {
            return;
        }
        attempt("delete " + name, () -> tenant().delete(SnapshotRef.named(name)), info -> snapshots.remove(name));
    }

    private <T> void attempt(String what, Supplier<T> call, Consumer<T> acknowledged) {
        try {
            acknowledged.accept(call.get());
        } catch (StoreFailedException e) {
            failures.add(e);
            afterFailure.run();
        } catch (RuntimeException e) {
            fail("'" + what + "' failed with something else than StoreFailedException", e);
        }
        if (states.findTenant("acme").isDefined()) {
            check(what);
        }
    }

    private Tenant<Ledger> tenant() {
        return states.tenant("acme");
    }

    private void check(String after) {
        check(tenant(), "after '" + after + "', with " + failures);
    }

    /** Compares a tenant with the model. */
    void check(Tenant<Ledger> tenant, String when) {
        assertThat(tenant.state()).as("head " + when).isEqualTo(head);
        assertThat(tenant.audit().map(AuditEntry::context))
                .as("audit trail " + when)
                .containsExactlyElementsOf(audit);
        assertThat(tenant.snapshots().map(info -> info.name().getOrElse(info.id())))
                .as("snapshots " + when)
                .containsExactlyElementsOf(snapshots.keySet());
        snapshots.forEach((name, state) -> {
            Option<SnapshotInfo> byName = tenant.find(SnapshotRef.named(name));
            SnapshotRef ref = byName.isDefined() ? SnapshotRef.named(name) : SnapshotRef.id(name);
            assertThat(tenant.at(ref).state()).as(name + " " + when).isEqualTo(state);
        });
    }
}
