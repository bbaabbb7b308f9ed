package io.varve.internal.diff;

import io.varve.diff.StatePath.Component;
import io.varve.diff.StatePath.Present;
import io.varve.diff.StatePath.Step;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value of one part: what an {@code Option} holds, or one side of an {@code Either}. */
final class SingleEdit implements Edit {

    private final Step only;
    private final Function<@Nullable Object, Object> maker;
    private @Nullable Object part;

    private SingleEdit(Step only, @Nullable Object part, Function<@Nullable Object, Object> maker) {
        this.only = only;
        this.part = part;
        this.maker = maker;
    }

    static Edit of(Option<?> option) {
        return new SingleEdit(new Present(), option.getOrNull(), Option::of);
    }

    static Edit of(Optional<?> optional) {
        return new SingleEdit(new Present(), optional.orElse(null), Optional::ofNullable);
    }

    static Edit of(Either<?, ?> either) {
        return either.isLeft()
                ? new SingleEdit(new Component("left"), either.getLeft(), Either::left)
                : new SingleEdit(new Component("right"), either.get(), Either::right);
    }

    @Override
    public boolean has(Step step) {
        return step.equals(only);
    }

    @Override
    public @Nullable Object at(Step step) {
        return part;
    }

    @Override
    public void set(Step step, @Nullable Object next) {
        part = next;
    }

    @Override
    public Object done() {
        return maker.apply(part);
    }
}
