package io.varve.internal.codec.weight;

import java.util.LinkedHashMap;
import java.util.Map;

/** A value of a sealed type, as the case that it is. */
final class SealedWeight extends Weight {

    private static final Weight NOTHING = Weight.fixed(0);

    private final Map<Class<?>, Weight> cases = new LinkedHashMap<>();

    void add(Class<?> raw, Weight weight) {
        cases.put(raw, weight);
    }

    @Override
    long weigh(Object value, int depth) {
        return caseOf(value).weigh(value, depth);
    }

    @Override
    long difference(Object before, Object after, int depth) {
        Weight was = caseOf(before);
        Weight is = caseOf(after);
        return was == is ? is.difference(before, after, depth) : is.weigh(after, depth) - was.weigh(before, depth);
    }

    private Weight caseOf(Object value) {
        Weight exact = cases.get(value.getClass());
        if (exact != null) {
            return exact;
        }
        // Constants of enums with bodies, and implementations of registered types, have classes of their own.
        for (Map.Entry<Class<?>, Weight> each : cases.entrySet()) {
            if (each.getKey().isInstance(value)) {
                return each.getValue();
            }
        }
        return NOTHING; // The codec says what is wrong with it.
    }
}
