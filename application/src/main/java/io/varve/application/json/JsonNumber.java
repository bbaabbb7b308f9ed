package io.varve.application.json;

import io.vavr.control.Option;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * A number of JSON, exactly. It keeps its value and not how it was written: trailing zeros are cut, so that equal numbers
 * are equal.
 *
 * @param value the number, without trailing zeros
 */
public record JsonNumber(BigDecimal value) implements JsonValue {

    /** The most zeros that are written at the end of a number, instead of an exponent. */
    private static final int MAX_PRINTED_ZEROS = 21;

    /**
     * Makes a number.
     *
     * @param value the number
     * @throws IllegalArgumentException if the exponent without trailing zeros is beyond the range of an int
     */
    public JsonNumber {
        Objects.requireNonNull(value, "value");
        try {
            value = value.stripTrailingZeros();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the exponent is too large, with scale " + value.scale(), e);
        }
    }

    static Option<Long> exactLong(BigDecimal value) {
        try {
            return Option.some(value.longValueExact());
        } catch (ArithmeticException e) {
            return Option.none();
        }
    }

    /** JSON text. */
    @Override
    public String toString() {
        boolean plain = value.scale() < 0 && value.scale() >= -MAX_PRINTED_ZEROS;
        return plain ? value.toPlainString() : value.toString();
    }
}
