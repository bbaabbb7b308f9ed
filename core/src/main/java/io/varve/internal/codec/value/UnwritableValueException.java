package io.varve.internal.codec.value;

import java.io.Serial;

/** A value can't be kept, though its type can. Collects the path to it on the way out. */
public final class UnwritableValueException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Steps from the outermost that has been passed to the value. */
    private final StringBuilder path = new StringBuilder();

    /** What is wrong with the value. */
    private final String problem;

    /** Whether the problem is a null. */
    private final boolean isNull;

    private UnwritableValueException(String problem, boolean isNull) {
        super(problem, null, false, false);
        this.problem = problem;
        this.isNull = isNull;
    }

    static UnwritableValueException of(String problem) {
        return new UnwritableValueException(problem, false);
    }

    static UnwritableValueException ofNull(String advice) {
        return new UnwritableValueException("is null; " + advice, true);
    }

    static UnwritableValueException nullElement() {
        return ofNull("collections can't hold null, use Option elements");
    }

    /** Adds the step that led to where the path has begun so far. */
    public UnwritableValueException at(String step) {
        path.insert(0, step);
        return this;
    }

    /** Adds the step from a map to the value of a key. */
    public UnwritableValueException atKey(Object key) {
        String text = String.valueOf(key);
        String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return at(key instanceof CharSequence ? "[\"" + shown + "\"]" : "[" + shown + "]");
    }

    /** What a caller is told, with the path from the given root. */
    public RuntimeException from(String root) {
        String message = root + path + " " + problem;
        return isNull ? new NullPointerException(message) : new IllegalArgumentException(message);
    }

    @Override
    public String getMessage() {
        return path + " " + problem;
    }
}
