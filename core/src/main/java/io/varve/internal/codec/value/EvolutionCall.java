package io.varve.internal.codec.value;

import io.varve.EvolutionFailedException;
import io.varve.VarveException;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function that the application gave to make today's values of stored ones. Its faults are told with the place at which
 * they happened.
 *
 * @param function takes what was stored
 * @param what what it is to do, for messages: {@code State.price: the conversion from int}
 * @param target the class of its results
 * @param nullable whether it may return null
 */
record EvolutionCall(Function<Object, @Nullable Object> function, String what, Class<?> target, boolean nullable) {

    @SuppressWarnings("unchecked") // What it is given is what it was registered for.
    static EvolutionCall of(Function<?, ? extends @Nullable Object> function, String what, Class<?> target) {
        return new EvolutionCall((Function<Object, @Nullable Object>) function, what, target, false);
    }

    EvolutionCall orNull(boolean mayBeNull) {
        return new EvolutionCall(function, what, target, mayBeNull);
    }

    @Nullable
    Object apply(Object stored) {
        Object made;
        try {
            made = function.apply(stored);
        } catch (VarveException | VirtualMachineError e) {
            // It has read a persistent collection whose page can't be read; that is not the function's fault.
            throw e;
        } catch (Throwable e) {
            throw failed("failed: " + e, e);
        }
        if (made == null) {
            if (nullable) {
                return null;
            }
            throw failed("returned null, and null is not allowed there", new NullPointerException("it returned null"));
        }
        if (!MethodType.methodType(target).wrap().returnType().isInstance(made)) {
            String wrong = "returned a " + made.getClass().getName() + " where a " + target.getName() + " belongs";
            throw failed(wrong, new ClassCastException(wrong));
        }
        return made;
    }

    /** Calls a function that may not return null. */
    Object applyToValue(Object stored) {
        Object made = apply(stored);
        if (made == null) {
            throw new AssertionError("only what is nullable may be null: " + what);
        }
        return made;
    }

    private EvolutionFailedException failed(String how, Throwable cause) {
        return new EvolutionFailedException(what + " " + how, cause);
    }
}
