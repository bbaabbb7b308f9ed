package io.varve.diff;

import io.varve.internal.diff.Literals;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * A change of a {@link Patch} that does not fit a state. The values are those of the patch and of the state, not copies.
 *
 * @param change the change
 * @param reason why it does not fit
 * @param found what the state has at the change's path, or none
 */
public record PatchConflict(StateChange change, Reason reason, Option<Object> found) {

    /** Why a change does not fit. */
    public enum Reason {
        /** At the path is something else than the change expects, or something where it expects nothing. */
        DIFFERENT,
        /** There is no such place: what the path leads through is missing, or is of another kind. */
        UNREACHABLE,
        /** A sequence has more elements behind the one that is to go, or none before the one that is to come. */
        NOT_AT_THE_END
    }

    /** Checks that nothing is null. */
    public PatchConflict {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(found, "found");
    }

    /**
     * Where it does not fit.
     *
     * @return the path of the change
     */
    public StatePath path() {
        return change.path();
    }

    /**
     * What the change expects to find.
     *
     * @return the value before, or none if it expects nothing there
     */
    public Option<Object> expected() {
        return change.valueBefore();
    }

    /**
     * What the change would leave.
     *
     * @return the value after, or none if it leaves nothing there
     */
    public Option<Object> wanted() {
        return change.valueAfter();
    }

    /** The path, what is expected, found and wanted there, the values shortened. */
    @Override
    public String toString() {
        String what = "expected " + text(expected()) + ", found " + text(found) + ", wanted " + text(wanted());
        return path() + ": "
                + switch (reason) {
                    case DIFFERENT -> what;
                    case UNREACHABLE -> what + ", and there is no such place";
                    case NOT_AT_THE_END -> what + ", which is not at the sequence's end";
                };
    }

    private static String text(Option<Object> value) {
        return value.map(Literals::shortened).getOrElse("nothing");
    }
}
