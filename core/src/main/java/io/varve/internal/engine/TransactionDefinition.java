package io.varve.internal.engine;

import io.varve.SnapshotRequest;
import io.varve.Transaction;
import io.varve.TransactionFailure;
import io.varve.TransactionResult;
import io.varve.Transition;
import io.varve.internal.text.TextLimits;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a transaction is to do.
 *
 * @param engine the tenant
 * @param name the name, or none if each run gets one
 * @param creator who runs it
 * @param steps the steps
 * @param isAtomic whether it is all or nothing
 */
record TransactionDefinition<S>(
        TenantEngine<S> engine,
        Option<String> name,
        Option<String> creator,
        Vector<TransactionStep<S>> steps,
        boolean isAtomic)
        implements Transaction<S> {

    private static final String UNNAMED = "transaction-";

    static <S> TransactionDefinition<S> of(TenantEngine<S> engine, Option<String> name) {
        name.forEach(text -> TextLimits.requireName("a transaction's name", text));
        return new TransactionDefinition<>(engine, name, Option.none(), Vector.empty(), false);
    }

    @Override
    public Transaction<S> by(String newCreator) {
        TextLimits.requireName("a transaction's creator", Objects.requireNonNull(newCreator, "creator"));
        return new TransactionDefinition<>(engine, name, Option.some(newCreator), steps, isAtomic);
    }

    @Override
    public Transaction<S> step(Transition<S> transition) {
        return step("step " + (steps.size() + 1), transition);
    }

    @Override
    public Transaction<S> step(String stepName, Transition<S> transition) {
        TextLimits.requireName("a step's name", Objects.requireNonNull(stepName, "name"));
        return with(new TransactionStep<>(stepName, Objects.requireNonNull(transition, "transition"), false));
    }

    @Override
    public Transaction<S> checkpoint(String checkpoint, Transition<S> transition) {
        TextLimits.requireName("a checkpoint's name", Objects.requireNonNull(checkpoint, "name"));
        Objects.requireNonNull(transition, "transition");
        if (indexOf(checkpoint).isDefined()) {
            throw new IllegalArgumentException(
                    label() + " has a checkpoint '" + checkpoint + "' already; each needs a name of its own");
        }
        String snapshot = TransactionMarks.snapshotName(name.getOrElse(TransactionDefinition::newName), checkpoint);
        if (snapshot.length() > SnapshotRequest.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "the snapshot of a checkpoint is called <transaction>/<checkpoint>, which"
                            + " has at most " + SnapshotRequest.MAX_NAME_LENGTH + " characters; found "
                            + snapshot.length()
                            + ": '" + snapshot + "'");
        }
        return with(new TransactionStep<>(checkpoint, transition, true));
    }

    @Override
    public Transaction<S> atomic() {
        return new TransactionDefinition<>(engine, name, creator, steps, true).requireFewCheckpoints();
    }

    @Override
    public Either<TransactionFailure<S>, TransactionResult<S>> run() {
        return begin().run();
    }

    @Override
    public Either<TransactionFailure<S>, TransactionResult<S>> resumeFrom(String checkpoint) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        requireIndexOf(checkpoint);
        if (isAtomic) {
            throw new IllegalStateException(
                    label() + " is atomic: it was done in full or not at all, so there is nothing to go on from;"
                            + " look whether its checkpoints exist, and run it again if they don't");
        }
        if (name.isEmpty()) {
            throw new IllegalStateException("a transaction without a name gets another one with each run, so no earlier"
                    + " run of it can be told; give it a name");
        }
        return begin().resumeFromHistory(checkpoint);
    }

    private TransactionRun<S> begin() {
        engine.requireOpen();
        return new TransactionRun<>(
                this, new TransactionMarks(name.getOrElse(TransactionDefinition::newName), creator));
    }

    /** The index of a checkpoint's step. */
    Option<Integer> indexOf(String checkpoint) {
        int index = steps.indexWhere(step -> step.isCheckpoint() && step.name().equals(checkpoint));
        return Option.when(index >= 0, index);
    }

    int requireIndexOf(String checkpoint) {
        return indexOf(checkpoint)
                .getOrElseThrow(() ->
                        new IllegalArgumentException(label() + " has no checkpoint '" + checkpoint + "'; it" + " has: "
                                + checkpoints().map(TransactionStep::name).mkString(", ")));
    }

    Vector<TransactionStep<S>> checkpoints() {
        return steps.filter(TransactionStep::isCheckpoint);
    }

    private Transaction<S> with(TransactionStep<S> step) {
        return new TransactionDefinition<>(engine, name, creator, steps.append(step), isAtomic).requireFewCheckpoints();
    }

    private TransactionDefinition<S> requireFewCheckpoints() {
        int found = checkpoints().size();
        if (isAtomic && found > MAX_ATOMIC_CHECKPOINTS) {
            throw new IllegalArgumentException("an atomic transaction has at most " + MAX_ATOMIC_CHECKPOINTS
                    + " checkpoints, as one commit has to take all their snapshots; found " + found
                    + ". Make some of them plain steps, or several transactions");
        }
        return this;
    }

    private String label() {
        return name.map(text -> "transaction '" + text + "'").getOrElse("a transaction without a name");
    }

    private static String newName() {
        return UNNAMED + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    @Override
    public String toString() {
        return (isAtomic ? "atomic " : "") + label() + " of tenant '"
                + engine.label().tenant() + "': "
                + steps.map(TransactionStep::name).mkString(", ");
    }
}
