package io.varve.internal.codec.value;

import io.varve.internal.codec.schema.ContainerKind;
import io.vavr.control.Option;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be there as a 0, or a 1 and the value. */
final class OptionalSerializer extends ValueSerializer {

    private final ContainerKind kind;
    private final ValueSerializer value;

    OptionalSerializer(ContainerKind kind, ValueSerializer value) {
        this.kind = kind;
        this.value = value;
    }

    @Override
    public void write(PageOutput out, Object optional) {
        Object content = content(optional);
        if (content == null) {
            out.writeByte(0);
            return;
        }
        out.enter();
        out.writeByte(1);
        value.write(out, content);
        out.exit();
    }

    @Override
    public Object read(PageInput in) {
        if (!in.readFlag()) {
            return make(kind, null);
        }
        in.enter();
        Object read = make(kind, value.read(in));
        in.exit();
        return read;
    }

    static Object make(ContainerKind kind, @Nullable Object content) {
        if (kind == ContainerKind.JAVA_OPTIONAL) {
            return content == null ? Optional.empty() : Optional.of(content);
        }
        return content == null ? Option.none() : Option.some(content);
    }

    private static @Nullable Object content(Object optional) {
        if (optional instanceof Optional<?> java) {
            return java.isPresent() ? java.get() : null;
        }
        Option<?> option = (Option<?>) optional;
        if (option.isEmpty()) {
            return null;
        }
        Object content = option.get();
        if (content == null) {
            throw UnwritableValueException.of("is Some(null), which can't be kept; use None");
        }
        return content;
    }
}
