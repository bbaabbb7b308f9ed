package io.varve.internal.codec.weight;

import io.vavr.control.Option;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that may be missing. An empty one weighs nothing: all empty ones are the same object. */
final class OptionalWeight extends Weight {

    private static final int OBJECT = 16;

    private final Weight content;

    OptionalWeight(Weight content) {
        this.content = content;
    }

    @Override
    long weigh(Object value, int depth) {
        Object present = contentOf(value);
        return present == null ? 0 : OBJECT + content.weigh(present, depth);
    }

    @Override
    long difference(Object before, Object after, int depth) {
        Object was = contentOf(before);
        Object is = contentOf(after);
        return content.change(was, is, depth) + (is == null ? 0 : OBJECT) - (was == null ? 0 : OBJECT);
    }

    private static @Nullable Object contentOf(Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : ((Option<?>) value).getOrNull();
    }
}
