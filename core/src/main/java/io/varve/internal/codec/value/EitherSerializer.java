package io.varve.internal.codec.value;

import io.vavr.control.Either;

/** One of two as a 0 and the left value, or a 1 and the right one. */
final class EitherSerializer extends ValueSerializer {

    private final ValueSerializer left;
    private final ValueSerializer right;

    EitherSerializer(ValueSerializer left, ValueSerializer right) {
        this.left = left;
        this.right = right;
    }

    @Override
    public void write(PageOutput out, Object value) {
        Either<?, ?> either = (Either<?, ?>) value;
        Object content = either.isRight() ? either.get() : either.getLeft();
        if (content == null) {
            throw UnwritableValueException.ofNull("neither side of an Either can hold null");
        }
        out.enter();
        out.writeByte(either.isRight() ? 1 : 0);
        (either.isRight() ? right : left).write(out, content);
        out.exit();
    }

    @Override
    public Object read(PageInput in) {
        in.enter();
        Object read = in.readFlag() ? Either.right(right.read(in)) : Either.left(left.read(in));
        in.exit();
        return read;
    }
}
