package io.varve.diff;

import io.varve.internal.diff.Literals;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * A place that both sides of a merge have changed, each in its own way. The values are those of the states, not copies.
 *
 * @param path where
 * @param base what the state has there from which both come, or none
 * @param ours what the side has there that is merged into, or none
 * @param theirs what the other side has there, or none
 */
public record MergeConflict(StatePath path, Option<Object> base, Option<Object> ours, Option<Object> theirs) {

    /** Checks that nothing is null. */
    public MergeConflict {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(ours, "ours");
        Objects.requireNonNull(theirs, "theirs");
    }

    /** The path and the three values, shortened. */
    @Override
    public String toString() {
        return path + ": base " + text(base) + ", ours " + text(ours) + ", theirs " + text(theirs);
    }

    private static String text(Option<Object> value) {
        return value.map(Literals::shortened).getOrElse("nothing");
    }
}
