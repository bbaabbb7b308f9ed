package io.varve;

import io.varve.diff.MergeRules;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A fixed sequence of everything that changes a tenant, which can be cut off anywhere. What a tenant is after each step is
 * known from a run that was not cut off.
 */
final class CrashScenario {

    /**
     * One call.
     *
     * @param name what it does
     * @param isDurable whether it returns durable in {@link Durability#ON_SNAPSHOT} too
     * @param call the call, on the manager and the id of the tenant
     */
    private record Step(String name, boolean isDurable, Call call) {}

    @FunctionalInterface
    private interface Call {
        void on(StateManager<Ledger> states, String id);
    }

    /**
     * All that can be seen of a tenant, but for ids and times.
     *
     * @param head its state
     * @param snapshots the names of its snapshots, their holds and their states, in order
     * @param audit why it was changed
     * @param timelines the names of its other timelines, with their heads and snapshots
     * @param operations what can be undone and redone
     */
    record View(Ledger head, Seq<String> snapshots, Seq<String> audit, Seq<String> timelines, Seq<String> operations) {

        static Option<View> of(StateManager<Ledger> states, String id) {
            return states.findTenant(id)
                    .map(tenant -> new View(
                            tenant.state(),
                            snapshots(tenant),
                            tenant.audit().map(entry -> entry.context().reason().getOrElse("")),
                            tenant.timelines()
                                    .tail()
                                    .map(info -> info.name() + ": "
                                            + tenant.timeline(info.name()).state() + ", "
                                            + snapshots(tenant.timeline(info.name()))),
                            tenant.operations()
                                    .map(operation ->
                                            operation.number() + " " + operation.kind() + " " + operation.status())));
        }

        private static Seq<String> snapshots(Tenant<Ledger> tenant) {
            return tenant.snapshots()
                    .map(info -> info.name().getOrElse("unnamed")
                            + info.holds().map(SnapshotHold::name).mkString(" (", ", ", "): ")
                            + tenant.at(SnapshotRef.id(info.id())).state());
        }
    }

    private final List<Step> steps = new ArrayList<>();

    CrashScenario() {
        durable("create", (states, id) -> states.createTenant(id));
        fill("first");
        named("v1");
        fill("second");
        change("snapshot on its own", true, Tenant::snapshot);
        fill("third");
        named("v2");
        change(
                "apply with snapshot",
                true,
                tenant -> tenant.applyWithSnapshot(because("both"), Ledger::incremented, SnapshotRequest.named("v3")));
        change("hold", true, tenant -> tenant.hold(SnapshotRef.named("v1"), HoldRequest.named("case-12")));
        change("hold another", true, tenant -> tenant.hold(SnapshotRef.named("v2"), HoldRequest.named("case-13")));
        change(
                "take a held one",
                true,
                tenant -> tenant.snapshot(SnapshotRequest.automatic().held(HoldRequest.named("audit"))));
        change("roll back", true, tenant -> tenant.rollback(because("back"), SnapshotRef.named("v1")));
        fill("fourth");
        change("undo", true, tenant -> tenant.undoRollback(because("undo")));
        change(
                "replace a name",
                true,
                tenant -> tenant.snapshot(SnapshotRequest.named("v2").replaceName()));
        change("delete", true, tenant -> tenant.delete(SnapshotRef.named("v3")));
        change("undo the deletion", true, tenant -> tenant.undo(because("undo")));
        change("undo the change before", true, tenant -> tenant.undo(because("undo")));
        change("redo it", true, tenant -> tenant.redo(because("redo")));
        change("delete again", true, tenant -> tenant.redo(because("redo")));
        change("collect", true, Tenant::collectGarbage);
        change(
                "atomic transaction",
                true,
                tenant -> tenant.transaction("t")
                        .step(Ledger::incremented)
                        .checkpoint("c", state -> state.with("in a transaction", 1))
                        .step(Ledger::incremented)
                        .atomic()
                        .run()
                        .getOrElseThrow(TransactionFailure::cause));
        change("branch", true, tenant -> tenant.branch("what-if", SnapshotRef.head()));
        change(
                "change the branch",
                false,
                tenant -> tenant.timeline("what-if").apply(state -> state.with("in a branch", 1)));
        change(
                "snapshot of the branch",
                true,
                tenant -> tenant.timeline("what-if").snapshot(SnapshotRequest.named("v1")));
        change("merge", true, tenant -> tenant.merge(because("merge"), "what-if", MergeRules.strict()));
        change("undo the merge", true, tenant -> tenant.undo(because("undo")));
        fill("instead of the merge");
        change(
                "return to the merge",
                true,
                tenant -> tenant.returnTo(
                        because("return"), tenant.operations().last().number() - 1));
        change("branch again", true, tenant -> tenant.branch("other", SnapshotRef.named("v1")));
        change("rename a timeline", true, tenant -> tenant.renameTimeline("other", "another"));
        change("delete a timeline", true, tenant -> tenant.deleteTimeline("what-if"));
        change("prune", true, tenant -> tenant.prune(RetentionPolicy.keepAutomatic(1)));
        change("release", true, tenant -> tenant.release(SnapshotRef.named("v1"), "case-12"));
        change("collect again", true, Tenant::collectGarbage);
        fill("last");
        durable("remove", StateManager::removeTenant);
        durable("create again", (states, id) -> states.createTenant(id));
        fill("anew");
        named("v1");
    }

    private void durable(String name, Call call) {
        steps.add(new Step(name, true, call));
    }

    private void change(String name, boolean isDurable, Consumer<Tenant<Ledger>> call) {
        steps.add(new Step(name, isDurable, (states, id) -> call.accept(states.tenant(id))));
    }

    /** Changes many entries, so that a snapshot has pages to write. */
    private void fill(String text) {
        change(
                "fill " + text,
                false,
                tenant -> tenant.apply(because(text), state -> {
                    Ledger filled = state.noted(text).incremented();
                    for (int i = 0; i < 60; i++) {
                        filled = filled.with(text.charAt(0) + "/" + i, state.count());
                    }
                    return filled;
                }));
    }

    private void named(String name) {
        change("snapshot " + name, true, tenant -> tenant.snapshot(SnapshotRequest.named(name)));
    }

    private static TransitionContext because(String reason) {
        return TransitionContext.by("scenario").because(reason);
    }

    /** Runs to the end; returns what the tenant was before the first step and after each. */
    List<Option<View>> run(StateManager<Ledger> states, String id) {
        List<Option<View>> views = new ArrayList<>(List.of(Option.none()));
        for (Step step : steps) {
            step.call().on(states, id);
            views.add(View.of(states, id));
        }
        return views;
    }

    /** Runs until a step fails with the store; returns how many steps returned. */
    int runUntilCrash(StateManager<Ledger> states, String id) {
        int returned = 0;
        try {
            for (Step step : steps) {
                step.call().on(states, id);
                returned++;
            }
        } catch (StoreFailedException | ClosedException e) {
            // The step in which the process ended.
        }
        return returned;
    }

    /** The number of steps of which nothing may be missing after a crash, if so many have returned. */
    int durable(int returned, Durability mode) {
        return switch (mode) {
            case EVERY_TRANSITION -> returned;
            case ON_SNAPSHOT -> {
                int durable = returned;
                while (durable > 0 && !steps.get(durable - 1).isDurable()) {
                    durable--;
                }
                yield durable;
            }
            case ASYNC -> 0;
        };
    }

    int size() {
        return steps.size();
    }

    /** For messages. */
    String stepAfter(int returned) {
        return returned == steps.size() ? "closing" : "'" + steps.get(returned).name() + "'";
    }
}
