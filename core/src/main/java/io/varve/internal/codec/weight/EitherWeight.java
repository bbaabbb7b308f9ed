package io.varve.internal.codec.weight;

import io.vavr.control.Either;

/** One of two values. */
final class EitherWeight extends Weight {

    private static final int OBJECT = 16;

    private final Weight left;
    private final Weight right;

    EitherWeight(Weight left, Weight right) {
        this.left = left;
        this.right = right;
    }

    @Override
    long weigh(Object value, int depth) {
        Either<?, ?> either = (Either<?, ?>) value;
        return OBJECT + (either.isRight() ? right.of(either.get(), depth) : left.of(either.getLeft(), depth));
    }

    @Override
    long difference(Object before, Object after, int depth) {
        Either<?, ?> was = (Either<?, ?>) before;
        Either<?, ?> is = (Either<?, ?>) after;
        if (was.isRight() && is.isRight()) {
            return right.change(was.get(), is.get(), depth);
        }
        if (was.isLeft() && is.isLeft()) {
            return left.change(was.getLeft(), is.getLeft(), depth);
        }
        return weigh(after, depth) - weigh(before, depth);
    }
}
