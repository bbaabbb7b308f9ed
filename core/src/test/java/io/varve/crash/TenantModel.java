package io.varve.crash;

import io.varve.Durability;
import io.vavr.collection.List;
import io.vavr.collection.Vector;
import java.util.function.Function;

/**
 * What a tenant has after some calls: all that a program outside can know of it.
 *
 * @param exists whether it is there
 * @param head the number of the head
 * @param stored the number of the head in the store, which is found after a kill
 * @param snapshots from the oldest to the newest
 */
record TenantModel(boolean exists, long head, long stored, Vector<Taken> snapshots) {

    static final TenantModel ABSENT = new TenantModel(false, 0, 0, Vector.empty());
    static final TenantModel NEW = new TenantModel(true, 0, 0, Vector.empty());

    /**
     * A snapshot.
     *
     * @param name its name, or {@link Step#NOTHING}
     * @param number of its state
     */
    record Taken(String name, long number) {

        @Override
        public String toString() {
            return name + ":" + number;
        }
    }

    /** Of what was found in the store. */
    static TenantModel found(long head, Iterable<Taken> snapshots) {
        return new TenantModel(true, head, head, Vector.ofAll(snapshots));
    }

    /** As it is found if the process is killed now. */
    TenantModel afterKill() {
        return new TenantModel(exists, stored, stored, snapshots);
    }

    /**
     * What may be the case after a call: one of several where only the call itself tells, by its result, whether it took a
     * snapshot of the head first.
     */
    List<TenantModel> after(Step step, Durability mode) {
        return switch (step.kind()) {
            case CREATE_TENANT -> List.of(NEW);
            case REMOVE_TENANT -> List.of(ABSENT);
            case COLLECT -> List.of(this);
            case APPLY -> List.of(applied(mode));
            case SNAPSHOT -> List.of(with(step.argument(), head).written());
            case APPLY_WITH_SNAPSHOT ->
                List.of(with(step.argument(), head).next().written());
            case ROLLBACK, UNDO_ROLLBACK -> {
                long target = snapshots.get(Integer.parseInt(step.argument())).number();
                yield keepingHead(before -> before.at(target).written());
            }
            case DELETE -> List.of(without(step.argument()));
            case PRUNE -> List.of(without(step.argument()).written()); // With its entry in the audit trail.
            case ATOMIC_TRANSACTION ->
                keepingHead(before -> before.with(step.argument() + "/a", head + 1)
                        .with(step.argument() + "/b", head + 2)
                        .at(head + 3)
                        .written());
            case TRANSACTION -> begun().map(begun -> begun.checkpoint(step).applied(mode));
        };
    }

    /** What may be found if a call is cut off by a kill. */
    List<TenantModel> cutOff(Step step, Durability mode) {
        return after(step, mode).prependAll(within(step)).prepend(this).map(TenantModel::afterKill);
    }

    /** What is the case between the parts of a call that is more than one change. */
    List<TenantModel> within(Step step) {
        return step.kind() == Step.Kind.TRANSACTION
                ? begun().flatMap(begun -> List.of(begun, begun.checkpoint(step)))
                : List.empty();
    }

    /** After the first of the three steps of a transaction, which is written with a snapshot of what was before. */
    private List<TenantModel> begun() {
        return keepingHead(before -> before.next().written());
    }

    private TenantModel checkpoint(Step step) {
        return next().with(step.argument() + "/c", head + 1).written();
    }

    /** A change of the head before which a snapshot is taken of it, unless it is one. */
    private List<TenantModel> keepingHead(Function<TenantModel, TenantModel> change) {
        return List.of(change.apply(this), change.apply(with(Step.NOTHING, head)));
    }

    private TenantModel applied(Durability mode) {
        TenantModel next = next();
        return mode == Durability.EVERY_TRANSITION ? next.written() : next;
    }

    private TenantModel next() {
        return at(head + 1);
    }

    private TenantModel at(long number) {
        return new TenantModel(exists, number, stored, snapshots);
    }

    private TenantModel written() {
        return new TenantModel(exists, head, head, snapshots);
    }

    private TenantModel with(String name, long number) {
        return new TenantModel(exists, head, stored, snapshots.append(new Taken(name, number)));
    }

    private TenantModel without(String positions) {
        List<Integer> gone = List.of(positions.split(",", -1)).map(Integer::valueOf);
        return new TenantModel(
                exists,
                head,
                stored,
                snapshots.zipWithIndex().reject(each -> gone.contains(each._2)).map(each -> each._1));
    }

    @Override
    public String toString() {
        return exists ? "head " + head + (stored == head ? "" : ", stored " + stored) + ", " + snapshots : "absent";
    }
}
