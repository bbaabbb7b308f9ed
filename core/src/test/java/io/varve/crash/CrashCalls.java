package io.varve.crash;

import io.varve.Ledger;
import io.varve.RetentionPolicy;
import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.TransitionContext;
import io.varve.crash.Step.Kind;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Random;

/** The calls that a child makes for one tenant, one after the other. */
final class CrashCalls {

    /** Few enough for one commit to remove what the policy does not keep. */
    private static final int MOST_SNAPSHOTS = 12;

    private static final RetentionPolicy FEW = RetentionPolicy.keepAutomatic(2).keepNamed(4);

    private final StateManager<Ledger> states;
    private final String id;
    private final int round;
    private final Random random;
    private Option<Tenant<Ledger>> found;
    private Option<SnapshotInfo> safety = Option.none();
    private int calls;

    CrashCalls(StateManager<Ledger> states, String id, int round, Random random) {
        this.states = states;
        this.id = id;
        this.round = round;
        this.random = random;
        this.found = states.findTenant(id);
    }

    void makeWithoutEnd() {
        while (true) {
            calls++;
            if (found.isEmpty()) {
                call(Kind.CREATE_TENANT, Step.NOTHING, () -> found = Option.some(states.createTenant(id)));
            } else {
                makeOne(found.get());
            }
        }
    }

    private void makeOne(Tenant<Ledger> tenant) {
        Seq<SnapshotInfo> snapshots = tenant.snapshots();
        if (snapshots.size() > MOST_SNAPSHOTS) {
            prune(tenant);
            return;
        }
        String name = round + "-" + calls;
        int dice = random.nextInt(100);
        if (dice < 12) {
            call(Kind.SNAPSHOT, name, () -> tenant.snapshot(SnapshotRequest.named(name)));
        } else if (dice < 18) {
            call(Kind.SNAPSHOT, Step.NOTHING, () -> tenant.snapshot());
        } else if (dice < 24) {
            call(
                    Kind.APPLY_WITH_SNAPSHOT,
                    name,
                    () -> tenant.applyWithSnapshot(context(tenant), Numbered::next, SnapshotRequest.named(name))
                            .outcome()
                            .get());
        } else if (dice < 28) {
            call(
                    Kind.ATOMIC_TRANSACTION,
                    name,
                    () -> tenant.transaction(name)
                            .by("child")
                            .checkpoint("a", Numbered::next)
                            .checkpoint("b", Numbered::next)
                            .step(Numbered::next)
                            .atomic()
                            .run()
                            .get());
        } else if (dice < 32) {
            call(
                    Kind.TRANSACTION,
                    name,
                    () -> tenant.transaction(name)
                            .by("child")
                            .step(Numbered::next)
                            .checkpoint("c", Numbered::next)
                            .step(Numbered::next)
                            .run()
                            .get());
        } else if (dice < 37) {
            call(Kind.COLLECT, "tenant", tenant::collectGarbage);
        } else if (dice < 39) {
            call(Kind.COLLECT, "all", states::collectGarbage);
        } else if (dice < 40 && calls > 20) {
            call(Kind.REMOVE_TENANT, Step.NOTHING, () -> states.removeTenant(id));
            found = Option.none();
        } else if (dice < 55 && !snapshots.isEmpty()) {
            changeHistory(tenant, snapshots);
        } else {
            call(Kind.APPLY, Step.NOTHING, () -> tenant.apply(context(tenant), Numbered::next));
        }
    }

    private void changeHistory(Tenant<Ledger> tenant, Seq<SnapshotInfo> snapshots) {
        int position = random.nextInt(snapshots.size());
        int undone = safety.map(info -> snapshots.indexWhere(other -> other.id().equals(info.id())))
                .getOrElse(-1);
        if (undone >= 0) {
            call(Kind.UNDO_ROLLBACK, Integer.toString(undone), () -> tenant.undoRollback(context(tenant)));
            safety = Option.none();
        } else if (random.nextBoolean()) {
            call(Kind.ROLLBACK, Integer.toString(position), () -> {
                RollbackResult<Ledger> result = tenant.rollback(context(tenant), SnapshotRef.index(position));
                safety = result.safety();
            });
        } else {
            call(Kind.DELETE, Integer.toString(position), () -> tenant.delete(SnapshotRef.index(position)));
        }
    }

    private void prune(Tenant<Ledger> tenant) {
        String removed = tenant.planRetention(FEW)
                .decisions()
                .zipWithIndex()
                .reject(each -> each._1.keep())
                .map(each -> each._2)
                .mkString(",");
        call(Kind.PRUNE, removed, () -> tenant.prune(FEW));
    }

    /** Every change has one, so that the audit trail has every change. */
    private static TransitionContext context(Tenant<Ledger> tenant) {
        return TransitionContext.by("child")
                .with("replaced", Long.toString(tenant.state().count()));
    }

    private void call(Kind kind, String argument, Runnable call) {
        CrashChild.say("? " + id + " " + kind + " " + argument + " .");
        call.run();
        if (kind == Kind.REMOVE_TENANT) {
            CrashChild.say("! " + id + " 0 0 .");
            return;
        }
        Tenant<Ledger> tenant = found.get();
        CrashChild.say("! " + id + " " + tenant.state().count() + " " + tenant.snapshotCount() + " .");
    }
}
