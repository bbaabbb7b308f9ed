package io.varve.internal.diff;

import io.varve.collection.ElementChange;
import io.varve.collection.PersistentVector;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.BigInteger;

/** How numbers and sequences are merged. */
public final class Mergers {

    private Mergers() {}

    /** What both sides have added; none if that is out of range or the types differ. */
    @SuppressWarnings("unchecked") // The sum is of the type of its parts.
    public static <N extends Number> Option<N> sum(Option<N> base, N ours, N theirs) {
        Number from = base.isDefined() ? base.get() : zero(ours);
        if (from == null || ours.getClass() != theirs.getClass() || ours.getClass() != from.getClass()) {
            return Option.none();
        }
        try {
            return Option.of((N) sum(from, ours, theirs));
        } catch (ArithmeticException e) {
            return Option.none();
        }
    }

    private static Number sum(Number base, Number ours, Number theirs) {
        if (ours instanceof BigDecimal decimal) {
            return decimal.add((BigDecimal) theirs).subtract((BigDecimal) base);
        } else if (ours instanceof Double || ours instanceof Float) {
            double sum = ours.doubleValue() + theirs.doubleValue() - base.doubleValue();
            return ours instanceof Float ? (Number) (float) sum : (Number) sum;
        }
        BigInteger sum = integer(ours).add(integer(theirs)).subtract(integer(base));
        if (ours instanceof BigInteger) {
            return sum;
        } else if (ours instanceof Long) {
            return sum.longValueExact();
        } else if (ours instanceof Integer) {
            return sum.intValueExact();
        } else if (ours instanceof Short) {
            return sum.shortValueExact();
        } else if (ours instanceof Byte) {
            return sum.byteValueExact();
        }
        throw new ArithmeticException("numbers of " + ours.getClass() + " can't be added");
    }

    private static BigInteger integer(Number number) {
        return number instanceof BigInteger integer ? integer : BigInteger.valueOf(number.longValue());
    }

    private static @org.jspecify.annotations.Nullable Number zero(Number of) {
        if (of instanceof BigDecimal) {
            return BigDecimal.ZERO;
        } else if (of instanceof BigInteger) {
            return BigInteger.ZERO;
        } else if (of instanceof Double) {
            return 0.0;
        } else if (of instanceof Float) {
            return 0f;
        } else if (of instanceof Long) {
            return 0L;
        } else if (of instanceof Integer) {
            return 0;
        } else if (of instanceof Short) {
            return (short) 0;
        }
        return of instanceof Byte ? (Number) (byte) 0 : null;
    }

    /** Our sequence with what is behind the base in theirs; none if one of them does not begin with the base. */
    public static <T> Option<Seq<T>> append(Option<Seq<T>> base, Seq<T> ours, Seq<T> theirs) {
        if (base.isEmpty()) {
            return Option.some(ours.appendAll(theirs));
        }
        Seq<T> from = base.get();
        return onlyGrew(from, ours) && onlyGrew(from, theirs)
                ? Option.some(ours.appendAll(theirs.drop(from.size())))
                : Option.none();
    }

    private static <T> boolean onlyGrew(Seq<T> before, Seq<T> after) {
        if (before instanceof PersistentVector<T> vector && after instanceof PersistentVector<T> other) {
            for (ElementChange<T> change : vector.diff(other)) {
                if (!(change instanceof ElementChange.Added<T>)) {
                    return false;
                }
            }
            return true;
        }
        return after.startsWith(before);
    }
}
