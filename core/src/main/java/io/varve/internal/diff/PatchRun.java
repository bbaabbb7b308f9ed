package io.varve.internal.diff;

import io.varve.PatchFailedException;
import io.varve.VarveException;
import io.varve.diff.PatchConflict;
import io.varve.diff.PatchConflict.Reason;
import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes to one state, depth first; its depth is not limited by the thread's stack. Each value that has changes below
 * it is made anew once, after these, and none is once a change did not fit.
 */
final class PatchRun {

    private final Structure structure;
    private final StatePath base;
    private final List<Frame> frames = new ArrayList<>();
    private final List<PatchConflict> conflicts = new ArrayList<>();

    /** A value of which parts are being changed. */
    private record Frame(@Nullable Step step, Edit edit, Iterator<Map.Entry<Step, ChangeTree>> children) {}

    private PatchRun(Structure structure, StatePath base) {
        this.structure = structure;
        this.base = base;
    }

    /**
     * Makes all changes of a tree, or none.
     *
     * @param base where the value is
     * @return the new value, the very one given if there are no changes; or what does not fit
     */
    static Either<Seq<PatchConflict>, Object> on(Object value, ChangeTree tree, Structure structure, StatePath base) {
        return new PatchRun(structure, base).run(value, tree);
    }

    private Either<Seq<PatchConflict>, Object> run(Object value, ChangeTree tree) {
        Object result = tree.isChange() ? replaced(value, tree.change()) : value;
        if (!tree.isChange() && tree.children().iterator().hasNext()) {
            enter(null, value, tree);
        }
        while (!frames.isEmpty()) {
            Frame frame = frames.get(frames.size() - 1);
            if (frame.children().hasNext()) {
                Map.Entry<Step, ChangeTree> child = frame.children().next();
                visit(frame.edit(), child.getKey(), child.getValue());
            } else {
                result = leave(frame, result);
            }
        }
        return conflicts.isEmpty() ? Either.right(result) : Either.left(Vector.ofAll(conflicts));
    }

    private void visit(Edit edit, Step step, ChangeTree child) {
        if (!edit.has(step)) {
            refuse(child);
            return;
        }
        Object part = edit.at(step);
        if (!child.isChange()) {
            if (part == null) {
                refuse(child);
            } else {
                enter(step, part, child);
            }
            return;
        }
        StateChange change = child.change();
        Object wanted = change.valueAfter().getOrNull();
        if (!fits(part, change)) {
            conflicts.add(new PatchConflict(change, Reason.DIFFERENT, Option.of(part)));
        } else if (!edit.canSet(step, wanted)) {
            conflicts.add(new PatchConflict(change, Reason.NOT_AT_THE_END, Option.of(part)));
        } else {
            edit.set(step, wanted);
        }
    }

    private void enter(@Nullable Step step, Object value, ChangeTree tree) {
        Edit edit = structure.edit(value, () -> step == null ? path() : path().then(step));
        if (edit == null) {
            refuse(tree);
        } else {
            frames.add(new Frame(step, edit, tree.inTurn().iterator()));
        }
    }

    /** Makes the value whose parts were changed, and puts it where it belongs. */
    private Object leave(Frame frame, Object result) {
        Object made = conflicts.isEmpty() ? made(frame.edit()) : result;
        frames.remove(frames.size() - 1);
        if (frame.step() == null) {
            return made;
        }
        if (conflicts.isEmpty()) {
            frames.get(frames.size() - 1).edit().set(frame.step(), made);
        }
        return result;
    }

    private Object made(Edit edit) {
        try {
            return edit.done();
        } catch (VarveException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PatchFailedException(
                    "the patch does not lead to a valid value at " + path() + ", and the state is unchanged: " + e, e);
        }
    }

    private Object replaced(Object whole, StateChange change) {
        if (!fits(whole, change)) {
            conflicts.add(new PatchConflict(change, Reason.DIFFERENT, Option.some(whole)));
            return whole;
        }
        return change.valueAfter().get();
    }

    @SuppressWarnings("ReferenceEquality") // What is the same object need not be looked into.
    private static boolean fits(@Nullable Object found, StateChange change) {
        Object expected = change.valueBefore().getOrNull();
        return found == expected || Objects.deepEquals(found, expected);
    }

    private void refuse(ChangeTree unreachable) {
        for (StateChange change : unreachable.changes()) {
            conflicts.add(new PatchConflict(change, Reason.UNREACHABLE, Option.none()));
        }
    }

    private StatePath path() {
        return new StatePath(
                base.steps().appendAll(Vector.ofAll(frames).map(Frame::step).filter(Objects::nonNull)));
    }
}
