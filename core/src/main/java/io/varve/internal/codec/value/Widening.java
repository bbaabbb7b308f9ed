package io.varve.internal.codec.value;

import io.varve.internal.codec.schema.ScalarKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a number as a wider one: whatever the narrow type can say, the wide one can say exactly. */
final class Widening extends ReadingSerializer {

    private static final Map<ScalarKind, Function<Object, Object>> TO_INTEGRAL = new EnumMap<>(Map.of(
            ScalarKind.SHORT, (Object n) -> ((Number) n).shortValue(),
            ScalarKind.INT, (Object n) -> ((Number) n).intValue(),
            ScalarKind.LONG, (Object n) -> ((Number) n).longValue(),
            ScalarKind.BIG_INTEGER, (Object n) -> BigInteger.valueOf(((Number) n).longValue()),
            ScalarKind.BIG_DECIMAL, (Object n) -> BigDecimal.valueOf(((Number) n).longValue())));

    private final ValueSerializer narrow;
    private final Function<Object, Object> widen;

    private Widening(ScalarKind narrow, Function<Object, Object> widen) {
        this.narrow = Scalars.of(narrow);
        this.widen = widen;
    }

    static Optional<ValueSerializer> of(ScalarKind from, ScalarKind to) {
        Function<Object, Object> widen = function(from, to);
        return widen == null ? Optional.empty() : Optional.of(new Widening(from, widen));
    }

    @Override
    public Object read(PageInput in) {
        return widen.apply(narrow.read(in));
    }

    private static @Nullable Function<Object, Object> function(ScalarKind from, ScalarKind to) {
        boolean integral = from == ScalarKind.BYTE
                || from == ScalarKind.SHORT
                || from == ScalarKind.INT
                || from == ScalarKind.LONG;
        if (integral && from.code() < to.code() && TO_INTEGRAL.containsKey(to)) {
            return TO_INTEGRAL.get(to);
        }
        if (to == ScalarKind.DOUBLE && (from == ScalarKind.FLOAT || integral && from != ScalarKind.LONG)) {
            return n -> ((Number) n).doubleValue();
        }
        if (to == ScalarKind.BIG_DECIMAL && from == ScalarKind.BIG_INTEGER) {
            return n -> new BigDecimal((BigInteger) n);
        }
        return null;
    }
}
