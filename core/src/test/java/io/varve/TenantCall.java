package io.varve;

import io.varve.diff.MergeRules;
import io.varve.diff.StatePath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** Every method of a tenant's handle but {@link Tenant#id()} and {@link Tenant#timelineName()}; the tenant has a snapshot named {@code v1}. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are
enum TenantCall {
    STATE(Tenant::state),
    APPLY(tenant -> tenant.apply(Ledger::incremented)),
    APPLY_ALL(tenant -> tenant.applyAll(List.of(Ledger::incremented))),
    TRANSACTION(tenant -> tenant.transaction().step(Ledger::incremented).run()),
    NAMED_TRANSACTION(tenant -> tenant.transaction("t")
            .checkpoint("a", Ledger::incremented)
            .atomic()
            .run()),
    APPLY_WITH_CONTEXT(tenant -> tenant.apply(TransitionContext.by("admin"), Ledger::incremented)),
    APPLY_ALL_WITH_CONTEXT(tenant -> tenant.applyAll(TransitionContext.by("admin"), List.of(Ledger::incremented))),
    SNAPSHOT(Tenant::snapshot),
    SNAPSHOT_WITH_REQUEST(tenant -> tenant.snapshot(SnapshotRequest.named("another"))),
    APPLY_WITH_SNAPSHOT_AND_CONTEXT(tenant ->
            tenant.applyWithSnapshot(TransitionContext.by("admin"), Ledger::incremented, SnapshotRequest.automatic())),
    APPLY_WITH_SNAPSHOT(tenant -> tenant.applyWithSnapshot(Ledger::incremented, SnapshotRequest.automatic())),
    ROLLBACK(tenant -> tenant.rollback(SnapshotRef.named("v1"))),
    ROLLBACK_WITH_CONTEXT(tenant -> tenant.rollback(TransitionContext.by("admin"), SnapshotRef.named("v1"))),
    PLAN_ROLLBACK(tenant -> tenant.planRollback(SnapshotRef.named("v1"))),
    REVERT(tenant -> tenant.revert(SnapshotRef.named("v1"), SnapshotRef.named("v1"))),
    REVERT_WITH_CONTEXT(
            tenant -> tenant.revert(TransitionContext.by("admin"), SnapshotRef.named("v1"), SnapshotRef.named("v1"))),
    AUDIT(Tenant::audit),
    UNDO_ROLLBACK(Tenant::undoRollback),
    UNDO_ROLLBACK_WITH_CONTEXT(tenant -> tenant.undoRollback(TransitionContext.by("admin"))),
    UNDO(Tenant::undo),
    UNDO_WITH_CONTEXT(tenant -> tenant.undo(TransitionContext.by("admin"))),
    REDO(Tenant::redo),
    REDO_WITH_CONTEXT(tenant -> tenant.redo(TransitionContext.by("admin"))),
    RETURN_TO(tenant -> tenant.returnTo(TransitionContext.by("admin"), 1)),
    OPERATIONS(Tenant::operations),
    AT(tenant -> tenant.at(SnapshotRef.named("v1"))),
    FIND(tenant -> tenant.find(SnapshotRef.named("v1"))),
    DIFF(tenant -> tenant.diff(SnapshotRef.named("v1"), SnapshotRef.head())),
    SNAPSHOTS(Tenant::snapshots),
    SNAPSHOTS_OF_FILTER(tenant -> tenant.snapshots(SnapshotFilter.all())),
    SNAPSHOT_COUNT(Tenant::snapshotCount),
    SNAPSHOT_COUNT_OF_FILTER(tenant -> tenant.snapshotCount(SnapshotFilter.all())),
    DELETE(tenant -> tenant.delete(SnapshotRef.named("v1"))),
    DELETE_WITH_CONTEXT(tenant -> tenant.delete(TransitionContext.by("admin"), SnapshotRef.named("v1"))),
    PLAN_RETENTION(Tenant::planRetention),
    PLAN_RETENTION_OF_POLICY(tenant -> tenant.planRetention(RetentionPolicy.keepAll())),
    PRUNE(Tenant::prune),
    PRUNE_BY_POLICY(tenant -> tenant.prune(RetentionPolicy.keepAll().keepNamed(0))),
    PRUNE_WITH_CONTEXT(tenant -> tenant.prune(
            TransitionContext.by("admin"), RetentionPolicy.keepAll().keepNamed(0))),
    HOLD(tenant -> tenant.hold(SnapshotRef.named("v1"), HoldRequest.named("case-12"))),
    RELEASE(tenant -> tenant.release(SnapshotRef.named("v1"), "case-12")),
    RELEASE_WITH_CONTEXT(tenant -> tenant.release(TransitionContext.by("admin"), SnapshotRef.named("v1"), "case-12")),
    SNAPSHOTS_OF_QUERY(tenant -> tenant.snapshots(SnapshotQuery.of(SnapshotFilter.all()))),
    HISTORY_OF(tenant -> tenant.historyOf(StatePath.root().component("note")).forEach(change -> {})),
    METRICS(Tenant::metrics),
    EXPORT_BUNDLE(TenantCall::export),
    BRANCH(tenant -> tenant.branch("branch", SnapshotRef.head())),
    FIND_TIMELINE(tenant -> tenant.findTimeline("branch")),
    TIMELINE(tenant -> tenant.timeline(Tenant.MAIN_TIMELINE)),
    TIMELINES(Tenant::timelines),
    SNAPSHOT_GRAPH(Tenant::snapshotGraph),
    PLAN_MERGE(tenant -> tenant.planMerge("branch", MergeRules.strict())),
    MERGE(tenant -> tenant.merge("branch", MergeRules.strict())),
    MERGE_WITH_CONTEXT(tenant -> tenant.merge(TransitionContext.by("admin"), "branch", MergeRules.strict())),
    RENAME_TIMELINE(tenant -> tenant.renameTimeline("branch", "other")),
    DELETE_TIMELINE(tenant -> tenant.deleteTimeline("other"));

    @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
    private final Consumer<Tenant<Ledger>> call;

    TenantCall(Consumer<Tenant<Ledger>> call) {
        this.call = call;
    }

    private static void export(Tenant<Ledger> tenant) {
        try {
            var unused = tenant.exportBundle().to(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new AssertionError("nothing is written that could fail", e);
        }
    }

    void on(Tenant<Ledger> tenant) {
        call.accept(tenant);
    }

    /** Whether it changes the state or the history. */
    boolean changes() {
        return switch (this) {
            case STATE,
                    AUDIT,
                    OPERATIONS,
                    AT,
                    FIND,
                    DIFF,
                    PLAN_ROLLBACK,
                    SNAPSHOTS,
                    SNAPSHOTS_OF_FILTER,
                    SNAPSHOTS_OF_QUERY,
                    HISTORY_OF,
                    SNAPSHOT_COUNT,
                    SNAPSHOT_COUNT_OF_FILTER,
                    PLAN_RETENTION,
                    PLAN_RETENTION_OF_POLICY,
                    METRICS,
                    FIND_TIMELINE,
                    TIMELINE,
                    TIMELINES,
                    SNAPSHOT_GRAPH -> false;
            default -> true;
        };
    }
}
