package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.SnapshotRequest;
import io.varve.Transaction;
import io.varve.TransitionContext;
import io.vavr.control.Option;

/**
 * How the snapshots of one transaction are called and marked, so that another process can tell what they are and go on from
 * them.
 *
 * @param transaction the transaction's name
 * @param creator who runs it
 */
record TransactionMarks(String transaction, Option<String> creator) {

    private static final String CHECKPOINT = "varve.checkpoint";
    private static final String CHANGES = "varve.changes";
    private static final String INITIAL = "varve.initial";
    private static final String INITIAL_VERSION = "varve.initial-version";

    /** The name of a checkpoint's snapshot. */
    static String snapshotName(String transaction, String checkpoint) {
        return transaction + "/" + checkpoint;
    }

    String snapshotName(String checkpoint) {
        return snapshotName(transaction, checkpoint);
    }

    SnapshotRequest initial() {
        return marked(SnapshotRequest.automatic().describedAs("the head before transaction '" + transaction + "'"));
    }

    SnapshotRequest checkpoint(String checkpoint, long changes, Option<RestorePoint<?>> initial) {
        SnapshotRequest request = marked(SnapshotRequest.named(snapshotName(checkpoint))
                        .describedAs("checkpoint '" + checkpoint + "' of transaction '" + transaction + "'"))
                .with(CHECKPOINT, checkpoint)
                .with(CHANGES, Long.toString(changes));
        return initial.map(point ->
                        request.with(INITIAL, point.info().id()).with(INITIAL_VERSION, Long.toString(point.version())))
                .getOrElse(request);
    }

    /** What the audit trail says of going back. */
    TransitionContext rollbackTo(RestorePoint<?> point) {
        TransitionContext who = creator.map(TransitionContext::by).getOrElse(TransitionContext::anonymous);
        return who.because("back to " + point.label() + " of transaction '" + transaction + "'");
    }

    /** Whether a snapshot is a checkpoint that this transaction took, in whatever run. */
    boolean isCheckpoint(SnapshotInfo info, String checkpoint) {
        return info.metadata().get(Transaction.NAME_KEY).contains(transaction)
                && info.metadata().get(CHECKPOINT).contains(checkpoint);
    }

    static long changes(SnapshotInfo checkpoint) {
        return number(checkpoint, CHANGES);
    }

    /** The id of the initial snapshot, as a checkpoint has it. */
    static Option<String> initialId(SnapshotInfo checkpoint) {
        return checkpoint.metadata().get(INITIAL);
    }

    static long initialVersion(SnapshotInfo checkpoint) {
        return number(checkpoint, INITIAL_VERSION);
    }

    /** A number in the metadata; -1, which fits no history, if somebody else wrote something there. */
    private static long number(SnapshotInfo info, String key) {
        try {
            return info.metadata().get(key).map(Long::parseLong).getOrElse(-1L);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private SnapshotRequest marked(SnapshotRequest request) {
        SnapshotRequest marked = request.tagged(Transaction.TAG).with(Transaction.NAME_KEY, transaction);
        return creator.map(marked::by).getOrElse(marked);
    }
}
